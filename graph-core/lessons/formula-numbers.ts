/**
 * Numbers of the graph in formulas: `\val{place}{2}` and `\grad{place}{16}`, with the place as in a link. They are shown
 * in the colors of what they are, and held against the graph.
 */

/** A number in a formula. */
export interface FormulaNumber {
  /** As a link would say it. */
  readonly to: string;
  readonly text: string;
}

const NUMBER = /\\(val|grad)\{([^{}]*)\}\{([^{}]*)\}/g;

/** The numbers of the graph in a formula. */
export function formulaNumbers(tex: string): readonly FormulaNumber[] {
  return [...tex.matchAll(NUMBER)].map(([, kind, place, text]) => ({
    to: place.startsWith('=') ? place : `${kind === 'val' ? 'value' : 'gradient'}:${place}`,
    text,
  }));
}

/** The formula without them. */
export function withoutNumbers(tex: string): string {
  return tex.replaceAll(NUMBER, '');
}

/** The formula as KaTeX takes it. */
export function formulaTex(tex: string): string {
  return tex.replaceAll(
    NUMBER,
    (_, kind: string, _place: string, text: string) =>
      `\\htmlClass{${kind === 'val' ? 'value' : 'gradient'}}{${text}}`,
  );
}
