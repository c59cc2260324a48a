/** A tensor: one number, a bracketed table of numbers, or a heat map with a summary. */
import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatExact, formatNumber } from './format-number.ts';
import { HeatCanvas } from './heat-canvas.tsx';
import { describeTensor, elementAt, planHeatMap, type TensorLike } from './heat-map.ts';
import type { HeatKind } from './heat-palette.ts';
import { NumberField } from './number-field.tsx';

export interface TensorGridProps {
  readonly tensor: TensorLike;
  /** What it is, for example `W` or `gradient of W`; read by screen readers. */
  readonly label: string;
  /** Which color the numbers take; `plain` unless told. */
  readonly kind?: 'value' | 'gradient' | 'plain' | undefined;
  /** Makes small tensors editable, element by element (row-major index). */
  readonly onEdit?: ((index: number, value: number) => void) | undefined;
}

/** Rows or columns that still print as numbers; a single row may be a little longer. */
const printedSide = 6;
const printedRow = 8;
/** CSS px of a heat map. */
const largestMap = 280;
const smallestMap = 16;

export function TensorGrid({ tensor, label, kind = 'plain', onEdit }: TensorGridProps) {
  const { shape, data } = tensor;
  if (shape.length === 0) {
    return onEdit ? (
      <NumberField label={label} labelHidden value={data[0]} onChange={(x) => onEdit(0, x)} />
    ) : (
      <output
        className={`tensor-scalar tensor-${kind}`}
        aria-label={label}
        title={formatExact(data[0])}
      >
        {formatNumber(data[0])}
      </output>
    );
  }
  const printed = isPrinted(shape);
  return (
    <figure className={`tensor-grid tensor-${kind}`} aria-label={label}>
      {printed ? (
        <TensorTable tensor={tensor} label={label} onEdit={onEdit} />
      ) : (
        <TensorMap
          tensor={tensor}
          label={label}
          kind={kind === 'gradient' ? 'gradient' : 'value'}
        />
      )}
    </figure>
  );
}

/** True when a tensor of that shape shows its numbers rather than colors. */
export function isPrinted(shape: readonly number[]): boolean {
  if (shape.some((size) => size === 0)) return false;
  if (shape.length < 2) return shape.length === 0 || shape[0] <= printedRow;
  return shape.length === 2 && shape[0] <= printedSide && shape[1] <= printedSide;
}

function TensorTable({
  tensor,
  label,
  onEdit,
}: Pick<TensorGridProps, 'tensor' | 'label' | 'onEdit'>) {
  const { shape, data } = tensor;
  const columns = shape[shape.length - 1];
  const rows = shape.length === 2 ? shape[0] : 1;
  const cellName = (row: number, column: number) =>
    shape.length === 2
      ? `${label}, row ${row + 1}, column ${column + 1}`
      : `${label}, element ${column + 1}`;
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers may be wider
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null) setIsCut(element.scrollWidth > element.clientWidth);
  }, [tensor]);
  return (
    // Where numbers are cut off, the arrow keys scroll to them.
    <div ref={box} className="tensor-scroll" tabIndex={isCut ? 0 : undefined}>
      <table className="tensor-table">
        <tbody>
          {range(rows).map((row) => (
            <tr key={row}>
              {range(columns).map((column) => {
                const i = row * columns + column;
                return (
                  <td key={column} title={onEdit ? undefined : formatExact(data[i])}>
                    {onEdit ? (
                      <NumberField
                        label={cellName(row, column)}
                        labelHidden
                        value={data[i]}
                        onChange={(x) => onEdit(i, x)}
                      />
                    ) : (
                      formatNumber(data[i])
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TensorMap({
  tensor,
  label,
  kind,
}: Pick<TensorGridProps, 'tensor' | 'label'> & { readonly kind: HeatKind }) {
  const plan = planHeatMap(tensor.shape);
  const [pointed, setPointed] = useState(-1);
  const summary = useMemo(() => describeTensor(tensor), [tensor]);
  if (tensor.data.length === 0)
    return <figcaption className="tensor-summary">{summary}</figcaption>;

  const cell = Math.max(
    1,
    Math.min(24, Math.floor(largestMap / Math.max(plan.width, plan.height))),
  );
  const width = clampSide(plan.width * cell);
  const height = clampSide(plan.height * cell);

  function point(event: PointerEvent<HTMLCanvasElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * plan.width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * plan.height);
    setPointed(x >= 0 && y >= 0 && x < plan.width && y < plan.height ? elementAt(plan, x, y) : -1);
  }

  return (
    <>
      <HeatCanvas
        tensor={tensor}
        kind={kind}
        className="tensor-map"
        width={width}
        height={height}
        label={label}
        onPointerMove={point}
        onPointerLeave={() => setPointed(-1)}
      />
      <figcaption className="tensor-summary">
        {pointed >= 0 && pointed < tensor.data.length
          ? `[${placeOf(pointed, tensor.shape).join(', ')}] = ${formatExact(tensor.data[pointed])}`
          : summary}
      </figcaption>
    </>
  );
}

function clampSide(pixels: number): number {
  return Math.max(smallestMap, Math.min(largestMap, pixels));
}

/** Indices, from 0 as in PyTorch and NumPy, of a row-major position. */
function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    place.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
