/** A map behind the kernel that computes what it reads: one kernel with more code and several outputs. */

import { type AxisMatch, matchAxes, toWriter } from '../../ir/axes.ts';
import type { CodeKernel, GemmKernel, MapKernel } from '../../ir/kernel.ts';
import { transposedGemm } from '../../ir/kernel-rewrites.ts';
import {
  isHeavy,
  type ScalarCode,
  ScalarCodeBuilder,
  withoutUnused,
} from '../../ir/scalar-code.ts';

/** Nodes of joined code, so that values stay in registers. */
const LONGEST = 160;
/** Nodes behind a matrix product or reduction; they are written out for every vector of results. */
export const LONGEST_EPILOGUE = 24;

/**
 * `writer` followed by `reader`; null when their index spaces differ or it does not pay. Stores of buffers
 * for which `dropped` holds go, since nobody else reads them.
 */
export function appended(
  writer: CodeKernel,
  reader: MapKernel,
  dropped: (buffer: number) => boolean,
): CodeKernel | null {
  // Loads and numbers may be there already, the rest comes on top: what gets too long is not even tried.
  const work = reader.code.nodes.filter(({ op }) => op !== 'load' && op !== 'number').length;
  const most = writer.family === 'gemm' ? LONGEST_EPILOGUE : LONGEST;
  if (writer.code.nodes.length + work > most) return null;
  const written = new Map(writer.code.stores.map((store) => [store.access.buffer, store]));
  let match: AxisMatch | null = null;
  for (const node of reader.code.nodes) {
    if (node.op !== 'load') continue;
    const store = written.get(node.access.buffer);
    if (store === undefined) continue;
    const found = matchAxes(store.access, writer.shape, node.access, reader.shape);
    if (found === null || found.repeats) return null;
    if (match !== null && match.readerAxis.join() !== found.readerAxis.join()) return null;
    match = found;
  }
  if (match === null) return null;
  // A buffer written in parts, or read by the reader of itself, keeps its order.
  if (reader.code.stores.some(({ access }) => written.has(access.buffer))) return null;
  const axes = match;
  const b = new ScalarCodeBuilder();
  const own = b.append(writer.code.nodes, () => null);
  const read = new Set<number>();
  const more = b.append(reader.code.nodes, (node) => {
    if (node.op !== 'load') return null;
    const store = written.get(node.access.buffer);
    if (store === undefined) return b.load(toWriter(node.access, axes));
    read.add(node.access.buffer);
    return own[store.node];
  });
  const code = withoutUnused({
    nodes: b.nodes,
    stores: [
      ...writer.code.stores
        .filter(({ access }) => !(read.has(access.buffer) && dropped(access.buffer)))
        .map(({ access, node }) => ({ access, node: own[node] })),
      ...reader.code.stores.map(({ access, node }) => ({
        access: toWriter(access, axes),
        node: more[node],
      })),
    ],
  });
  const joined = { ...writer, code, origin: [...writer.origin, ...reader.origin] };
  if (joined.family === 'gemm') return worthwhileEpilogue(joined);
  return code.nodes.length > LONGEST ? null : joined;
}

/** A product with its epilogue, turned so that it stores along rows; null when the epilogue is too heavy. */
function worthwhileEpilogue(kernel: GemmKernel): GemmKernel | null {
  const { code } = kernel;
  if (code.nodes.length > LONGEST_EPILOGUE || code.nodes.some(isHeavy)) return null;
  if (storesAlongRows(code, kernel.shape.at(-1) ?? 1)) return kernel;
  const turned = transposedGemm(kernel);
  return turned.b.strides.at(-1) === 1 && storesAlongRows(turned.code, turned.shape.at(-1) ?? 1)
    ? turned
    : null;
}

const storesAlongRows = ({ stores }: ScalarCode, columns: number): boolean =>
  columns === 1 || stores.every(({ access }) => access.strides.at(-1) === 1);
