/** What ails a net is shown when something does. */
import type { ComponentType } from 'react';
import type { NetHealthProps } from './net-health.tsx';

/** Loads the component. */
export async function loadHealth(): Promise<ComponentType<NetHealthProps>> {
  return (await import('./net-health.tsx')).NetHealth;
}
