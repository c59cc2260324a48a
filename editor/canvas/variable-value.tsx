/**
 * The number in a variable: drag sideways to change it; press it once the node is selected, or press
 * Enter, to type. A first press only selects, so that Delete then means the node.
 */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { giveUpGesture } from '../state/document/document-store.ts';
import { setValue } from '../state/document/value-edits.ts';
import { notify } from '../state/look/notices.ts';
import { formatExact } from '../widgets/format-number.ts';
import { useNumberText } from '../widgets/number-text.ts';
import { useScrub } from '../widgets/scrub.ts';

interface VariableValueProps {
  readonly node: NodeId;
  readonly label: string;
  readonly value: number;
  readonly selected: boolean;
}

/** Size of one step of an arrow key or of 4 px of dragging. */
const STEPS = { step: 0.1 };

export function VariableValue(props: VariableValueProps) {
  const { label, value } = props;
  const input = useRef<HTMLInputElement>(null);
  const { text, onKeyDown } = useValueText(props);
  const { typed } = text;
  const drag = useValueDrag(props, typed.giveUp, () => input.current?.focus());
  const wrong = typed.fault !== null;
  return (
    <input
      ref={input}
      className={`variable-value nodrag nopan${lengthLook(text.shown)}${wrong ? ' wrong' : ''}`}
      type="text"
      autoComplete="off"
      spellCheck={false}
      aria-label={`Value of ${label}`}
      aria-invalid={wrong || undefined}
      title={typed.fault ?? `${formatExact(value)} · drag to change, press to type`}
      value={text.shown}
      onFocus={(event) => text.enter(event.currentTarget)}
      onBlur={text.leave}
      onChange={(event) => typed.type(event.target.value)}
      onKeyDown={onKeyDown}
      {...drag}
    />
  );
}

/** The width of a node follows its name, so that nothing moves with its number: longer ones are smaller. */
function lengthLook(text: string): string {
  if (text.length < 6) return '';
  return text.length < 8 ? ' long' : ' longer';
}

/** Typing: Enter takes the number and goes back to the node, Escape goes back without it. */
function useValueText({ node, label, value }: VariableValueProps) {
  const text = useNumberText({
    value,
    steps: STEPS,
    accept: (read) => {
      setValue(node, read);
      return null;
    },
    onStep: (next) => setValue(node, next, `step ${node}`),
    // A node has no room for the reason.
    onRefused: (fault) => notify('refused', `${label}: ${fault}`, 'Escape gives it up'),
  });

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    // What is typed is no shortcut of the canvas; with Ctrl or ⌘ it may be one of the page.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.key === 'Enter') {
      if (text.take()) leave(event.currentTarget);
    } else if (event.key === 'Escape') {
      text.typed.giveUp();
      leave(event.currentTarget);
    } else text.onArrow(event);
  }

  return { text, onKeyDown };
}

/** The keyboard goes on from the node the number belongs to. */
function leave(field: HTMLInputElement): void {
  (field.closest<HTMLElement>('[aria-roledescription="node"]') ?? document.body).focus();
  field.blur();
}

/** Dragging: one gesture, one undo entry; a press types where the node was selected before. */
function useValueDrag(
  { node, value, selected }: VariableValueProps,
  giveUpTyped: () => void,
  focus: () => void,
) {
  const gesture = useRef('');
  const wasSelected = useRef(false);
  const { press, ...handlers } = useScrub({
    value,
    steps: STEPS,
    onMove: (next) => {
      giveUpTyped();
      setValue(node, next, gesture.current);
    },
    onGiveUp: () => giveUpGesture(gesture.current),
    onPress: () => {
      if (wasSelected.current) focus();
    },
  });
  return {
    ...handlers,
    onPointerDown: (event: PointerEvent<HTMLInputElement>): void => {
      if (event.button !== 0 || document.activeElement === event.currentTarget) return;
      event.preventDefault();
      gesture.current = `scrub ${node} ${performance.now()}`;
      wasSelected.current = selected;
      press(event);
    },
  };
}
