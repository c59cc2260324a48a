/** The panel beside the canvas. It scrolls, so it takes focus: arrow keys reach all of it. */
import type { ReactNode } from 'react';

interface SidePanelProps {
  /** What it is, for example `Inspector`; not shown. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function SidePanel({ label, className = '', children }: SidePanelProps) {
  return (
    <aside
      className={`panel side-panel ${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      {children}
    </aside>
  );
}
