/**
 * The numbers of a derivation: factors, then the result. An element of the result that is pressed is written out below it,
 * and the elements that make it light up in the factors.
 */
import { useMemo, useState } from 'react';
import type {
  Derivation,
  DerivationGrid,
} from '../../../graph-core/explain/derivation/derivation.ts';
import { deriveElement } from '../../../graph-core/explain/derivation/derive-element.ts';
import { gridName } from '../../../graph-core/explain/derivation/print-derivation.ts';
import { formatShape } from '../../widgets/format-number.ts';
import { TensorGrid } from '../../widgets/tensor-grid.tsx';
import type { TensorMarks } from '../../widgets/tensor-table.tsx';
import { LinkedLines } from './linked-lines.tsx';
import { darken, lightPlace, showWhenWritten } from './term-places.ts';

interface NumberRowsProps {
  readonly derivation: Derivation;
  /** Tells which element of the result is written out; null for none. */
  readonly onElement?: (element: number | null) => void;
}

const NOTHING: ReadonlySet<number> = new Set();

export function NumberRows({ derivation, onElement }: NumberRowsProps) {
  const { grids, rule, terms } = derivation;
  const [picked, setPicked] = useState<number | null>(null);
  const element = useMemo(
    () => (picked === null ? null : deriveElement(derivation, picked)),
    [derivation, picked],
  );
  const last = grids.length - 1;
  const isPickable = rule !== null && (grids[last]?.tensor.data.length ?? 0) > 1;
  const pick = (index: number): void => {
    const next = index === picked ? null : index;
    setPicked(next);
    onElement?.(next);
  };
  return (
    <section className="panel-section step-numbers" aria-label="Numbers">
      {grids.map((grid, i) => (
        <NumberRow
          key={`${grid.caption} ${gridName(grid.formula, terms)}`}
          grid={grid}
          name={gridName(grid.formula, terms)}
          marks={
            isPickable
              ? {
                  lit: element?.lit[i] ?? NOTHING,
                  picked: i === last ? picked : null,
                  onPick: i === last ? pick : undefined,
                }
              : undefined
          }
        />
      ))}
      {element !== null && (
        <div className="card formula-card step-element" aria-live="polite">
          <LinkedLines lines={element.lines} terms={element.terms} />
          {element.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      {isPickable && element === null && (
        <p className="quiet">Press an element of the last table to see what it is made of.</p>
      )}
    </section>
  );
}

interface NumberRowProps {
  readonly grid: DerivationGrid;
  readonly name: string;
  readonly marks: TensorMarks | undefined;
}

/** One number in a line with its name, a tensor below its name and shape. */
function NumberRow({ grid: { caption, tensor, pass, place }, name, marks }: NumberRowProps) {
  const isSingle = tensor.data.length === 1;
  const isNamed = /^(upstream|factor)$/.test(caption);
  const label = isNamed ? `${caption} ${name}` : caption;
  const words = `${label}${isSingle ? '' : ` ${formatShape(tensor.shape)}`}`;
  return (
    <div
      className={isSingle ? 'step-row single' : 'step-row'}
      onPointerEnter={() => lightPlace(place)}
      onPointerLeave={darken}
    >
      {place === null ? (
        <span className="quiet">{words}</span>
      ) : (
        <button
          type="button"
          className="link-button quiet step-place"
          title="Show when this was written"
          onFocus={() => lightPlace(place)}
          onBlur={darken}
          onClick={() => showWhenWritten(place)}
        >
          {words}
        </button>
      )}
      <TensorGrid tensor={tensor} label={label} kind={pass} marks={marks} />
    </div>
  );
}
