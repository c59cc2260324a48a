/** Ways to break kernel programs; each gives one mutant for every place where it applies. */
import type { Buffer } from '../../compiler/ir/buffer.ts';
import { lastElement } from '../../compiler/ir/buffer.ts';
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
  type MapKernel,
  readsOf,
  type Walk,
  writesOf,
} from '../../compiler/ir/kernel.ts';
import { mapAccesses } from '../../compiler/ir/map-accesses.ts';
import { reachOf } from '../../compiler/ir/meeting.ts';
import type { Access, ScalarNode } from '../../compiler/ir/scalar-code.ts';

type KernelMutation = (program: KernelProgram) => readonly KernelProgram[];

/** The program with kernel `i` replaced, or without it. */
const withKernel = (program: KernelProgram, i: number, ...kernels: Kernel[]): KernelProgram => ({
  ...program,
  kernels: program.kernels.toSpliced(i, 1, ...kernels),
});

/** The kernel with one access replaced. */
export const withAccess = (kernel: Kernel, old: Access, fresh: Access): Kernel =>
  mapAccesses(kernel, (access) => (access === old ? fresh : access));

/** A mutation that changes one access: `change` gives what it becomes, or null where it does not apply. */
const ofAccesses =
  (
    list: (kernel: Kernel) => readonly Walk[],
    change: (walk: Walk, kernel: Kernel, program: KernelProgram) => Access | null,
  ): KernelMutation =>
  (program) =>
    program.kernels.flatMap((kernel, i) =>
      list(kernel).flatMap((walk) => {
        const fresh = change(walk, kernel, program);
        return fresh === null
          ? []
          : [withKernel(program, i, withAccess(kernel, walk.access, fresh))];
      }),
    );

/** A mutation that changes one kernel. */
const ofKernels =
  (change: (kernel: Kernel, program: KernelProgram, i: number) => Kernel | null): KernelMutation =>
  (program) =>
    program.kernels.flatMap((kernel, i) => {
      const fresh = change(kernel, program, i);
      return fresh === null ? [] : [withKernel(program, i, fresh)];
    });

const allOf = (kernel: Kernel): readonly Walk[] => [...readsOf(kernel), ...writesOf(kernel)];

/** Buffers that somebody reads or that are looked at. */
function neededBuffers({ kernels, outputs, updates }: KernelProgram): Set<number> {
  const needed = new Set(kernels.flatMap((kernel) => [...buffersRead(kernel)]));
  for (const place of outputs.values()) if (place.kind === 'view') needed.add(place.access.buffer);
  for (const next of updates.values()) needed.add(next);
  return needed;
}

/** Buffers that this kernel alone computes, and that are needed. */
function soleResults(kernel: Kernel, program: KernelProgram): number[] {
  const needed = neededBuffers(program);
  return [...buffersWritten(kernel)].filter(
    (id) =>
      (program.buffers[id].role === 'computed' || program.updates.get(id) === id) &&
      needed.has(id) &&
      program.kernels.every((other) => other === kernel || !buffersWritten(other).has(id)),
  );
}

const reachesEnd = (walk: Walk, { buffers }: KernelProgram): boolean =>
  reachOf(walk).last === lastElement(buffers[walk.access.buffer]);

/** The longest axis of a walk that moves; -1 when none does. */
export function movingAxis({ access, shape }: Walk): number {
  const sizes = shape.map((size, axis) => (access.strides[axis] === 0 ? 1 : size));
  const most = Math.max(1, ...sizes);
  return most === 1 ? -1 : sizes.indexOf(most);
}

const shifted = (by: number) => (walk: Walk, _: Kernel, program: KernelProgram) => {
  const { access } = walk;
  const leaves = by > 0 ? reachesEnd(walk, program) : reachOf(walk).first === 0;
  return leaves ? { ...access, offset: access.offset + by } : null;
};

/** Code with a node changed: `change` gives what it becomes, or null. */
const ofNodes = (change: (node: ScalarNode, i: number) => ScalarNode | null): KernelMutation =>
  ofKernels((kernel) => {
    if (kernel.family !== 'map' && kernel.family !== 'reduce' && kernel.family !== 'gemm')
      return null;
    const { nodes } = kernel.code;
    const i = nodes.findIndex((node, k) => change(node, k) !== null);
    if (i < 0) return null;
    const fresh = change(nodes[i], i);
    return fresh === null
      ? null
      : ({ ...kernel, code: { ...kernel.code, nodes: nodes.with(i, fresh) } } as Kernel);
  });

const withOperand = (operand: (i: number) => number) =>
  ofNodes((node, i) =>
    node.op === 'unary' || node.op === 'binary' ? { ...node, x: operand(i) } : null,
  );

/** A map over one element more or fewer along its longest axis. */
const ofMapSize = (by: number): KernelMutation =>
  ofKernels((kernel, program) => {
    if (kernel.family !== 'map' || kernel.shape.length === 0) return null;
    if (soleResults(kernel, program).length < buffersWritten(kernel).size) return null;
    const axis = kernel.shape.indexOf(Math.max(...kernel.shape));
    const shape = kernel.shape.with(axis, kernel.shape[axis] + by);
    return { ...kernel, shape } satisfies MapKernel;
  });

/** What breaks kernels. */
export const KERNEL_MUTATIONS: Readonly<Record<string, KernelMutation>> = {
  'a load of what the kernel itself computes': ofAccesses(readsOf, (walk, kernel, program) => {
    const [own] = soleResults(kernel, program).filter(
      (id) => program.buffers[id].role === 'computed',
    );
    if (own === undefined || kernel.family === 'rowwise') return null;
    return { ...walk.access, buffer: own };
  }),
  'a store to another buffer': ofAccesses(writesOf, (walk, kernel, program) => {
    const { buffer } = walk.access;
    const other = program.buffers.find(({ id, role }) => id !== buffer && role === 'source');
    const isNeeded = soleResults(kernel, program).includes(buffer);
    return other === undefined || !isNeeded ? null : { ...walk.access, buffer: other.id };
  }),
  'an access to a buffer that there is none of': ofAccesses(
    allOf,
    ({ access }, _, { buffers }) => ({
      ...access,
      buffer: buffers.length,
    }),
  ),
  'a load that begins one element late': ofAccesses(readsOf, shifted(1)),
  'a store that begins one element late': ofAccesses(writesOf, shifted(1)),
  'a load that begins one element early': ofAccesses(readsOf, shifted(-1)),
  'a store that begins one element early': ofAccesses(writesOf, shifted(-1)),
  'a stride one larger': ofAccesses(allOf, (walk, _, program) => {
    const axis = movingAxis(walk);
    if (axis < 0 || !reachesEnd(walk, program)) return null;
    const strides = walk.access.strides.with(axis, walk.access.strides[axis] + 1);
    return { ...walk.access, strides };
  }),
  'a store that stands still along an axis': ofAccesses(writesOf, (walk) => {
    const axis = movingAxis(walk);
    return axis < 0 ? null : { ...walk.access, strides: walk.access.strides.with(axis, 0) };
  }),
  'a stride that runs backward': ofAccesses(allOf, (walk) => {
    const axis = movingAxis(walk);
    if (axis < 0 || walk.access.offset > 0) return null;
    return { ...walk.access, strides: walk.access.strides.with(axis, -walk.access.strides[axis]) };
  }),
  'a stride too many': ofAccesses(allOf, ({ access }) => ({
    ...access,
    strides: [...access.strides, 1],
  })),
  'a kernel left out': (program) =>
    program.kernels.flatMap((kernel, i) =>
      soleResults(kernel, program).length > 0 ? [withKernel(program, i)] : [],
    ),
  'a kernel behind those that read it': (program) =>
    program.kernels.flatMap((kernel, i) => {
      const results = soleResults(kernel, program).filter(
        (id) => program.buffers[id].role === 'computed',
      );
      const isRead = program.kernels.some(
        (other) => other !== kernel && results.some((id) => buffersRead(other).has(id)),
      );
      const { kernels } = withKernel(program, i);
      return isRead ? [{ ...program, kernels: [...kernels, kernel] }] : [];
    }),
  'a kernel before those it reads': (program) =>
    program.kernels.flatMap((kernel, i) => {
      const reads = [...buffersRead(kernel)].some((id) => {
        const own = kernel.family === 'rowwise' && buffersWritten(kernel).has(id);
        return !own && program.buffers[id].role === 'computed';
      });
      const { kernels } = withKernel(program, i);
      return reads ? [{ ...program, kernels: [kernel, ...kernels] }] : [];
    }),
  'an update in place before those that read the old numbers': (program) =>
    program.kernels.flatMap((kernel, i) => {
      const inPlace = [...buffersWritten(kernel)].filter((id) => program.updates.get(id) === id);
      const needsNone = [...buffersRead(kernel)].every(
        (id) => program.buffers[id].role !== 'computed',
      );
      const others = program.kernels
        .slice(0, i)
        .filter((k) => inPlace.some((id) => buffersRead(k).has(id)));
      if (inPlace.length === 0 || others.length === 0) return [];
      const { kernels } = withKernel(program, i);
      return needsNone || others.length > 0 ? [{ ...program, kernels: [kernel, ...kernels] }] : [];
    }),
  'an update in place done twice': (program) =>
    program.kernels.flatMap((kernel, i) => {
      const written = buffersWritten(kernel);
      const own = [...buffersRead(kernel)].some(
        (id) => written.has(id) && program.updates.get(id) === id,
      );
      return own ? [withKernel(program, i, kernel, { ...kernel })] : [];
    }),
  'a buffer that lost a row': (program) =>
    program.buffers.flatMap((buffer) => {
      const axis = buffer.shape.findIndex((size) => size > 1);
      const isWhole = program.kernels.some((kernel) =>
        allOf(kernel).some((walk) => walk.access.buffer === buffer.id && reachesEnd(walk, program)),
      );
      if (axis < 0 || !isWhole) return [];
      const shape = buffer.shape.with(axis, buffer.shape[axis] - 1);
      return [{ ...program, buffers: program.buffers.with(buffer.id, { ...buffer, shape }) }];
    }),
  'an operand that comes later': withOperand((i) => i + 1),
  'an operand that there is none of': withOperand(() => -1),
  'a result in a map': (program) =>
    program.kernels.flatMap((kernel, i) => {
      if (kernel.family !== 'map') return [];
      const nodes = kernel.code.nodes.with(0, { op: 'result' });
      return [withKernel(program, i, { ...kernel, code: { ...kernel.code, nodes } })];
    }),
  'a store of a node that there is none of': ofKernels((kernel) => {
    if (kernel.family !== 'map' && kernel.family !== 'reduce' && kernel.family !== 'gemm')
      return null;
    const [store, ...rest] = kernel.code.stores;
    const stores = [{ ...store, node: kernel.code.nodes.length }, ...rest];
    return { ...kernel, code: { ...kernel.code, stores } };
  }),
  'a reduction of a node that there is none of': ofKernels((kernel) =>
    kernel.family === 'reduce' ? { ...kernel, node: kernel.element.length } : null,
  ),
  'a reduction over one element more': ofKernels((kernel) =>
    kernel.family === 'reduce'
      ? { ...kernel, reduced: kernel.reduced.with(0, kernel.reduced[0] + 1) }
      : null,
  ),
  'a product over one column more': ofKernels((kernel) =>
    kernel.family === 'gemm' ? { ...kernel, inner: kernel.inner + 1 } : null,
  ),
  'a map over one element more': ofMapSize(1),
  'a map over one element fewer': ofMapSize(-1),
  'a row more than its stages have': ofKernels((kernel) =>
    kernel.family === 'rowwise' ? { ...kernel, rows: kernel.rows + 1 } : null,
  ),
  'a batch more than there are': ofKernels((kernel) =>
    kernel.family === 'batch' ? { ...kernel, every: kernel.every + 1 } : null,
  ),
  'a shuffle of one row fewer': ofKernels((kernel) =>
    kernel.family === 'shuffle' ? { ...kernel, count: kernel.count - 1 } : null,
  ),
  'no shuffle': (program) =>
    program.kernels.flatMap(({ family }, i) =>
      family === 'shuffle' ? [withKernel(program, i)] : [],
    ),
  'indices that name more rows than the table has': ofKernels((kernel) =>
    kernel.family === 'gather' || kernel.family === 'scatter'
      ? { ...kernel, size: kernel.size + 1 }
      : null,
  ),
  'an output of which nothing was written': (program) => {
    const next = program.buffers.length;
    return [...program.outputs].flatMap(([value, place]) => {
      if (place.kind === 'fill') return [];
      const fresh: Buffer = { ...program.buffers[place.access.buffer], id: next, role: 'computed' };
      const access = { ...place.access, buffer: next };
      const outputs = new Map([...program.outputs, [value, { ...place, access }]]);
      return [{ ...program, buffers: [...program.buffers, fresh], outputs }];
    });
  },
  'a next value that is another source': (program) =>
    [...program.updates.keys()].flatMap((source) => {
      const other = program.buffers.find(
        ({ id, role }) => role === 'source' && id !== source && program.updates.get(id) !== id,
      );
      if (other === undefined) return [];
      return [{ ...program, updates: new Map([...program.updates, [source, other.id]]) }];
    }),
};
