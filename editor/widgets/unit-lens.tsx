/** One unit of a node looked at closely: its value over the inputs, the examples on it, and all others to go to. */
import './unit-lens.css';
import { useId, useMemo } from 'react';
import { formatNumber } from './format-number.ts';
import { LensFrame, type LensWindow } from './lens-frame.tsx';
import { type UnitScale, unitScale } from './unit-painter.ts';
import { UnitPicture } from './unit-picture.tsx';
import { type UnitExtent, type UnitPoint, UnitReading } from './unit-reading.tsx';

/** All units of a node that have a picture. */
export interface UnitsOfNode {
  /** Units there are. */
  readonly count: number;
  /** Pictures, one after the other. */
  readonly values: Float32Array;
  readonly side: number;
  readonly isPlane: boolean;
}

export interface UnitLensProps extends LensWindow {
  /** The node. */
  readonly label: string;
  readonly units: UnitsOfNode;
  readonly extent: UnitExtent;
  /** Examples, shown over a plane. */
  readonly points: readonly UnitPoint[];
  readonly unit: number;
  readonly onUnit: (unit: number) => void;
  /** Goes to the numbers. */
  readonly onNumbers: () => void;
}

/** CSS px. */
const PLANE = { width: 248, height: 248 };
const LINE = { width: 248, height: 164 };
const SMALL = 28;

export function UnitLens(props: UnitLensProps) {
  const { label, units, extent, points, unit: asked, onUnit, onNumbers, ...window } = props;
  const { count, values, side, isPlane } = units;
  const pictured = usePictures(units);
  const unit = Math.min(asked, pictured.length - 1);
  const scale = useMemo(() => unitScale(values), [values]);
  const size = isPlane ? PLANE : LINE;
  const title = count === 1 ? label : `${label} · unit ${unit + 1} of ${count}`;
  const { low, high } = useMemo(() => unitScale(pictured[unit]), [pictured, unit]);
  return (
    <LensFrame
      {...window}
      name={`Units of ${label}`}
      title={title}
      actions={
        <button type="button" className="lens-press" onClick={onNumbers}>
          Numbers
        </button>
      }
    >
      <UnitReading
        {...{ extent, points, side, isPlane, ...size }}
        label={`${title}, from ${formatNumber(low, { digits: 3 })} to ${formatNumber(high, { digits: 3 })}`}
        values={pictured[unit]}
      >
        <UnitPicture values={pictured[unit]} {...{ side, isPlane, scale, ...size }} />
      </UnitReading>
      {pictured.length > 1 && <UnitChoice {...{ units, pictured, scale, unit, onUnit }} />}
      {count > pictured.length && <p className="quiet">and {count - pictured.length} more</p>}
    </LensFrame>
  );
}

function usePictures({ values, side, isPlane }: UnitsOfNode): readonly Float32Array[] {
  return useMemo(() => {
    const points = isPlane ? side * side : side;
    return Array.from({ length: values.length / points }, (_, unit) =>
      values.subarray(unit * points, (unit + 1) * points),
    );
  }, [values, side, isPlane]);
}

interface UnitChoiceProps {
  readonly units: UnitsOfNode;
  readonly pictured: readonly Float32Array[];
  readonly scale: UnitScale;
  readonly unit: number;
  readonly onUnit: (unit: number) => void;
}

/** All units small, one of them chosen; native radio buttons, so arrow keys work. */
function UnitChoice({ units, pictured, scale, unit, onUnit }: UnitChoiceProps) {
  const name = useId();
  const { side, isPlane } = units;
  return (
    <fieldset className="unit-choice" aria-label="Unit">
      {pictured.map((values, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its place in the layer
        <label key={i} className="unit-option">
          <input
            type="radio"
            name={name}
            aria-label={`unit ${i + 1}`}
            checked={i === unit}
            onChange={() => onUnit(i)}
          />
          <UnitPicture {...{ values, side, isPlane, scale }} width={SMALL} height={SMALL} />
        </label>
      ))}
    </fieldset>
  );
}
