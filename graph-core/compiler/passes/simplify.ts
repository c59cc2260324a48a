/**
 * Kernels that compute the same are one kernel; kernels nobody needs are gone. Constants were folded and
 * views joined while lowering. The second factor of a matrix product gets contiguous rows: a product with
 * a single column changes places with its factors, anything else is copied.
 */
import { elementCount } from '../../tensor/shape.ts';
import { type Buffer, layoutOf } from '../ir/buffer.ts';
import { BufferUses } from '../ir/dependencies.ts';
import {
  buffersRead,
  buffersWritten,
  type GemmKernel,
  type Kernel,
  type KernelProgram,
  type Place,
} from '../ir/kernel.ts';
import { transposedGemm, withoutUnread } from '../ir/kernel-rewrites.ts';
import { mapAccesses } from '../ir/map-accesses.ts';
import type { Access } from '../ir/scalar-code.ts';

/** The pass. */
export function simplify(program: KernelProgram): KernelProgram {
  return withoutDeadKernels(withPackedFactors(withoutTwins(program)));
}

/** Later kernels that equal an earlier one except for where they write are dropped. */
function withoutTwins(program: KernelProgram): KernelProgram {
  const uses = new BufferUses<Kernel>();
  for (const kernel of program.kernels) uses.add(kernel, kernel);
  const pinned = new Set(program.updates.values());
  const same = new Map<number, number>();
  const known = new Map<string, readonly number[]>();
  const renamed = (access: Access): Access => {
    const other = same.get(access.buffer);
    return other === undefined ? access : { ...access, buffer: other };
  };
  const kernels: Kernel[] = [];
  for (const original of program.kernels) {
    const kernel = same.size === 0 ? original : mapAccesses(original, renamed);
    const written = [...buffersWritten(kernel)];
    const alone = written.every((id) => uses.writersOf(id).size === 1 && !pinned.has(id));
    if (!alone || !mayHaveTwin(kernel)) {
      kernels.push(kernel);
      continue;
    }
    const key = JSON.stringify({
      ...mapAccesses(kernel, (access) =>
        written.includes(access.buffer)
          ? { ...access, buffer: -1 - written.indexOf(access.buffer) }
          : access,
      ),
      origin: 0,
      sizes: written.map((id) => program.buffers[id].size),
    });
    const twin = known.get(key);
    if (twin === undefined) {
      known.set(key, written);
      kernels.push(kernel);
    } else {
      written.forEach((id, i) => {
        same.set(id, twin[i]);
      });
    }
  }
  const outputs = new Map<number, Place>();
  for (const [value, place] of program.outputs) {
    outputs.set(value, place.kind === 'view' ? { ...place, access: renamed(place.access) } : place);
  }
  return { ...program, kernels, outputs };
}

/** Scalars become straight-line code, in which equal nodes are one node anyway; what is drawn or moved is left. */
const mayHaveTwin = (kernel: Kernel): boolean =>
  kernel.family === 'map'
    ? kernel.shape.length > 0
    : kernel.family === 'reduce' || kernel.family === 'gemm' || kernel.family === 'rowwise';

const isDraw = ({ family }: Kernel): boolean => family === 'shuffle' || family === 'mask';

function withPackedFactors(program: KernelProgram): KernelProgram {
  const buffers: Buffer[] = [...program.buffers];
  const kernels: Kernel[] = [];
  const packed = new Map<string, { readonly after: string; readonly access: Access }>();
  for (const kernel of program.kernels) {
    if (kernel.family !== 'gemm') {
      kernels.push(kernel);
      continue;
    }
    const turned = columnAsRow(kernel);
    const column = turned.b.strides.at(-1) ?? 1;
    const n = turned.shape.at(-1) ?? 1;
    if (column === 1 || n === 1) {
      kernels.push(turned);
      continue;
    }
    const batch = turned.shape.slice(0, -2);
    const moving = batch.map((size, axis) => (turned.b.strides[axis] === 0 ? 1 : size));
    const shape = [...moving, turned.inner, n];
    const key = JSON.stringify([turned.b, shape]);
    let found = packed.get(key);
    if (found === undefined) {
      const id = buffers.length;
      const layout = layoutOf(shape);
      buffers.push({ id, name: 'packed', role: 'computed', shape, ...layout });
      const access = { buffer: id, offset: 0, strides: layout.strides };
      kernels.push({
        family: 'map',
        shape,
        code: {
          nodes: [{ op: 'load', access: turned.b }],
          stores: [{ access, node: 0 }],
        },
        origin: turned.origin,
      });
      found = { after: key, access };
      packed.set(key, found);
    }
    kernels.push({ ...turned, b: found.access });
  }
  return { ...program, buffers, kernels };
}

/** A product with one column is the transposed product with one row where that reads rows. */
function columnAsRow(kernel: GemmKernel): GemmKernel {
  const rank = kernel.shape.length;
  if (kernel.shape[rank - 1] !== 1 || kernel.shape[rank - 2] === 1) return kernel;
  return transposedGemm(kernel);
}

/** Only what an output or an update depends on. */
function withoutDeadKernels(program: KernelProgram): KernelProgram {
  const needed = new Set<number>(program.updates.values());
  for (const place of program.outputs.values()) {
    if (place.kind === 'view') needed.add(place.access.buffer);
  }
  const kernels: Kernel[] = [];
  for (const kernel of [...program.kernels].reverse()) {
    const useful = isDraw(kernel) || [...buffersWritten(kernel)].some((id) => needed.has(id));
    const empty = kernel.family === 'map' && elementCount(kernel.shape) === 0;
    if (!useful || empty) continue;
    const trimmed = withoutUnread(kernel, needed);
    for (const id of buffersRead(trimmed)) needed.add(id);
    kernels.push(trimmed);
  }
  return { ...program, kernels: kernels.reverse() };
}
