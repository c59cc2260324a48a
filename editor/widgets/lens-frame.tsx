/**
 * A window beside what is looked at closely: a sheet at the bottom of a narrow window. Pinned it stays, has the focus
 * and can be moved away by its head; one that only shows takes no focus.
 */
import './tensor-lens.css';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { IconButton } from './icon-button.tsx';
import { type LensAnchor, planLensPosition } from './lens-position.ts';
import { useMovedBy } from './use-moved-by.ts';

/** How a lens stands and what its head does. */
export interface LensWindow {
  /** What it must not cover, in px of the window: the label of the wire. */
  readonly anchor: LensAnchor;
  readonly isPinned: boolean;
  readonly onPin: (isPinned: boolean) => void;
  /** Its button, or Escape: of a lens that is not pinned wherever the focus is. */
  readonly onClose: () => void;
  /** The pointer came over it or left: one that is not pinned stays while it is read. */
  readonly onHover?: ((isOver: boolean) => void) | undefined;
}

interface LensFrameProps extends LensWindow {
  readonly name: string;
  /** The name, and what else stands in the head. */
  readonly title: string;
  /** Buttons in the head before those that every lens has. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function LensFrame(props: LensFrameProps) {
  const { name, title, actions, children, anchor, isPinned, onPin, onClose, onHover } = props;
  const box = useRef<HTMLElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const moved = useMovedBy();
  const { x, y, width, height } = anchor;

  // Numbers may change its size, but a lens under the hand does not jump: it is placed anew with its anchor only.
  useLayoutEffect(() => {
    const size = box.current?.getBoundingClientRect();
    if (size === undefined) return;
    const viewport = { width: window.innerWidth, height: window.innerHeight };
    setPlace(planLensPosition({ x, y, width, height }, size, viewport));
  }, [x, y, width, height]);
  useCloseByEscape(!isPinned, onClose);
  useCloseByTouch(box, !isPinned, onClose);
  useFocusWhilePinned(box, isPinned);

  return (
    <section
      ref={box}
      role="dialog"
      aria-label={name}
      className="tensor-lens"
      style={
        {
          '--lens-left': `${place.left + moved.by.x}px`,
          '--lens-top': `${place.top + moved.by.y}px`,
        } as CSSProperties
      }
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onHover?.(true)}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onHover?.(false)}
      onKeyDown={(event) => closeByEscape(event, onClose)}
    >
      <div className="tensor-lens-head" {...moved.handle}>
        <h2 className="tensor-lens-title">{title}</h2>
        {actions}
        <IconButton
          icon="pin"
          label={isPinned ? 'Let go' : 'Keep open'}
          look="quiet"
          pressed={isPinned}
          onClick={() => onPin(!isPinned)}
        />
        <IconButton icon="close" label="Close" look="quiet" tipAlign="end" onClick={onClose} />
      </div>
      {children}
    </section>
  );
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

/** Of a lens that only shows: a finger that comes down outside closes it. */
function useCloseByTouch(
  box: RefObject<HTMLElement | null>,
  isOn: boolean,
  onClose: () => void,
): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!isOn) return;
    const onDown = ({ pointerType, target }: globalThis.PointerEvent): void => {
      const isInside = target instanceof Node && box.current?.contains(target);
      if (pointerType === 'touch' && !isInside) close.current();
    };
    document.addEventListener('pointerdown', onDown, true);
    return () => document.removeEventListener('pointerdown', onDown, true);
  }, [isOn, box]);
}

/** A lens that is pinned takes the focus, and gives it back when it goes. */
function useFocusWhilePinned(box: RefObject<HTMLElement | null>, isPinned: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (!isPinned || element === null || element.contains(document.activeElement)) return;
    const before = document.activeElement;
    const chosen = element.querySelector<HTMLElement>('input:checked');
    (chosen ?? element.querySelector<HTMLElement>('[role=slider]'))?.focus();
    return () => {
      const now = document.activeElement;
      const isLeft = now === null || now === document.body || element.contains(now);
      if (isLeft && before instanceof HTMLElement) before.focus();
    };
  }, [isPinned, box]);
}
