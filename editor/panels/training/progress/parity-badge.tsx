/** Whether the compiled loop does what was stepped through: a badge that opens into its numbers. */
import { useStore } from 'zustand';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import type { TrainingMessage } from '../../../../graph-core/worker/messages/protocol.ts';
import { askRun } from '../../../run/computation.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { preferenceStore } from '../../../state/look/preferences.ts';
import { Checkbox } from '../../../widgets/checkbox.tsx';
import { formatNumber } from '../../../widgets/format-number.ts';

type ParityBadgeProps = Pick<
  TrainingMessage,
  'engine' | 'fused' | 'threads' | 'parity' | 'refusal' | 'shownByInterpreter'
>;

export function ParityBadge(props: ParityBadgeProps) {
  const { engine, fused, threads, parity, refusal, shownByInterpreter } = props;
  if (parity === null) {
    return <span className="badge">trained by the interpreter: {refusal}</span>;
  }
  return (
    <details
      className="parity"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && parity.gradients === null) askRun('compare-gradients');
      }}
    >
      <summary className={engine === 'compiled' ? 'badge' : 'badge parity-failed'}>
        {engine === 'compiled' ? (
          <span>
            ✓
            <span className="parity-words">
              {' '}
              one compiled loop{threads > 1 && ` on ${threads} threads`}
              <span className="parity-claim">, equal to the stepped graph</span>
            </span>
          </span>
        ) : (
          'compiled loop disagrees; the interpreter trains'
        )}
      </summary>
      <div className="parity-table">
        <ParityTable parity={parity} />
        {shownByInterpreter !== '' && (
          <p>Scores and pictures come from the interpreter: {shownByInterpreter}.</p>
        )}
        {fused !== null && <Arithmetic fused={fused} />}
      </div>
    </details>
  );
}

/** Whether a product and a sum are rounded once or twice. */
function Arithmetic({ fused }: { readonly fused: boolean }) {
  return (
    <Checkbox
      className="parity-arithmetic"
      checked={fused}
      onChange={(fusedArithmetic) => preferenceStore.setState({ fusedArithmetic })}
    >
      <span>
        Fused multiply-add: up to a quarter faster, but the last digits differ between machines. The
        run begins anew.
      </span>
    </Checkbox>
  );
}

type Parity = NonNullable<TrainingMessage['parity']>;

function ParityTable({ parity }: { readonly parity: Parity }) {
  const document = useStore(documentStore, (state) => state.document);
  const { steps, rows, unsettled, bound } = parity;
  return (
    <>
      <p className="quiet">
        Before training, {steps} {steps === 1 ? 'step was' : 'steps were'} done by both from the
        same weights. Largest difference, relative to numbers above 1; f32 is expected to keep it
        below {formatNumber(bound, { digits: 2 })}.
      </p>
      <dl className="rows">
        <Difference of="loss" apart={parity.loss} bound={bound} />
        <Difference of="gradients" apart={parity.gradients} bound={bound} />
        <Difference of="parameters" apart={parity.parameters} bound={bound} />
        {parity.state !== null && (
          <Difference of="optimizer’s state" apart={parity.state} bound={bound} />
        )}
      </dl>
      <table className="parity-rows">
        <caption className="visually-hidden">Largest difference of each parameter</caption>
        <thead>
          <tr>
            <th scope="col">parameter</th>
            <th scope="col">gradient</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ node, gradient, parameter }) => (
            <tr key={node}>
              <th scope="row">{nodeLabel(document, node)}</th>
              <td>{gradient === null ? '…' : formatNumber(gradient, { digits: 2 })}</td>
              <td>{formatNumber(parameter, { digits: 2 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unsettled > 0 && (
        <p className="quiet">
          Left out: {unsettled} {unsettled === 1 ? 'weight' : 'weights'} whose gradient is below the
          rounding of f32. An optimizer that divides by the size of the gradient makes a full step
          of it.
        </p>
      )}
    </>
  );
}

function Difference({
  of,
  apart,
  bound,
}: {
  readonly of: string;
  readonly apart: number | null;
  readonly bound: number;
}) {
  return (
    <div>
      <dt>{of}</dt>
      <dd>
        {apart === null ? 'being compared' : formatNumber(apart, { digits: 2 })}
        {apart !== null && (apart <= bound ? ' ✓' : ' ✗ above the bound')}
      </dd>
    </div>
  );
}
