/** What nodes are called in running text and in formulas. */
import type { GraphDocument, NodeId } from '../graph/document.ts';

/** Greek letters people type as words. */
export const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  phi: 'φ',
  omega: 'ω',
};

/** A name split into what stands on the line and what is lowered: `W1` is W and 1, `h_out` h and out. */
export function splitName(name: string): { readonly base: string; readonly index: string } {
  const match = /^(\p{L}+?)_?(\d+)$/u.exec(name) ?? /^(\p{L}+)_([\p{L}\d]+)$/u.exec(name);
  return match === null ? { base: name, index: '' } : { base: match[1], index: match[2] };
}

/** Characters LaTeX reads as commands, as themselves. */
function escapeLatex(text: string): string {
  return text.replace(/[\\{}$&#^_~%]/g, (character) => {
    if (character === '\\') return '\\backslash ';
    if (character === '^') return '\\hat{}';
    if (character === '~') return '\\sim ';
    return `\\${character}`;
  });
}

/** Longest name set in a formula; longer ones are cut. */
const NAME_LENGTH = 24;

/**
 * A name as LaTeX: one letter is a variable, a longer word stands upright, an index is lowered. In braces
 * where needed, so that a formula can raise and lower it again.
 */
export function nameLatex(name: string): string {
  // Halves of characters, control characters and separators are nothing KaTeX can set.
  const visible = [...name.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')]
    .slice(0, NAME_LENGTH)
    .join('');
  const { base, index } = splitName(visible);
  const letters = Object.hasOwn(GREEK, base)
    ? `\\${base} `
    : [...base].length === 1
      ? escapeLatex(base)
      : `\\mathrm{${escapeLatex(base)}}`;
  return index === '' ? letters : `{${letters}_{${escapeLatex(index)}}}`;
}

/** A node as LaTeX: its name, else its key. */
export function nodeLatex(document: GraphDocument, node: NodeId): string {
  return nameLatex(document.nodes[node]?.name ?? node);
}
