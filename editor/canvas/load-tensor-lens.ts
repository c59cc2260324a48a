/** The lens comes later: nobody looks closely at the first moment. */
import type { ComponentType } from 'react';
import type { TensorLensProps } from '../widgets/tensor-lens.tsx';

/** Loads the component. */
export async function loadTensorLens(): Promise<ComponentType<TensorLensProps>> {
  return (await import('../widgets/tensor-lens.tsx')).TensorLens;
}
