/** Derivations as JSON; docs/cli.md describes the fields. */
import type { PathShares } from '../../derivatives/path-shares.ts';
import type { Derivation, DerivationTerm } from '../../explain/derivation/derivation.ts';
import type { ElementDerivation } from '../../explain/derivation/derive-element.ts';
import { gridName } from '../../explain/derivation/print-derivation.ts';
import { lineLatex, lineText, termTex, termText } from '../../explain/derivation/print-line.ts';
import { Fields } from '../../formats/json/json-printer.ts';
import type { Problem } from '../../graph/problem.ts';
import { jsonNumber, jsonTensor, printNumber } from '../print-tensor.ts';
import { jsonProblem } from '../report-problems.ts';

/** A derivation, and the element of it that was asked for. */
export interface Explained {
  readonly derivation: Derivation;
  readonly element: ElementDerivation | null;
  /** The paths that a node's number comes along; null where none were asked for. */
  readonly paths: PathShares | null;
}

/** The report of `--format json`. */
export function jsonExplanations(
  explained: readonly Explained[],
  problems: readonly Problem[],
): Fields {
  return new Fields(
    [
      ['explanations', explained.map(jsonExplanation)],
      ['problems', problems.map(jsonProblem)],
    ],
    'lines',
  );
}

function jsonExplanation({ derivation, element, paths }: Explained): Fields {
  const { title, sentences, symbols, grids, terms, meaning } = derivation;
  return new Fields(
    [
      ['title', title],
      ['sentences', sentences],
      ['lines', jsonLines(derivation)],
      ['terms', jsonTerms(terms)],
      [
        'symbols',
        symbols.map(
          ({ tex, text, words }) =>
            new Fields([
              ['latex', tex],
              ['text', text],
              ['words', words],
            ]),
        ),
      ],
      [
        'numbers',
        grids.map(
          ({ caption, formula, tensor }) =>
            new Fields([
              ['caption', caption],
              ['text', gridName(formula, terms)],
              ['shape', [...tensor.shape]],
              ['value', jsonTensor(tensor)],
            ]),
        ),
      ],
      [
        'element',
        element === null
          ? null
          : new Fields([
              ['lines', jsonLines(element)],
              ['terms', jsonTerms(element.terms)],
            ]),
      ],
      ['paths', paths === null ? null : jsonPaths(paths)],
      ['meaning', meaning],
    ],
    'lines',
  );
}

function jsonPaths({ gradient, rest, count, paths }: PathShares): Fields {
  return new Fields([
    ['gradient', jsonNumber(gradient)],
    ['rest', jsonNumber(rest)],
    ['count', count],
    [
      'largest',
      paths.map(
        ({ contribution, share, edges, places }) =>
          new Fields([
            ['contribution', jsonNumber(contribution)],
            ['share', jsonNumber(share)],
            ['edges', edges],
            ['elements', places.map(({ element }) => element)],
          ]),
      ),
    ],
  ]);
}

function jsonLines({ lines, terms }: Pick<Derivation, 'lines' | 'terms'>): readonly Fields[] {
  const how = { writeNumber: printNumber };
  return lines.map(
    (line) =>
      new Fields([
        ['latex', lineLatex(line, terms, how)],
        ['text', lineText(line, terms, how)],
      ]),
  );
}

function jsonTerms(terms: Readonly<Record<string, DerivationTerm>>): readonly Fields[] {
  return Object.values(terms).map((term) => {
    const { tensor, pass, place, element = null } = term;
    return new Fields([
      ['latex', termTex(term).tex],
      ['text', termText(term).text],
      ['pass', pass],
      ['node', place?.node ?? null],
      ['edge', place?.edge ?? null],
      ['element', element],
      ['shape', [...tensor.shape]],
      ['value', jsonTensor(tensor)],
    ]);
  });
}
