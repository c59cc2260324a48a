/** The view follows the steps, by a part that comes with the first of them and stays to bring the view back. */
import { type ComponentType, useState } from 'react';
import { useStore } from 'zustand';
import { modeStore } from '../state/look/mode-store.ts';
import { Later } from '../widgets/later.tsx';

/** Loads the part. */
export async function loadStepCamera(): Promise<ComponentType<object>> {
  return (await import('./step-camera.tsx')).StepCamera;
}

/** Draws nothing. */
export function FollowedSteps() {
  const isStepping = useStore(modeStore, ({ mode }) => mode === 'step');
  const [isNeeded, setNeeded] = useState(false);
  if (isStepping && !isNeeded) setNeeded(true);
  return isNeeded ? <Later what="What follows the steps" load={loadStepCamera} props={{}} /> : null;
}
