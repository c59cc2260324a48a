/** The lens over units comes later: it is of training. */
import type { ComponentType } from 'react';
import type { NodeUnitLensProps } from './node-unit-lens.tsx';

/** Loads the component. */
export async function loadUnitLens(): Promise<ComponentType<NodeUnitLensProps>> {
  return (await import('./node-unit-lens.tsx')).NodeUnitLens;
}
