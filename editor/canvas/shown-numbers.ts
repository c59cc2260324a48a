/**
 * What the labels of a wire or a node say, as data that stays the same object while it says the same:
 * after an evaluation only the labels that changed are drawn again.
 */

import { useStore } from 'zustand';
import { useStoreWithEqualityFn } from 'zustand/traditional';
import type { LabelForm } from '../../graph-core/drawing/label-form.ts';
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore, type Snapshot } from '../state/results/run-store.ts';
import { type LabelContent, labelContent, sameContent } from './label-content.ts';
import { spokenNumbers } from './spoken-numbers.ts';

/** Labels by what they are of, and their numbers in words. */
export interface ShownNumbers<K extends string> {
  readonly labels: Readonly<Record<K, LabelContent | null>>;
  readonly spoken: string;
}

/** Chooses the tensors to show after so many steps. */
export type ChooseNumbers<K extends string> = (
  snapshot: Snapshot,
  done: number,
) => Readonly<Record<K, Tensor | null>>;

/** The labels for the chosen tensors, each in the room of `form`. `value` and `gradient` are spoken. */
export function useShownNumbers<K extends string>(
  choose: ChooseNumbers<K | 'value' | 'gradient'>,
  form: LabelForm,
): ShownNumbers<K | 'value' | 'gradient'> {
  const done = useStore(modeStore, ({ mode, step }) =>
    mode === 'step' ? step : Number.POSITIVE_INFINITY,
  );
  return useStoreWithEqualityFn(
    runStore,
    ({ snapshot }) => {
      const tensors = choose(snapshot, done);
      const labels = {} as Record<K | 'value' | 'gradient', LabelContent | null>;
      for (const key of Object.keys(tensors) as (K | 'value' | 'gradient')[]) {
        const tensor = tensors[key];
        labels[key] = tensor === null ? null : labelContent(tensor, form);
      }
      const { value, gradient } = tensors;
      const what = snapshot.forward === null ? 'gradient' : `derivative by ${snapshot.forward.by}`;
      const spoken = value === null ? 'no value yet' : `value ${spokenNumbers(value)}`;
      return {
        labels,
        spoken: gradient === null ? spoken : `${spoken}, ${what} ${spokenNumbers(gradient)}`,
      };
    },
    sameNumbers,
  );
}

function sameNumbers<K extends string>(a: ShownNumbers<K>, b: ShownNumbers<K>): boolean {
  if (a.spoken !== b.spoken) return false;
  return (Object.keys(a.labels) as K[]).every((key) => sameContent(a.labels[key], b.labels[key]));
}
