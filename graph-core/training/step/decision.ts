/**
 * Which class an output of the network stands for: read off what the labels become before they are compared, so
 * that scores speak of the labels of the data whatever the graph makes of them.
 */

import type { Dataset } from '../../datasets/generated/dataset.ts';
import { nodeLabel } from '../../graph/document.ts';
import { MAX_CLASSES } from '../../graph/limits.ts';
import type { Comparison } from '../../infer/target-comparison.ts';
import { Executor } from '../../interpret/executor.ts';
import { flatten } from '../../program/flatten.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { batchFeeds, type FeedLayout } from './batch-feeds.ts';

/** How classes are told: the largest of several outputs, or on which side of a threshold a single one is. */
export interface Decision {
  readonly threshold: number;
  /** The class above the threshold. */
  readonly above: 0 | 1;
}

/** The decision for `width` outputs a row, or in a few words why there is none. */
export function decisionFor(
  feeding: FeedLayout,
  comparison: Comparison,
  width: number,
): Decision | string {
  const classes = feeding.dataset.classes ?? 0;
  const label = nodeLabel(feeding.document, comparison.targets);
  if (classes > MAX_CLASSES) return `${classes} classes are more than ${MAX_CLASSES}`;
  const codes = labelCodes(feeding, comparison, classes);
  if (codes === null) return `${label} has no value for its ${classes} labels`;
  const became = nodeLabel(feeding.document, comparison.target);
  const target = comparison.target === comparison.targets ? label : `${became}, made of ${label},`;
  if (width > 1) {
    return codes.every((code, k) =>
      comparison.comparesIndices ? code[0] === k : marks(code, width) === k,
    )
      ? { threshold: 0, above: 1 }
      : `${target} does not mark class k in place k of ${width}, as oneHot would`;
  }
  if (codes.length !== 2 || codes.some((code) => code.length !== 1)) {
    return `${nodeLabel(feeding.document, comparison.prediction)} is one number for ${classes} classes; make it ${classes} scores`;
  }
  const [[no], [yes]] = codes;
  const said = `${target} is ${no} and ${yes} for the two classes`;
  if (no === yes) return said;
  const above = yes > no ? 1 : 0;
  switch (comparison.relation) {
    case 'product':
      return no === -yes ? { threshold: 0, above } : `${said} and is multiplied; make it -1 and 1`;
    case 'other':
      return `${said}, and how it is compared is not known; use a loss operation, or subtract`;
    case 'difference': {
      const middle = (no + yes) / 2;
      // The logistic function of the threshold lies in the middle.
      if (comparison.port !== 'logits') return { threshold: middle, above };
      return middle > 0 && middle < 1
        ? { threshold: Math.log(middle / (1 - middle)), above }
        : `${said}; make it 0 and 1`;
    }
    default:
      comparison.relation satisfies never;
      return said;
  }
}

/** True when the targets reach the comparison as the numbers they are in the data. */
export function keepsTargets(feeding: FeedLayout, comparison: Comparison): boolean {
  if (comparison.target === comparison.targets) return true;
  const rows = Math.min(feeding.batch, feeding.dataset.size);
  const fedTargets = targetValue(
    feeding,
    comparison,
    Array.from({ length: rows }, (_, i) => i),
  );
  if (fedTargets?.data.length !== rows) return false;
  return fedTargets.data.every((number, i) => {
    const wanted = feeding.dataset.targets[i];
    return Math.abs(number - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
  });
}

/** What each label becomes: a row of numbers each. */
function labelCodes(
  feeding: FeedLayout,
  comparison: Comparison,
  classes: number,
): number[][] | null {
  // A graph of batches of one size gets as many rows as it takes.
  for (const count of [classes, feeding.batch]) {
    if (count < classes) continue;
    const labels: Dataset = {
      size: count,
      width: feeding.dataset.width,
      classes,
      features: new Float64Array(count * feeding.dataset.width),
      targets: Float64Array.from({ length: count }, (_, i) => Math.min(i, classes - 1)),
    };
    const rows = Array.from({ length: count }, (_, i) => i);
    const became = targetValue({ ...feeding, dataset: labels }, comparison, rows);
    if (became === null || became.shape[0] !== count) continue;
    const width = became.data.length / count;
    return Array.from({ length: classes }, (_, k) => [
      ...became.data.subarray(k * width, (k + 1) * width),
    ]);
  }
  return null;
}

function targetValue(
  feeding: FeedLayout,
  { target }: Comparison,
  rows: readonly number[],
): Tensor | null {
  const { program, sources } = flatten(feeding.document, batchFeeds(feeding, rows));
  const value = program.nodes.get(target);
  if (value === undefined) return null;
  const executor = new Executor(program, sources, [value]);
  return executor.run().length > 0 ? null : executor.value(value);
}

/** The place of the largest number; -1 where there are two, or not `width` of them. */
function marks(code: readonly number[], width: number): number {
  if (code.length !== width) return -1;
  const most = Math.max(...code);
  const place = code.indexOf(most);
  return code.indexOf(most, place + 1) < 0 ? place : -1;
}
