/** A sentence in a box, and what can be done about it: what is wrong, what is to be known. */
import type { ReactNode } from 'react';

export interface NoticeBoxProps {
  readonly text: ReactNode;
  /** In quiet type below; nothing where it is empty. */
  readonly hint?: string | undefined;
  /** Something is wrong, not only to be known. */
  readonly danger?: boolean | undefined;
  /** Said by screen readers as soon as it appears. */
  readonly alert?: boolean | undefined;
  readonly className?: string | undefined;
  /** Where it is, in code, above. */
  readonly place?: string | undefined;
  /** Makes the sentence a button; null where there is nothing to go to. */
  readonly onPress?: (() => void) | null | undefined;
  /** The ways out. */
  readonly children?: ReactNode;
}

export function NoticeBox({
  text,
  hint = '',
  danger = false,
  alert = false,
  className = '',
  place,
  onPress,
  children,
}: NoticeBoxProps) {
  const classes = ['notice', danger ? 'notice-danger' : '', className];
  return (
    <div
      className={classes.filter((name) => name !== '').join(' ')}
      role={alert ? 'alert' : undefined}
    >
      {onPress === undefined ? (
        <div>
          {place !== undefined && <code>{place}</code>}
          <p>{text}</p>
          {hint !== '' && <p className="quiet">{hint}</p>}
          {children}
        </div>
      ) : (
        <button
          type="button"
          className="problem"
          disabled={onPress === null}
          onClick={onPress ?? undefined}
        >
          <span>{text}</span>
          <span className="quiet">{hint}</span>
        </button>
      )}
    </div>
  );
}
