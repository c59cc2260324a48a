/** uPlot, loaded with the first plot. */
import type uPlot from 'uplot';

/** What makes a plot. */
export type Draw = typeof uPlot;

let loading: Promise<Draw> | null = null;

/** Loads uPlot and its style sheet once; a failed load may be tried again. */
export function loadPlot(): Promise<Draw> {
  loading ??= Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(
    ([module]) => module.default,
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}
