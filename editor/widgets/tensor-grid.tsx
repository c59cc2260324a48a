/** A tensor: one number, a bracketed table of numbers, or, where it is larger, what every number is read with. */
import { useState } from 'react';
import { ExactTip } from './exact-tip.tsx';
import { formatExact, formatNumber } from './format-number.ts';
import { describeTensor, type TensorLike } from './heat-map.ts';
import { Later } from './later.tsx';
import { loadTensorReader } from './load-tensor-reader.ts';
import { NumberField } from './number-field.tsx';
import { type TensorMarks, TensorTable } from './tensor-table.tsx';

export interface TensorGridProps {
  readonly tensor: TensorLike;
  /** What it is, for example `W` or `gradient of W`; read by screen readers. */
  readonly label: string;
  /** Which color the numbers take; `plain` unless told. */
  readonly kind?: 'value' | 'gradient' | 'plain' | undefined;
  /** Makes small tensors editable, element by element (row-major index). */
  readonly onEdit?: ((index: number, value: number) => void) | undefined;
  /** Elements that are marked, and what a press on one does. */
  readonly marks?: TensorMarks | undefined;
}

/** Rows or columns that still print as numbers; a single row may be a little longer. */
const printedSide = 6;
const printedRow = 8;

export function TensorGrid({ tensor, label, kind = 'plain', onEdit, marks }: TensorGridProps) {
  const { shape, data } = tensor;
  if (shape.length === 0) {
    return onEdit ? (
      <NumberField label={label} labelHidden value={data[0]} onChange={(x) => onEdit(0, x)} />
    ) : (
      <PrintedScalar value={data[0]} label={label} kind={kind} />
    );
  }
  if (data.length === 0) {
    return <p className="tensor-summary">{describeTensor(tensor)}</p>;
  }
  const printed = isPrinted(shape);
  return (
    <figure className={`tensor-grid tensor-${kind}`} aria-label={label}>
      {printed ? (
        <TensorTable tensor={tensor} label={label} onEdit={onEdit} marks={marks} />
      ) : (
        <Later
          what="The numbers"
          load={loadTensorReader}
          props={{
            tensors: [{ tensor, label, kind: kind === 'gradient' ? 'gradient' : 'value' }],
            marks,
          }}
          meanwhile={<figcaption className="tensor-summary">{describeTensor(tensor)}</figcaption>}
        />
      )}
    </figure>
  );
}

/** One number, short; every digit is at hand by pointing, focus and touch where there are more. */
function PrintedScalar({ value, label, kind }: { value: number; label: string; kind: string }) {
  const [read, setRead] = useState<HTMLElement | null>(null);
  const [text, exact] = [formatNumber(value), formatExact(value)];
  const readIt = ({ currentTarget }: { currentTarget: HTMLElement }): void =>
    setRead(currentTarget);
  const letGo = (): void => setRead(null);
  return (
    <>
      <output
        className={`tensor-scalar tensor-${kind}`}
        aria-label={label}
        tabIndex={text === exact ? undefined : 0}
        onFocus={readIt}
        onBlur={letGo}
        onPointerEnter={readIt}
        onPointerLeave={letGo}
      >
        <span aria-hidden="true">{text}</span>
        <span className="visually-hidden">{exact}</span>
      </output>
      <ExactTip of={text === exact ? null : read} text={exact} />
    </>
  );
}

/** True when a tensor of that shape shows its numbers rather than colors. */
export function isPrinted(shape: readonly number[]): boolean {
  if (shape.some((size) => size === 0)) return false;
  if (shape.length < 2) return shape.length === 0 || shape[0] <= printedRow;
  return shape.length === 2 && shape[0] <= printedSide && shape[1] <= printedSide;
}
