/**
 * What stands typed in a field until the field takes it. Text that cannot be taken stays, with the reason,
 * until it is repaired or given up with Escape: nothing a person typed disappears without a word.
 */
import { createContext, useContext, useEffect, useRef, useState } from 'react';

/** Says that a text is gone although it was never taken, as its field is; the application shows it. */
export const LostText = createContext<(text: string, fault: string) => void>(() => {});

/** A field's text under way. */
export interface TypedText {
  /** Null while the field shows what it holds. */
  readonly text: string | null;
  /** Why the text was not taken. */
  readonly fault: string | null;
  readonly type: (text: string) => void;
  /** Hands the text over, as on Enter or when the field is left; false when it is refused. */
  readonly take: () => string | null;
  readonly giveUp: () => void;
}

/** The text of one field; `accept` puts it to use or says why not. */
export function useTypedText(accept: (text: string) => string | null): TypedText {
  const [shown, setShown] = useState<{
    readonly text: string;
    readonly fault: string | null;
  } | null>(null);
  /** As `shown`, but at once: leaving the field follows Escape before anything is drawn. */
  const held = useRef(shown);
  const lost = useContext(LostText);
  const latest = useRef({ accept, lost });
  latest.current = { accept, lost };

  function hold(next: typeof shown): void {
    held.current = next;
    setShown(next);
  }

  // A field can go while it is typed in: its node leaves the view, or another one is selected.
  useEffect(
    () => () => {
      if (held.current === null) return;
      const { text } = held.current;
      const fault = latest.current.accept(text);
      if (fault !== null) latest.current.lost(text, fault);
    },
    [],
  );

  return {
    text: shown?.text ?? null,
    fault: shown?.fault ?? null,
    type: (text) => hold({ text, fault: null }),
    take: () => {
      if (held.current === null) return null;
      const { text } = held.current;
      const fault = accept(text);
      hold(fault === null ? null : { text, fault });
      return fault;
    },
    giveUp: () => hold(null),
  };
}
