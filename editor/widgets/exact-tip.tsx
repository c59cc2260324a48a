/** Every digit of a number that is printed short, over the page beside it, so that nothing moves. */
import { useLayoutEffect, useRef } from 'react';
import { OnPage } from './on-page.tsx';

export interface ExactTipProps {
  /** What is read; null while nothing is. */
  readonly of: HTMLElement | null;
  readonly text: string;
}

/** Px between a number and its digits. */
const GAP = 4;

export function ExactTip({ of, text }: ExactTipProps) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    if (element === null || of === null) return;
    const { left, top, bottom, width } = of.getBoundingClientRect();
    const size = element.getBoundingClientRect();
    const center = left + width / 2 - size.width / 2;
    const x = Math.max(GAP, Math.min(center, window.innerWidth - size.width - GAP));
    const below = bottom + GAP + size.height <= window.innerHeight;
    element.style.left = `${x}px`;
    element.style.top = `${below ? bottom + GAP : top - GAP - size.height}px`;
  });
  if (of === null || text === '') return null;
  return (
    <OnPage>
      {/* Said by what it belongs to. */}
      <div ref={tip} className="exact-tip" aria-hidden="true">
        {text}
      </div>
    </OnPage>
  );
}
