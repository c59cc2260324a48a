/**
 * A map whose result only one kernel reads moves into that kernel: its elements, or the code behind them.
 *
 *   map     t[i, j] = x[i, j] · x[i, j]               reduce  s[i] = Σj x[i, j] · x[i, j]
 *   reduce  s[i] = Σj t[i, j]                    ▶    (t is gone)
 *
 * The reader may walk the elements in another order or repeat them, as a bias does: with m[j] = 2 b[j], the map
 * out[i, j] = x[i, j] + m[j] becomes x[i, j] + 2 b[j]; b is read with strides [0, 1] (`toReader`). Repeated work
 * must be cheap. Where the writer stores another value from which this one follows in a few operations, the
 * reader takes that (`derivedAgain`): of y = max(h, 0) and mask = h > 0 it reads y alone and asks y > 0.
 */
import type { Size } from '../../../tensor/shape.ts';
import { type AxisMatch, matchAxes, toReader } from '../../ir/axes.ts';
import {
  type CodeKernel,
  hasCode,
  isStraightLine,
  type Kernel,
  type MapKernel,
} from '../../ir/kernel.ts';
import {
  isHeavy,
  operandsOf,
  ScalarCodeBuilder,
  type ScalarNode,
  withoutUnused,
} from '../../ir/scalar-code.ts';
import { LONGEST_EPILOGUE } from './join-maps.ts';
import type { KernelGraph } from './kernel-graph.ts';

/** Nodes of a map that may be computed again for every repetition. */
const CHEAP = 8;
/** Operations that may be done in two kernels instead of one. */
const CHEAP_TWICE = 3;

/** Scalar code in a kernel that could take a map in. */
interface Site {
  readonly nodes: readonly ScalarNode[];
  readonly shape: Size;
  /** The code behind a result, which is written out many times. */
  readonly epilogue: boolean;
  /** The kernel with these nodes; `renumbered` gives the new number of each old node. */
  readonly rebuilt: (nodes: readonly ScalarNode[], renumbered: readonly number[]) => Kernel;
}

/** `reader` with the first map moved into it that can; null when none can. */
export function inlined(graph: KernelGraph, reader: Kernel): Kernel | null {
  for (const site of sitesOf(reader)) {
    for (const node of site.nodes) {
      if (node.op !== 'load') continue;
      const { buffer } = node.access;
      const [writer, more] = graph.writersOf(buffer);
      if (writer === undefined || more !== undefined || writer === reader) continue;
      if (!hasCode(writer)) continue;
      const alone = !graph.pinned.has(buffer) && graph.readersOf(buffer).size === 1;
      const next =
        derivedAgain(site, writer, buffer) ??
        (writer.family === 'map' ? inlinedInto(site, writer, buffer, alone) : null);
      if (next !== null) return { ...next, origin: [...reader.origin, ...writer.origin] };
    }
  }
  return null;
}

function sitesOf(kernel: Kernel): readonly Site[] {
  if (isStraightLine(kernel) || !hasCode(kernel)) return [];
  const code: Site = {
    nodes: kernel.code.nodes,
    shape: kernel.shape,
    epilogue: kernel.family !== 'map',
    rebuilt: (nodes, renumbered) => {
      const stores = kernel.code.stores.map((s) => ({ ...s, node: renumbered[s.node] }));
      return { ...kernel, code: withoutUnused({ nodes, stores }) };
    },
  };
  if (kernel.family !== 'reduce') return [code];
  const element: Site = {
    nodes: kernel.element,
    shape: [...kernel.shape, ...kernel.reduced],
    epilogue: false,
    rebuilt: (nodes, renumbered) => ({ ...kernel, element: nodes, node: renumbered[kernel.node] }),
  };
  return [element, code];
}

/**
 * The site's kernel with the value of `buffer` derived from another buffer that `writer` stores, such as
 * the mask of a rectifier from its output: memory costs more than two operations.
 */
function derivedAgain(site: Site, writer: CodeKernel, buffer: number): Kernel | null {
  const { nodes, stores } = writer.code;
  const own = stores.find(({ access }) => access.buffer === buffer);
  if (own === undefined || nodes[own.node].op === 'result') return null;
  const others = new Map(
    stores.filter((s) => s.node !== own.node).map((s) => [s.node, s.access] as const),
  );
  const needed = new Set<number>();
  const open = [own.node];
  let derives = false;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (needed.has(node)) continue;
    needed.add(node);
    if (others.has(node)) derives = true;
    else if (nodes[node].op === 'load' || nodes[node].op === 'result') return null;
    else open.push(...operandsOf(nodes[node]));
  }
  const work = [...needed].filter((n) => !others.has(n) && nodes[n].op !== 'number');
  if (!derives || work.length > CHEAP_TWICE || work.some((n) => isHeavy(nodes[n]))) return null;
  const code = new ScalarCodeBuilder();
  const cut = nodes.map((node, i): ScalarNode => {
    const access = others.get(i);
    return access !== undefined && needed.has(i) ? { op: 'load', access } : node;
  });
  const numbers = code.append(cut, () => null, [own.node]);
  const map: MapKernel = {
    family: 'map',
    shape: writer.shape,
    code: { nodes: code.nodes, stores: [{ access: own.access, node: numbers[own.node] }] },
    origin: writer.origin,
  };
  return inlinedInto(site, map, buffer, true);
}

/** The site's kernel with the value of `buffer` computed from what `writer` reads; null when that does not pay. */
function inlinedInto(site: Site, writer: MapKernel, buffer: number, alone: boolean): Kernel | null {
  const stored = writer.code.stores.filter(({ access }) => access.buffer === buffer);
  if (stored.length !== 1) return null;
  const [{ access: written, node }] = stored;
  const only = withoutUnused({ nodes: writer.code.nodes, stores: stored });
  const work = only.nodes.filter(({ op }) => op !== 'load' && op !== 'number');
  const heavy = work.some(isHeavy);
  const matches = new Map<ScalarNode, AxisMatch>();
  let repeats = false;
  for (const load of site.nodes) {
    if (load.op !== 'load' || load.access.buffer !== buffer) continue;
    const match = matchAxes(written, writer.shape, load.access, site.shape);
    if (match === null) return null;
    matches.set(load, match);
    repeats ||= match.repeats;
  }
  if (repeats && (heavy || only.nodes.length > CHEAP)) return null;
  if (!alone && !(repeats && work.length <= 1)) return null;
  // What the writer goes on computing for others would be computed twice.
  if (writer.code.stores.length > 1 && work.length > CHEAP_TWICE) return null;
  if (site.epilogue && (heavy || site.nodes.length + only.nodes.length > LONGEST_EPILOGUE)) {
    return null;
  }
  const b = new ScalarCodeBuilder();
  const renumbered = b.append(site.nodes, (load) => {
    const match = matches.get(load);
    if (match === undefined) return null;
    const inner = b.append(
      writer.code.nodes,
      (own) => (own.op === 'load' ? b.load(toReader(own.access, match, site.shape)) : null),
      [node],
    );
    return inner[node];
  });
  return site.rebuilt(b.nodes, renumbered);
}
