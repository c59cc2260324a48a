/** What does the steps of a run. Two do: the interpreter in f64, and the compiled loop in f32. */
import type { NodeId } from '../../graph/document.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TrainingStep } from '../step/training-step.ts';

/**
 * One run at some step. Both engines begin at the same weights and take the same batches, so that one can go on
 * where the other was, and each can be held against the other.
 */
export interface StepEngine {
  /** The step it does, again and again. */
  readonly definition: TrainingStep;
  /** Steps done since the initial weights. */
  readonly step: number;
  /** Passes over the data done. */
  readonly epoch: number;
  /** Loss of the batch of the last step, before its update; NaN before the first. */
  readonly loss: number;
  /** The learning rate from the next step on, before the schedule changes it. */
  set rate(rate: number);
  /** Does so many steps, one when absent; gives the loss of the last one. */
  advance(steps?: number): number;
  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void;
  /** To a step, with the variables of then by value number; the same batches follow. */
  restore(step: number, variables: ReadonlyMap<number, Tensor>): void;
  /** The parameters as they are now; to be read before the next step. */
  weights(): ReadonlyMap<NodeId, Tensor>;
  /** Parameters and state of the optimizer by value number; to be read before the next step. */
  variables(): ReadonlyMap<number, Tensor>;
}
