/**
 * What a wire carries, in a window beside its label: value and gradient, any number of them. It takes
 * no focus when it opens; pinned it stays, follows new numbers and can be moved away by its head.
 */
import './tensor-lens.css';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatNumber, formatShape } from './format-number.ts';
import { summarizeTensor, type TensorLike } from './heat-map.ts';
import { IconButton } from './icon-button.tsx';
import { type LensAnchor, planLensPosition } from './lens-position.ts';
import { type ReadTensor, TensorReader } from './tensor-reader.tsx';
import { useMovedBy } from './use-moved-by.ts';

export interface TensorLensProps {
  /** One of them at least, both of one shape. */
  readonly tensors: {
    readonly value?: TensorLike | null | undefined;
    readonly gradient?: TensorLike | null | undefined;
  };
  /** What it is: `W`; the gradient alone is called `dW`. */
  readonly label: string;
  /** What it must not cover, in px of the window: the label of the wire. */
  readonly anchor: LensAnchor;
  readonly isPinned: boolean;
  readonly onPin: (isPinned: boolean) => void;
  /** Its button, or Escape: of a lens that is not pinned wherever the focus is. */
  readonly onClose: () => void;
  /** The pointer came over it or left: one that is not pinned stays while it is read. */
  readonly onHover?: ((isOver: boolean) => void) | undefined;
}

const marks = { value: '▸', gradient: '◂' } as const;

export function TensorLens(props: TensorLensProps) {
  const { tensors, label, anchor, isPinned, onPin, onClose, onHover } = props;
  const box = useRef<HTMLElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const moved = useMovedBy();
  const { x, y, width, height } = anchor;
  const parts = readTensors(tensors, label);

  // Numbers may change its size, but a lens under the hand does not jump: it is placed anew with its anchor only.
  useLayoutEffect(() => {
    const size = box.current?.getBoundingClientRect();
    if (size === undefined) return;
    const viewport = { width: window.innerWidth, height: window.innerHeight };
    setPlace(planLensPosition({ x, y, width, height }, size, viewport));
  }, [x, y, width, height]);
  useCloseByEscape(!isPinned, onClose);

  if (parts.length === 0) return null;
  const [{ tensor, kind }] = parts;
  const isBoth = parts.length > 1;
  const name = kind === 'gradient' ? `d${label}` : label;
  const title = `${name} ${formatShape(tensor.shape)}`;
  return (
    <section
      ref={box}
      role="dialog"
      aria-label={title}
      className="tensor-lens"
      style={{ left: place.left + moved.by.x, top: place.top + moved.by.y }}
      onPointerEnter={() => onHover?.(true)}
      onPointerLeave={() => onHover?.(false)}
      onKeyDown={(event) => closeByEscape(event, onClose)}
    >
      <header className="tensor-lens-head" {...moved.handle}>
        <h2 className="tensor-lens-title">
          {title}
          {!isBoth && ` · ${largestOf(tensor)}`}
        </h2>
        <IconButton
          icon="pin"
          label={isPinned ? 'Let go' : 'Keep open'}
          look="quiet"
          pressed={isPinned}
          onClick={() => onPin(!isPinned)}
        />
        <IconButton icon="close" label="Close" look="quiet" tipAlign="end" onClick={onClose} />
      </header>
      {tensor.data.length === 0 ? (
        <p className="tensor-summary">empty</p>
      ) : (
        <TensorReader tensors={isBoth ? parts.map(withHead) : parts} />
      )}
    </section>
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

/** Inside the lens; what it holds has had its turn before. */
function closeByEscape(event: KeyboardEvent, onClose: () => void): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  onClose();
}

/** Outside the lens, while it only shows. */
function useCloseByEscape(isOn: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close.current();
    };
    // On the document, past what the page does with keys at its elements and before the commands at the window.
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOn]);
}
