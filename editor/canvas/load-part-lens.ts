/** The lens comes later: nobody looks closely at the first moment. */
import type { ComponentType } from 'react';
import type { PartLensProps } from './part-lens.tsx';

/** Loads the component. */
export async function loadPartLens(): Promise<ComponentType<PartLensProps>> {
  return (await import('./part-lens.tsx')).PartLens;
}
