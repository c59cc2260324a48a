/** The answer comes later: most numbers are fine. */
import type { ComponentType } from 'react';
import type { OriginCardProps } from './origin-card.tsx';

/** Loads the component. */
export async function loadOriginCard(): Promise<ComponentType<OriginCardProps>> {
  return (await import('./origin-card.tsx')).OriginCard;
}
