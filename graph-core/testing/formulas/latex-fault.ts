/** Reads LaTeX as KaTeX does, without a page: its parser throws for what it could not typeset. */
import katex from 'katex';

// KaTeX's parser alone, which is not in its types.
const { __parse: parseLatex } = katex as unknown as {
  readonly __parse: (text: string, options: object) => readonly unknown[];
};

/** Classes and marks are no LaTeX, and names have letters of any language. */
const MEANT = new Set(['htmlExtension', 'unknownSymbol', 'unicodeTextInMathMode']);

/** What is wrong with a formula, or null when it can be typeset. */
export function latexFault(tex: string): string | null {
  try {
    const strict = (code: string): string => (MEANT.has(code) ? 'ignore' : 'error');
    parseLatex(tex, { strict, trust: true });
    return null;
  } catch (error) {
    return `${tex}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
