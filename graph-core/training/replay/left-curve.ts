/** What is left of a run that was made another one in its past. */
import type { LossPoints } from '../look/loss-curve.ts';

/** The curve of a run as it went on before a rate was changed in its past. */
export interface LeftCurve {
  /** The step at which the other one begins. */
  readonly step: number;
  /** The rate that it went on with. */
  readonly rate: number;
  readonly curve: LossPoints;
}
