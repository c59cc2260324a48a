/** Whether the compiled loop does what was stepped through: a badge that opens into its numbers. */
import type { TrainingMessage } from '../../../graph-core/worker/protocol.ts';
import { formatNumber } from '../../widgets/format-number.ts';

type ParityBadgeProps = Pick<TrainingMessage, 'engine' | 'parity' | 'refusal'>;

export function ParityBadge({ engine, parity, refusal }: ParityBadgeProps) {
  if (parity === null) {
    return <span className="badge">trained by the interpreter: {refusal}</span>;
  }
  return (
    <details className="parity">
      <summary className={engine === 'compiled' ? 'badge' : 'badge parity-failed'}>
        {engine === 'compiled'
          ? '✓ one compiled loop, equal to the stepped graph'
          : 'compiled loop disagrees; the interpreter trains'}
      </summary>
      <div className="parity-table">
        <p className="quiet">
          Before training, {parity.steps} {parity.steps === 1 ? 'step was' : 'steps were'} done by
          both from the same weights. Largest difference, relative to numbers above 1:
        </p>
        <dl className="rows">
          <div>
            <dt>loss</dt>
            <dd>{formatNumber(parity.loss, { digits: 2 })}</dd>
          </div>
          <div>
            <dt>parameters</dt>
            <dd>{formatNumber(parity.parameters, { digits: 2 })}</dd>
          </div>
          <div>
            <dt>expected of f32</dt>
            <dd>≤ {formatNumber(parity.bound, { digits: 2 })}</dd>
          </div>
        </dl>
      </div>
    </details>
  );
}
