/** What the margin tells while stepping: the whole gradient of a number, the number moved, the gradient checked. */
import { type InsightView, insightStore, showInsight } from '../state/look/insight-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { goToStep, setMode } from '../state/look/stepping.ts';
import { runStore } from '../state/results/run-store.ts';
import type { Command } from './command.ts';

/** Shows a view, from anywhere but training; a second time goes back to the step. */
function toggled(view: InsightView): (() => void) | null {
  const { mode } = modeStore.getState();
  const { steps } = runStore.getState().snapshot;
  if (mode === 'train' || steps.length === 0) return null;
  return () => {
    const isShown = mode === 'step' && insightStore.getState().view === view;
    // Who comes from building looks at a graph with all of its numbers.
    if (mode === 'build') {
      setMode('step');
      goToStep(steps.length);
    }
    showInsight(isShown ? 'step' : view);
  };
}

/** In the order of the help. */
export const INSIGHT_COMMANDS: readonly Command[] = [
  {
    id: 'why',
    group: 'Step',
    label: 'Why is this gradient what it is: its whole chain',
    keys: ['W'],
    plan: () => toggled('chain'),
  },
  {
    id: 'move-number',
    group: 'Step',
    label: 'Move a number and see the target along its tangent',
    keys: ['T'],
    plan: () => toggled('lens'),
  },
  {
    id: 'check-gradient',
    group: 'Step',
    label: 'Verify a gradient against differences',
    keys: ['V'],
    plan: () => toggled('check'),
  },
];
