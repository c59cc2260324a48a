/**
 * The first step of a run at which something is so. What lasts once it has come is found by halving: the run is put at the
 * middle of what is left, again and again. The rest is looked up in what was recorded, and the answer says so.
 */
import type { NodeId } from '../../graph/document.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { NodeOutputs } from '../look/node-outputs.ts';
import { Score } from '../look/score.ts';
import type { RunScores } from '../look/score-board.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import type { LossTape } from './loss-tape.ts';

/** What is looked for. */
export type StepCondition =
  /** A parameter or the loss is no finite number. */
  | { readonly kind: 'not-finite' }
  /** The loss is so many times its lowest so far. */
  | { readonly kind: 'loss-rises'; readonly factor: number }
  /** So much is right: of what is held out, else of the rows learned from. */
  | { readonly kind: 'accuracy'; readonly share: number }
  /** A unit of a node says 0 to every row learned from. */
  | { readonly kind: 'dead'; readonly node: NodeId; readonly unit: number };

/** The answer. */
export interface FirstStep {
  readonly condition: StepCondition;
  /** Updates made before; null where it has not come so far. */
  readonly step: number | null;
  /** How it was found: by halving, among all losses, or among the scores of reports and by halving between two of them. */
  readonly how: 'halving' | 'losses' | 'scores';
  /** Why there is no answer, in a few words; empty otherwise. */
  readonly refusal: string;
}

/** What was recorded of a run. */
export interface RunRecords {
  readonly tape: LossTape;
  readonly scores: RunScores | null;
}

/** Finds it, within the steps that were done; the run is left at the step, or where it was. */
export function firstStep(run: LiveRun, condition: StepCondition, records: RunRecords): FirstStep {
  const before = run.step;
  const answer = find(run, condition, records);
  run.goTo(answer.step ?? before);
  return answer;
}

function find(run: LiveRun, condition: StepCondition, { tape, scores }: RunRecords): FirstStep {
  const answer = (step: number | null, how: FirstStep['how'], refusal = ''): FirstStep => ({
    ...{ condition, step, how, refusal },
  });
  switch (condition.kind) {
    case 'not-finite': {
      const recorded = notFinite(tape);
      const step = halved(run, [0, run.lastStep], () => !isSound(run));
      return answer(step === null ? recorded : Math.min(step, recorded ?? step), 'halving');
    }
    case 'loss-rises':
      return answer(risen(tape, condition.factor), 'losses');
    case 'accuracy':
      return accurate(run, condition.share, scores, answer);
    case 'dead': {
      const { feeding } = run.plan;
      const unit = feeding === null ? null : unitOver(run, feeding, condition.node);
      if (unit === null) return answer(null, 'halving', 'the unit says nothing for a row alone');
      const isDead = (): boolean => unit(condition.unit).every((x) => x === 0);
      return answer(halved(run, [0, run.lastStep], isDead), 'halving');
    }
    default:
      return condition satisfies never;
  }
}

/** The first step in (low, high] at which it is so, where it is so at `high` and stays so; low itself where it is so there. */
function halved(run: LiveRun, range: readonly [number, number], is: () => boolean): number | null {
  const at = (step: number): boolean => {
    run.goTo(step);
    run.sync();
    return is();
  };
  let [low, high] = range;
  if (!at(high)) return null;
  if (at(low)) return low;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (at(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const isSound = (run: LiveRun): boolean =>
  [...run.weights().values()].every(({ data }: Tensor) => data.every(Number.isFinite));

function notFinite(tape: LossTape): number | null {
  for (let step = tape.begin; step < tape.length; step++) {
    if (!Number.isFinite(tape.at(step))) return step;
  }
  return null;
}

/** The first step whose loss is so many times the lowest one before it. */
function risen(tape: LossTape, factor: number): number | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (let step = tape.begin; step < tape.length; step++) {
    const loss = tape.at(step);
    if (lowest > 0 && loss >= factor * lowest) return step;
    lowest = Math.min(lowest, loss);
  }
  return null;
}

function accurate(
  run: LiveRun,
  share: number,
  scores: RunScores | null,
  answer: (step: number | null, how: FirstStep['how'], refusal?: string) => FirstStep,
): FirstStep {
  const { feeding } = run.plan;
  if (scores === null || feeding === null || feeding.decision === null) {
    return answer(null, 'scores', 'nothing is classified');
  }
  const { step, testAccuracy, trainingAccuracy } = scores.history;
  const accuracies = scores.test === null ? trainingAccuracy : testAccuracy;
  const at = accuracies.findIndex((accuracy) => accuracy >= share);
  if (at < 0) return answer(null, 'scores');
  const examples = scores.test === null ? feeding.dataset : (feeding.data.test ?? feeding.dataset);
  const score = Score.of(run.reference, examples);
  const passes = (): boolean => {
    score.begin();
    while (!score.isComplete) score.advance();
    return (score.result().accuracy ?? 0) >= share;
  };
  const low = at === 0 ? 0 : step[at - 1];
  return answer(halved(run, [low, step[at]], passes) ?? step[at], 'scores');
}

/** What a unit of a node says to every row; null where a row does not decide it alone. */
function unitOver(
  run: LiveRun,
  { dataset }: Feeding,
  node: NodeId,
): ((unit: number) => Float64Array) | null {
  const outputs = NodeOutputs.forRows(run.reference, dataset.size, [node]);
  if (outputs === null) return null;
  return (unit) => {
    outputs.compute(dataset.features);
    const width = outputs.widthOf(node);
    const numbers = outputs.of(node);
    return Float64Array.from({ length: dataset.size }, (_, row) => numbers[row * width + unit]);
  };
}
