/** A modal dialog on the native element: focus is kept inside, given back, and Escape closes. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Escape, the close button or a press outside; the owner sets `open`. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean | undefined;
}

export function Dialog({ open, title, onClose, children, footer, wide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open === open) return;
    // close() gives the focus back to where it was before showModal().
    if (open) {
      element.showModal();
      // What the dialog is about comes first, not the button that closes it; `autoFocus` came too early.
      body.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    } else element.close();
  }, [open]);

  // Unmounted while open, the browser would leave the focus on the page's body.
  useEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // Content lies in children; the dialog itself is hit only on its backdrop.
        if (event.target === dialog.current) onClose();
      }}
      // Keys typed in a dialog are not shortcuts of the page below it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open && (
        <>
          <header className="dialog-header">
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label="Close" look="quiet" tipAlign="end" onClick={onClose} />
          </header>
          <div ref={body} className="dialog-body">
            {children}
          </div>
          {footer ? <footer className="dialog-footer">{footer}</footer> : null}
        </>
      )}
    </dialog>
  );
}
