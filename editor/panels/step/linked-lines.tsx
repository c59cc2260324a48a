/**
 * The lines of a derivation, typeset. A term that is pointed at lights up where it stands on the canvas, what is pointed at
 * there lights up here, and a press shows the step that wrote it. Rows of numbers do the same for keys.
 */
import { type PointerEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type {
  Derivation,
  DerivationPlace,
} from '../../../graph-core/explain/derivation/derivation.ts';
import { lineLatex, lineText } from '../../../graph-core/explain/derivation/print-line.ts';
import { PAGE_PRINTING } from '../../controls/shown-graph.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { Latex } from '../../widgets/latex.tsx';
import { darken, lightPlace, showWhenWritten } from './term-places.ts';

type LinkedLinesProps = Pick<Derivation, 'lines' | 'terms'>;

export function LinkedLines({ lines, terms }: LinkedLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const pointed = useStore(canvasStore, (canvas) => canvas.pointed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other terms to mark
  useEffect(() => {
    for (const element of box.current?.querySelectorAll<HTMLElement>('[data-term]') ?? []) {
      const place = terms[element.dataset.term ?? '']?.place;
      const isMeant = place != null && (place.edge ?? place.node) === pointed;
      element.classList.toggle('pointed', pointed !== null && isMeant);
    }
  }, [pointed, lines, terms]);
  useEffect(() => darken, []);

  const placeAt = ({ target }: PointerEvent | { target: EventTarget }): DerivationPlace | null => {
    const term = target instanceof Element ? target.closest<HTMLElement>('[data-term]') : null;
    return terms[term?.dataset.term ?? '']?.place ?? null;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows of numbers below are the same links for keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      ref={box}
      className="linked-lines"
      onPointerOver={(event) => lightPlace(placeAt(event))}
      onPointerLeave={darken}
      onClick={(event) => {
        const place = placeAt(event);
        if (place !== null) showWhenWritten(place);
      }}
    >
      {lines.map((line, i) => (
        <Latex
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place among the lines
          key={i}
          tex={lineLatex(line, terms, PAGE_PRINTING)}
          label={lineText(line, terms, PAGE_PRINTING)}
          display
        />
      ))}
    </div>
  );
}
