/** Large graphs are few: what paints them from afar comes when the first one is seen so. */
import type { ComponentType } from 'react';

/** Loads the component. */
export async function loadFarDrawing(): Promise<ComponentType<object>> {
  return (await import('./far-drawing.tsx')).FarDrawing;
}
