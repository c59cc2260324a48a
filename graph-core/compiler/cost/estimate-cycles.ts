/** A rough count of the cycles a kernel takes; good enough to tell large work from small. */
import { elementCount } from '../../tensor/shape.ts';
import { type Kernel, readsOf } from '../ir/kernel.ts';
import { isHeavy } from '../ir/scalar-code.ts';

/** Cycles of one kernel on one thread. */
export function estimateCycles(kernel: Kernel): number {
  switch (kernel.family) {
    case 'map':
    case 'reduce': {
      const nodes =
        kernel.family === 'map' ? kernel.code.nodes : [...kernel.element, ...kernel.code.nodes];
      const weight = nodes.reduce((sum, node) => sum + (isHeavy(node) ? 20 : 1), 0);
      const elements =
        elementCount(kernel.shape) *
        (kernel.family === 'reduce' ? elementCount(kernel.reduced) : 1);
      return 5 + (weight * elements) / 4;
    }
    case 'gemm':
      return 10 + (elementCount(kernel.shape) * kernel.inner) / 6;
    case 'rowwise':
      return kernel.stages.reduce((sum, stage) => sum + estimateCycles(stage), 0);
    case 'gather':
    case 'scatter':
      return readsOf(kernel).reduce((sum, { shape }) => sum + elementCount(shape), 0);
    case 'batch':
      return kernel.count * (10 + kernel.inner / 4);
    case 'shuffle':
      return (kernel.count * 8) / kernel.every;
    case 'mask':
      return elementCount(kernel.shape) * 8;
    default:
      return kernel satisfies never;
  }
}
