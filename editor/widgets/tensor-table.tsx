/** A small tensor in brackets, its numbers in columns, indices at the edges; each number may be a field. */
import './tensor-table.css';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { ExactTip } from './exact-tip.tsx';
import { formatExact } from './format-number.ts';
import type { TensorLike } from './heat-map.ts';
import { alignAtPoint, matrixCells } from './matrix-cells.ts';
import { NumberField } from './number-field.tsx';
import { placeAfterKey } from './tensor-place.ts';

export interface TensorTableProps {
  /** A vector, which is one row, or a matrix; not empty. */
  readonly tensor: TensorLike;
  readonly label: string;
  readonly onEdit?: ((index: number, value: number) => void) | undefined;
  /** Elements that are marked, and what a press on one does. */
  readonly marks?: TensorMarks | undefined;
}

/** Elements that take part in something, and the one that it is about. */
export interface TensorMarks {
  readonly lit: ReadonlySet<number>;
  readonly picked: number | null;
  /** An element was pressed; absent where none is to be. */
  readonly onPick?: ((index: number) => void) | undefined;
}

export function TensorTable({ tensor, label, onEdit, marks }: TensorTableProps) {
  const { shape, data } = tensor;
  const columns = range(shape[shape.length - 1]);
  const rows = range(shape.length === 2 ? shape[0] : 1);
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers may be wider
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null) setIsCut(element.scrollWidth > element.clientWidth);
  }, [tensor]);
  const edges = data.length > 1;
  const body = (cell: (index: number) => ReactNode): ReactNode => (
    <>
      {edges && <ColumnIndices columns={columns} hasRows={shape.length > 1} />}
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            {edges && shape.length > 1 && (
              <td className="tensor-edge" aria-hidden="true">
                {row}
              </td>
            )}
            {columns.map((column) => cell(row * columns.length + column))}
          </tr>
        ))}
      </tbody>
    </>
  );
  return (
    // Where fields are cut off, the arrow keys scroll to them.
    <div ref={box} className="tensor-scroll" tabIndex={isCut && onEdit ? 0 : undefined}>
      {onEdit === undefined ? (
        <PrintedTable tensor={tensor} label={label} body={body} marks={marks} />
      ) : (
        <table className="tensor-table">
          {body((i) => (
            <td key={i}>
              <NumberField
                label={`${label}, ${placeInWords(i, shape)}`}
                labelHidden
                value={data[i]}
                onChange={(x) => onEdit(i, x)}
              />
            </td>
          ))}
        </table>
      )}
    </div>
  );
}

interface PrintedTableProps extends Pick<TensorTableProps, 'tensor' | 'label' | 'marks'> {
  readonly body: (cell: (index: number) => ReactNode) => ReactNode;
}

/** Numbers to be read: every digit of one by pointing at it, by the arrow keys, by a touch. */
function PrintedTable({ tensor, label, body, marks }: PrintedTableProps) {
  const { shape, data } = tensor;
  const [read, setRead] = useState<HTMLElement | null>(null);
  const [entry, setEntry] = useState(0);
  const { texts, factor } = cellTexts(tensor);
  const current = Math.min(entry, data.length - 1);
  const letGo = (): void => setRead(null);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (event.key === 'Escape' && read !== null) letGo();
    else if (isPress && marks?.onPick !== undefined) marks.onPick(current);
    else {
      const next = placeAfterKey(current, shape, event);
      if (next === null) return;
      setEntry(next);
      event.currentTarget.querySelectorAll<HTMLElement>('[role="gridcell"]')[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const cell = (i: number): ReactNode => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Space are keys of the whole table
    <td
      key={i}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell that takes the focus is one of a grid
      role="gridcell"
      tabIndex={i === current ? 0 : -1}
      className={markOf(marks, i)}
      aria-selected={marks?.onPick === undefined ? undefined : marks.picked === i}
      aria-label={`${placeInWords(i, shape)}: ${formatExact(data[i])}${marks?.lit.has(i) === true ? ', takes part' : ''}`}
      data-exact={formatExact(data[i])}
      onFocus={({ currentTarget }) => {
        setEntry(i);
        setRead(currentTarget);
      }}
      onBlur={letGo}
      onPointerEnter={({ currentTarget }) => setRead(currentTarget)}
      onClick={() => marks?.onPick?.(i)}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && letGo()}
    >
      {texts[i]}
    </td>
  );
  return (
    <>
      {factor !== '' && <span className="tensor-factor">{factor} ×</span>}
      <table
        className="tensor-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are walked by keys
        role="grid"
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        {body(cell)}
      </table>
      <ExactTip of={read} text={read?.dataset.exact ?? ''} />
    </>
  );
}

/** How a marked element looks: `picked`, `lit`; a press leads on where it is `pickable`. */
function markOf(marks: TensorMarks | undefined, index: number): string | undefined {
  if (marks === undefined) return undefined;
  const { lit, picked, onPick } = marks;
  const look = picked === index ? 'picked' : lit.has(index) ? 'lit' : '';
  return onPick === undefined ? look : `${look} pickable`;
}

/** Texts in row-major order, with their points in line, and what all are multiplied by. */
function cellTexts({ shape, data }: TensorLike): { texts: readonly string[]; factor: string } {
  const width = shape[shape.length - 1];
  const { rows, factor } = matrixCells(data, width);
  const columns = range(width).map((column) => alignAtPoint(rows.map((row) => row[column])));
  return { texts: rows.flatMap((row, r) => row.map((_, column) => columns[column][r])), factor };
}

/** Counted from 0, as at the edges and in PyTorch and NumPy. */
function placeInWords(index: number, shape: readonly number[]): string {
  const width = shape[shape.length - 1];
  const column = index % width;
  return shape.length === 2
    ? `row ${Math.floor(index / width)}, column ${column}`
    : `element ${column}`;
}

interface ColumnIndicesProps {
  readonly columns: readonly number[];
  readonly hasRows: boolean;
}

function ColumnIndices({ columns, hasRows }: ColumnIndicesProps) {
  return (
    <thead aria-hidden="true">
      <tr>
        {hasRows && <td className="tensor-edge" />}
        {columns.map((column) => (
          <td key={column} className="tensor-edge">
            {column}
          </td>
        ))}
      </tr>
    </thead>
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
