/** What the inspectors of nodes and wires share. */

import type { Place } from '../../../graph-core/diagnose/whole-run.ts';
import { isWaiting, type Problem } from '../../../graph-core/graph/problem.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { formatShape } from '../../widgets/format-number.ts';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { TensorGrid } from '../../widgets/tensor-grid.tsx';

/** A tensor under its title. */
export function NumbersOf({
  title,
  kind,
  tensor,
  onEdit,
}: {
  readonly title: string;
  readonly kind: 'value' | 'gradient';
  readonly tensor: Tensor;
  readonly onEdit?: ((index: number, x: number) => void) | undefined;
}) {
  return (
    <div className="inspector-numbers">
      <div className="inspector-numbers-head">
        <h3 className="panel-heading">{title}</h3>
        <span className="quiet">{formatShape(tensor.shape)}</span>
      </div>
      <TensorGrid tensor={tensor} label={title} kind={kind} onEdit={onEdit} />
    </div>
  );
}

/** What is wrong, each with its repair. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <section className="panel-section" aria-label="Problems">
      {problems.map((problem) => (
        <NoticeBox
          key={`${problem.code} ${problem.port ?? ''}`}
          danger={!isWaiting(problem)}
          text={problem.message}
          hint={problem.hint}
        />
      ))}
    </section>
  );
}

/** The question that numbers ask: where what is none comes from, why a gradient is 0. */
export function originWords(place: Place | null, gradient: Tensor | null): string {
  const isBad = gradient?.data.some((x) => !Number.isFinite(x)) ?? false;
  return place?.pass === 'gradient' && !isBad
    ? `Why is ${gradient !== null && gradient.data.length > 1 ? 'an entry of ' : ''}the gradient 0?`
    : 'Where does it come from?';
}
