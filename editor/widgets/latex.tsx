/** A formula, typeset by KaTeX; its source as plain text until KaTeX is here, or if it is wrong. */
import { useLayoutEffect, useRef, useState } from 'react';
import { loadKatex, longestFormula, maybeKatex, type RenderFormula } from './load-katex.ts';

export interface LatexProps {
  /** LaTeX source; `\htmlClass{value|gradient|quiet|upstream|local|current}{…}` colors a part. */
  readonly tex: string;
  /** A formula on its own line rather than inside text. */
  readonly display?: boolean | undefined;
  /** What a screen reader says instead of KaTeX's MathML. */
  readonly label?: string | undefined;
}

export function Latex({ tex, display = false, label }: LatexProps) {
  const target = useRef<HTMLSpanElement>(null);
  const [render, setRender] = useState<RenderFormula | null>(maybeKatex);
  const [failed, setFailed] = useState<string | null>(null);
  const tooLong = tex.length > longestFormula;

  useLayoutEffect(() => {
    if (tooLong) return;
    if (render) {
      if (!target.current) return;
      try {
        render(tex, target.current, display);
        setFailed(null);
      } catch {
        setFailed(tex);
      }
      return;
    }
    let live = true;
    // Without KaTeX the plain text stays, which is readable.
    loadKatex().then(
      (loaded) => live && setRender(() => loaded),
      () => {},
    );
    return () => {
      live = false;
    };
  }, [tex, display, render, tooLong]);

  const plain = tooLong || !render || failed === tex;
  const text = tooLong ? `${tex.slice(0, longestFormula)} … (formula too long)` : tex;
  const accessible = label ? { role: 'img', 'aria-label': label } : {};
  return (
    <span className={display ? 'latex latex-display' : 'latex'} {...accessible}>
      <span ref={target} hidden={plain} aria-hidden={label ? true : undefined} />
      {plain && (
        <span className="latex-plain" aria-hidden={label ? true : undefined}>
          {text}
        </span>
      )}
    </span>
  );
}
