/** A small tensor in brackets, its numbers in columns, indices at the edges; each number may be a field. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { formatExact } from './format-number.ts';
import type { TensorLike } from './heat-map.ts';
import { alignAtPoint, cellFormat } from './matrix-cells.ts';
import { NumberField } from './number-field.tsx';

export interface TensorTableProps {
  /** A vector, which is one row, or a matrix; not empty. */
  readonly tensor: TensorLike;
  readonly label: string;
  readonly onEdit?: ((index: number, value: number) => void) | undefined;
}

export function TensorTable({ tensor, label, onEdit }: TensorTableProps) {
  const { shape, data } = tensor;
  const columns = range(shape[shape.length - 1]);
  const rows = range(shape.length === 2 ? shape[0] : 1);
  const format = cellFormat(Array.from(data), { digits: 4, widest: 9 });
  const texts = columns.map((column) =>
    alignAtPoint(rows.map((row) => format(data[row * columns.length + column]))),
  );
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers may be wider
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null) setIsCut(element.scrollWidth > element.clientWidth);
  }, [tensor]);

  function cell(row: number, column: number): ReactNode {
    const i = row * columns.length + column;
    if (onEdit === undefined) {
      return (
        <td key={column} title={formatExact(data[i])}>
          {texts[column][row]}
        </td>
      );
    }
    // Counted from 0, as at the edges and in PyTorch and NumPy.
    const place = shape.length === 2 ? `row ${row}, column ${column}` : `element ${column}`;
    return (
      <td key={column}>
        <NumberField
          label={`${label}, ${place}`}
          labelHidden
          value={data[i]}
          onChange={(x) => onEdit(i, x)}
        />
      </td>
    );
  }

  return (
    // Where numbers are cut off, the arrow keys scroll to them.
    <div ref={box} className="tensor-scroll" tabIndex={isCut ? 0 : undefined}>
      <table className="tensor-table">
        {data.length > 1 && <ColumnIndices columns={columns} hasRows={shape.length > 1} />}
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {data.length > 1 && shape.length > 1 && (
                <td className="tensor-edge" aria-hidden="true">
                  {row}
                </td>
              )}
              {columns.map((column) => cell(row, column))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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
