/** Matrices of derivatives are asked for. */
import type { ComponentType } from 'react';
import type { DerivativeViewProps } from './derivative-view.tsx';

/** Loads the component. */
export async function loadDerivatives(): Promise<ComponentType<DerivativeViewProps>> {
  return (await import('./derivative-view.tsx')).DerivativeView;
}
