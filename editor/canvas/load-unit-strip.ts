/** Pictures of units come later: nobody trains at the first moment. */
import type { ComponentType } from 'react';
import type { UnitStripProps } from './unit-strip.tsx';

/** Loads the component. */
export async function loadUnitStrip(): Promise<ComponentType<UnitStripProps>> {
  return (await import('./unit-strip.tsx')).UnitStrip;
}
