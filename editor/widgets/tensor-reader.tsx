/**
 * Any number of a tensor can be read here: a map with its scale, the cells around the one that is
 * pointed at, its place and every digit. Pointing reads, a press pins, keys move, Escape lets go.
 * Tensors of one shape, a value and its gradient, are read at the same place.
 */
import './tensor-reader.css';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { formatExact } from './format-number.ts';
import { describeNumbers, describeTensor, summarizeTensor, type TensorLike } from './heat-map.ts';
import type { HeatKind } from './heat-palette.ts';
import { MagnifiedGrid } from './magnified-grid.tsx';
import { PlaceField } from './place-field.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { TensorMap } from './tensor-map.tsx';
import {
  placeAfterKey,
  placeOf,
  spokenPlace,
  strongestElement,
  windowAround,
} from './tensor-place.ts';
import type { TensorMarks } from './tensor-table.tsx';
import { type PointedElement, usePointedElement } from './use-pointed-element.ts';

/** One tensor that is read. */
export interface ReadTensor {
  readonly tensor: TensorLike;
  readonly kind: HeatKind;
  /** For screen readers: `gradient of W`. */
  readonly label: string;
  /** Stands above it where several are read. */
  readonly head?: ReactNode;
}

export interface TensorReaderProps {
  /** At least one; all of one shape, none empty. */
  readonly tensors: readonly ReadTensor[];
  /** Elements that are marked, and what pinning one does. */
  readonly marks?: TensorMarks | undefined;
}

/** Cells of the magnified grid around the place; a whole matrix may be a little higher. */
const around = { rows: 4, columns: 5 };
const whole = { rows: 8, columns: 5 };

export function TensorReader({ tensors, marks }: TensorReaderProps) {
  const { shape, data } = tensors[0].tensor;
  const strongest = useMemo(() => strongestElement(tensors[0].tensor), [tensors]);
  const own = usePointedElement(strongest, data.length);
  const pin = (index: number): void => {
    own.pin(index);
    marks?.onPick?.(index);
  };
  const pointed = { ...own, pin };
  return (
    <div className="tensor-reader">
      {tensors.map(({ tensor, kind, label, head }, i) => (
        <div key={kind} className={`tensor-side tensor-${kind}`}>
          {head}
          <TensorSide {...{ tensor, kind, label, pointed, marks }} />
          <p className="tensor-read">
            {i === 0 ? (
              <PlaceField shape={shape} index={pointed.index} onPlace={pointed.pin} />
            ) : (
              <span className="quiet">[{placeOf(pointed.index, shape).join(', ')}]</span>
            )}
            = <output>{formatExact(tensor.data[pointed.index])}</output>
            {i === 0 && (
              <span className="quiet tensor-read-why">
                {pointed.isPinned
                  ? 'pinned: arrow keys move, Escape lets go'
                  : pointed.index === strongest
                    ? 'the largest; point at others'
                    : 'press to pin'}
              </span>
            )}
          </p>
        </div>
      ))}
    </div>
  );
}

interface TensorSideProps extends ReadTensor {
  readonly pointed: PointedElement;
  readonly marks: TensorMarks | undefined;
}

/** The map with its scale, if there are more cells than the grid holds, and the grid. */
function TensorSide({ tensor, kind, label, pointed, marks }: TensorSideProps) {
  const { shape, data } = tensor;
  const summary = useMemo(() => summarizeTensor(tensor), [tensor]);
  const { index } = pointed;
  const isWhole = isReadWhole(shape);
  // Long row indices take the room of a column.
  const columns = (shape.at(-2) ?? 1) > 1000 ? around.columns - 1 : around.columns;
  const cells = windowAround(index, shape, isWhole ? whole : { rows: around.rows, columns });
  const grid = (
    <MagnifiedGrid
      tensor={tensor}
      kind={kind}
      cells={cells}
      index={index}
      scale={summary.scale}
      lit={marks?.lit}
      onPick={pointed.pin}
    />
  );
  const slider = {
    role: 'slider',
    tabIndex: 0,
    'aria-label': `${label}: ${describeTensor(tensor, summary)}`,
    'aria-valuemin': 0,
    'aria-valuemax': data.length - 1,
    'aria-valuenow': index,
    'aria-valuetext': `${spokenPlace(index, shape)}: ${formatExact(data[index])}`,
    onKeyDown: (event: KeyboardEvent) => moveByKey(event, shape, pointed),
  } as const;
  if (isWhole) {
    return (
      <div className="magnified-box" {...slider}>
        {grid}
      </div>
    );
  }
  return (
    <>
      <TensorMap
        tensor={tensor}
        kind={kind}
        scale={summary.scale}
        pointed={pointed}
        lit={marks?.lit}
        slider={slider}
      />
      <ScaleBar kind={kind} scale={summary.scale} />
      <p className="tensor-summary">{describeNumbers(summary)}</p>
      {shape.length > 2 && (
        <p className="tensor-summary">
          matrix [{[...placeOf(index, shape).slice(0, -2), ':', ':'].join(', ')}]
        </p>
      )}
      {grid}
    </>
  );
}

/** True when the grid holds all of a tensor, so that no map is needed. */
function isReadWhole(shape: readonly number[]): boolean {
  const [columns, rows = 1] = [...shape].reverse();
  return shape.length <= 2 && rows <= whole.rows && (columns ?? 1) <= whole.columns;
}

function moveByKey(event: KeyboardEvent, shape: readonly number[], pointed: PointedElement): void {
  if (event.key === 'Escape') {
    if (!pointed.isPinned) return;
    pointed.letGo();
  } else if (event.key === 'Enter' || event.key === ' ') pointed.pin(pointed.index);
  else {
    if (event.altKey || event.shiftKey) return;
    const next = placeAfterKey(pointed.index, shape, event);
    if (next === null) return;
    pointed.pin(next);
  }
  event.preventDefault();
  event.stopPropagation();
}
