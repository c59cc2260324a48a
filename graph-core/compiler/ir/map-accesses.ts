/** A kernel with every access replaced. */
import type { Kernel } from './kernel.ts';
import type { Access, ScalarCode, ScalarNode } from './scalar-code.ts';

/** Replaces each access by what `change` makes of it. */
export function mapAccesses<K extends Kernel>(kernel: K, change: (access: Access) => Access): K {
  return replaced(kernel, change) as K;
}

function replaced(kernel: Kernel, change: (access: Access) => Access): Kernel {
  const nodes = (list: readonly ScalarNode[]): ScalarNode[] =>
    list.map((node) => (node.op === 'load' ? { op: 'load', access: change(node.access) } : node));
  const code = (given: ScalarCode): ScalarCode => ({
    nodes: nodes(given.nodes),
    stores: given.stores.map(({ access, node }) => ({ access: change(access), node })),
  });
  switch (kernel.family) {
    case 'map':
      return { ...kernel, code: code(kernel.code) };
    case 'reduce':
      return { ...kernel, element: nodes(kernel.element), code: code(kernel.code) };
    case 'gemm':
      return { ...kernel, a: change(kernel.a), b: change(kernel.b), code: code(kernel.code) };
    case 'rowwise':
      return { ...kernel, stages: kernel.stages.map((stage) => mapAccesses(stage, change)) };
    case 'gather':
    case 'scatter':
    case 'batch':
      return {
        ...kernel,
        from: change(kernel.from),
        indices: change(kernel.indices),
        to: change(kernel.to),
      };
    case 'shuffle':
    case 'mask':
      return { ...kernel, to: change(kernel.to) };
    default:
      return kernel satisfies never;
  }
}
