/** A document with the weights of a run in it. */

import type { GraphDocument } from '../../graph/document.ts';
import { edited, setWeights } from '../../graph/edit.ts';
import { MAX_ATTR_ELEMENTS, MAX_LIST_ITEMS } from '../../graph/limits.ts';
import type { Problem } from '../../graph/problem.ts';
import type { LiveRun } from './live-run.ts';

/** The document with the weights of the run as the values its parameters start from. */
export function trainedDocument(run: LiveRun): GraphDocument {
  run.sync();
  return edited(run.plan.document, (draft) => setWeights(draft, run.weights()));
}

/** Weights that a document cannot hold are refused before the run, not after it. */
export function weightProblems(run: LiveRun): readonly Problem[] {
  const sizes = [...run.weights().values()].map(({ data }) => data.length);
  const [most, all] = [Math.max(...sizes), sizes.reduce((a, b) => a + b, 0)];
  if (most <= MAX_ATTR_ELEMENTS && all <= MAX_LIST_ITEMS) return [];
  const message = `the weights have ${all} numbers, the largest tensor ${most}; a graph holds ${MAX_LIST_ITEMS}, ${MAX_ATTR_ELEMENTS} in a tensor`;
  return [{ code: 'too-many', message, hint: 'use --checkpoint instead of --out' }];
}
