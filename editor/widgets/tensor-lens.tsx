/**
 * What a wire carries, in a window beside its label: value and gradient, any number of them. Pinned it follows new
 * numbers.
 */
import { formatNumber, formatShape } from './format-number.ts';
import { summarizeTensor, type TensorLike } from './heat-map.ts';
import { LensFrame, type LensWindow } from './lens-frame.tsx';
import { type ReadTensor, TensorReader } from './tensor-reader.tsx';

export interface TensorLensProps extends LensWindow {
  /** One of them at least, both of one shape. */
  readonly tensors: {
    readonly value?: TensorLike | null | undefined;
    readonly gradient?: TensorLike | null | undefined;
  };
  /** What it is: `W`; the gradient alone is called `dW`. */
  readonly label: string;
  /** Goes to the pictures of units, where there are any. */
  readonly onUnits?: (() => void) | undefined;
}

const marks = { value: '▸', gradient: '◂' } as const;

export function TensorLens(props: TensorLensProps) {
  const { tensors, label, onUnits, ...window } = props;
  const parts = readTensors(tensors, label);
  if (parts.length === 0) return null;
  const [{ tensor, kind }] = parts;
  const isBoth = parts.length > 1;
  const name = kind === 'gradient' ? `d${label}` : label;
  const title = `${name} ${formatShape(tensor.shape)}`;
  return (
    <LensFrame
      {...window}
      name={title}
      title={isBoth ? title : `${title} · ${largestOf(tensor)}`}
      actions={
        onUnits && (
          <button type="button" className="lens-press" onClick={onUnits}>
            Units
          </button>
        )
      }
    >
      {tensor.data.length === 0 ? (
        <p className="tensor-summary">empty</p>
      ) : (
        <TensorReader tensors={isBoth ? parts.map(withHead) : parts} />
      )}
    </LensFrame>
  );
}

/** What is there, the value first. */
function readTensors({ value, gradient }: TensorLensProps['tensors'], label: string): ReadTensor[] {
  const parts: ReadTensor[] = [];
  if (value) parts.push({ tensor: value, kind: 'value', label });
  if (gradient) parts.push({ tensor: gradient, kind: 'gradient', label: `gradient of ${label}` });
  return parts;
}

function withHead(part: ReadTensor): ReadTensor {
  const head = (
    <h3 className="tensor-lens-kind">
      {marks[part.kind]} {part.kind} · {largestOf(part.tensor)}
    </h3>
  );
  return { ...part, head };
}

/** `max |·| 0.83`. */
function largestOf(tensor: TensorLike): string {
  const { scale, notFinite } = summarizeTensor(tensor);
  const rest = notFinite > 0 ? ` · ${notFinite} not finite` : '';
  return `max |·| ${formatNumber(scale, { digits: 3 })}${rest}`;
}
