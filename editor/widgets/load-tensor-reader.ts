/** Reading a large tensor comes later: small graphs, and every graph at first, do without. */
import type { ComponentType } from 'react';
import type { TensorReaderProps } from './tensor-reader.tsx';

/** Loads the component. */
export async function loadTensorReader(): Promise<ComponentType<TensorReaderProps>> {
  return (await import('./tensor-reader.tsx')).TensorReader;
}
