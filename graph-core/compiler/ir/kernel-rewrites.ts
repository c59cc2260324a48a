/** Kernels that do the same otherwise: with rows and columns exchanged, or without results nobody reads. */
import { type GemmKernel, hasCode, type Kernel } from './kernel.ts';
import { type Access, withoutUnused } from './scalar-code.ts';

/** (a b)ᵀ = bᵀ aᵀ: the same numbers with rows and columns exchanged. */
export function transposedGemm(kernel: GemmKernel): GemmKernel {
  const swap = (access: Access): Access => {
    const last = access.strides.length - 1;
    const strides = [...access.strides];
    [strides[last - 1], strides[last]] = [strides[last], strides[last - 1]];
    return { ...access, strides };
  };
  const shape = [...kernel.shape];
  const last = shape.length - 1;
  [shape[last - 1], shape[last]] = [shape[last], shape[last - 1]];
  return {
    ...kernel,
    shape,
    a: swap(kernel.b),
    b: swap(kernel.a),
    code: {
      nodes: kernel.code.nodes.map((node) =>
        node.op === 'load' ? { op: 'load', access: swap(node.access) } : node,
      ),
      stores: kernel.code.stores.map(({ access, node }) => ({ access: swap(access), node })),
    },
  };
}

/** The kernel without stores that nobody behind it reads. */
export function withoutUnread(kernel: Kernel, needed: ReadonlySet<number>): Kernel {
  if (!hasCode(kernel)) return kernel;
  const stores = kernel.code.stores.filter(({ access }) => needed.has(access.buffer));
  if (stores.length === kernel.code.stores.length) return kernel;
  return { ...kernel, code: withoutUnused({ nodes: kernel.code.nodes, stores }) };
}
