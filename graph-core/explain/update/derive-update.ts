/**
 * How an optimizer changes one parameter, as a derivation: each line of its rule in names and, for a number or one element
 * of a tensor, in numbers. The lines are those of the optimizer's record, so what is typeset is what is computed.
 */
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { nodeLabel } from '../../graph/document.ts';
import type { Formula } from '../../ops/kit/formula.ts';
import type { OptionSettings, OptionValues } from '../../settings/setting.ts';
import { formatShape, indicesOf } from '../../tensor/shape.ts';
import { scalar, type Tensor } from '../../tensor/tensor.ts';
import type { RuleLine } from '../../updates/rule.ts';
import { type ComputedGraph, gradientTerm, valueTerm } from '../derivation/computed-graph.ts';
import type { Derivation, DerivationLine, DerivationTerm } from '../derivation/derivation.ts';
import { equal, isNumber, ownerOf, symbol, valueGrid } from '../derivation/line-parts.ts';
import { formulaValue } from '../formula-value.ts';
import { optionTex } from '../rule-line.ts';

/** A rule with its options, as a record and a document give it. */
export interface GivenRule {
  readonly title: string;
  readonly lines: readonly RuleLine[];
  readonly options: OptionSettings;
  readonly values: OptionValues;
}

/** A parameter at a step, with all that its update is computed from. */
export interface UpdateAt {
  readonly node: NodeId;
  /** Updates that were made before. */
  readonly iteration: number;
  readonly optimizer: GivenRule;
  readonly schedule: GivenRule;
  /** The rate before the schedule changes it. */
  readonly rate: number;
  /** `w`, and the optimizer's state by its names. */
  readonly before: Readonly<Record<string, Tensor>>;
  /** The element that is written out; the one with the largest gradient when null. */
  readonly element: number | null;
}

/** What names of rules are written as and called. */
const NAMES: Readonly<Record<string, readonly [tex: string, text: string, caption: string]>> = {
  rate: ['\\eta', 'η', 'learning rate'],
  base: ['\\eta_0', 'η0', 'learning rate before the schedule'],
  step: ['\\text{step}', 'step', 'steps done'],
  s: ['s', 's', 'steps since the warm-up'],
  t: ['t', 't', 'number of this step'],
  m: ['m', 'm', 'mean of the gradients'],
  mhat: ['\\hat m', 'm̂', 'corrected mean'],
  vhat: ['\\hat v', 'v̂', 'corrected size'],
};

/** The update of a parameter; every tensor of it is computed here, line by line. */
export function deriveUpdate(graph: ComputedGraph, at: UpdateAt): Derivation {
  const { document } = graph;
  const { node, optimizer, iteration } = at;
  const label = nodeLabel(document, node);
  const sheet = new UpdateSheet(graph, at);
  const lines: DerivationLine[] = [];
  for (const line of [...scheduleLines(at.schedule), ...optimizer.lines]) {
    lines.push(...sheet.write(line));
  }
  const { terms } = sheet;
  const w = terms[sheet.latest('w')].tensor;
  const isSingle = isNumber(at.before.w);
  const picked = isSingle ? '' : ` Written out for its element ${formatShape(sheet.indices)}.`;
  return {
    title: `Update ${label}`,
    sentences: [
      `Step ${iteration + 1} of training: ${optimizer.title} changes ${label} against its gradient.${picked}`,
    ],
    lines,
    terms,
    symbols: [],
    grids: [
      ...sheet.grids(),
      {
        ...valueGrid(terms, sheet.latest('w'), `${label} after it`),
      },
    ],
    rule: null,
    meaning: isSingle ? changeOf(document, node, at.before.w.data[0], w.data[0]) : '',
    owner: ownerOf(graph, node),
  };
}

/** What a schedule and an optimizer both name. */
const SHARED: ReadonlySet<string> = new Set(['rate', 'base', 'step']);

/** A name of a schedule, told from the same one of an optimizer. */
const scheduled = (name: string): string => (SHARED.has(name) ? name : `schedule ${name}`);

/** The lines of a schedule in names of its own; none where the rate stays as it was chosen. */
function scheduleLines({ lines }: GivenRule): readonly RuleLine[] {
  const last = lines.find(({ name }) => name === 'rate');
  if (lines.length <= 2 && last?.value.kind === 'symbol') return [];
  return lines.map(({ name, value, replaces }) => ({
    name: scheduled(name),
    value: mapSymbols(value, (one) => ({ kind: 'symbol', name: scheduled(one), shape: [] })),
    replaces,
  }));
}

function changeOf(document: GraphDocument, node: NodeId, from: number, to: number): string {
  const label = nodeLabel(document, node);
  if (to === from) return `${label} stays as it is.`;
  const short = (x: number): string => String(Number(x.toPrecision(4)));
  return `${label} goes from ${short(from)} to ${short(to)}: ${to > from ? 'up' : 'down'} by ${short(Math.abs(to - from))}.`;
}

/** Lines that are being written: what each name stands for by now. */
class UpdateSheet {
  readonly terms: Record<string, DerivationTerm> = {};
  /** Name in the rule → the term that holds its newest value. */
  private readonly newest = new Map<string, string>();
  private readonly graph: ComputedGraph;
  private readonly at: UpdateAt;
  /** Place of the element that is written out, and its indices. */
  private readonly place: number;
  readonly indices: readonly number[];
  /** Terms that were defined on the way, in their order. */
  private readonly defined: string[] = [];

  constructor(graph: ComputedGraph, at: UpdateAt) {
    this.graph = graph;
    this.at = at;
    const { node, before, iteration, rate, optimizer, schedule } = at;
    const { w, ...state } = before;
    const gradient = graph.gradient(node) ?? {
      shape: w.shape,
      data: new Float64Array(w.data.length),
    };
    this.place = at.element ?? largest(gradient);
    this.indices = indicesOf(this.place, w.shape);
    this.add('w', valueTerm(graph, node, w));
    this.add('g', gradientTerm(graph, node, gradient));
    for (const [name, tensor] of Object.entries(state)) this.add(name, this.plain(name, tensor));
    for (const [name, value] of [
      ['base', rate],
      ['rate', rate],
      ['step', iteration],
      ['t', iteration + 1],
    ] as const) {
      this.add(name, this.plain(name, scalar(value)));
    }
    for (const [name, value] of Object.entries(schedule.values)) {
      this.add(scheduled(name), this.plain(name, scalar(Number(value)), schedule.options));
    }
    for (const [name, value] of Object.entries(optimizer.values)) {
      this.add(name, this.plain(name, scalar(Number(value)), optimizer.options));
    }
  }

  /** The term that a name stands for now. */
  latest(name: string): string {
    return this.newest.get(name) ?? name;
  }

  /** A line in names, and in numbers for one element. */
  write({ name, value, replaces }: RuleLine): DerivationLine[] {
    const formula = this.withTerms(value);
    const used = Object.fromEntries(
      Object.entries(this.terms).map(([key, { tensor }]) => [key, tensor]),
    );
    const tensor = formulaValue(formula, used);
    // The rate that the optimizer reads is the one that the schedule has made.
    const isNew = replaces && name !== 'rate';
    const key = isNew ? `${name}New` : name;
    const own = this.terms[this.latest(name)];
    const base = own ?? this.plain(name.replace(/^schedule /, ''), tensor);
    this.terms[key] = isNew ? { ...base, tensor, name: renewed(base) } : { ...base, tensor };
    this.newest.set(name, key);
    if (!this.defined.includes(key)) this.defined.push(key);
    const left = symbol(this.terms, key);
    const inNames = equal(left, formula);
    if (isNumber(tensor)) {
      const inNumbers = {
        ...equal(left, [formula, 'numbers'], [left, 'numbers']),
        continues: true,
      };
      return [inNames, inNumbers];
    }
    return [inNames, this.forElement(key, formula)];
  }

  /** The gradient, the state before and all that was worked out, as grids or numbers. */
  grids() {
    const { at, terms } = this;
    const { w: _, ...state } = at.before;
    const label = nodeLabel(this.graph.document, at.node);
    return [
      valueGrid(terms, 'w', `${label} before`),
      valueGrid(terms, 'g', 'gradient'),
      ...Object.keys(state).map((name) => valueGrid(terms, name, `${captionOf(name, at)}, before`)),
      ...this.defined
        .filter((key) => key !== 'wNew' && !key.startsWith('schedule '))
        .map((key) => valueGrid(terms, key, captionOf(key.replace(/New$/, ''), at))),
    ];
  }

  /** The line for one element: tensors have their element, numbers stay. */
  private forElement(key: string, formula: Formula): DerivationLine {
    const picked = (name: string): string => {
      const term = this.terms[name];
      if (isNumber(term.tensor)) return name;
      const own = `${name}At`;
      this.terms[own] = {
        ...term,
        tensor: scalar(term.tensor.data[this.place]),
        element: this.indices,
      };
      return own;
    };
    const left = symbol(this.terms, picked(key));
    const right = mapSymbols(formula, (name) => symbol(this.terms, picked(name)));
    return equal(left, [right, 'numbers'], [left, 'numbers']);
  }

  private withTerms(formula: Formula): Formula {
    return mapSymbols(formula, (name) => symbol(this.terms, this.latest(name)));
  }

  private add(name: string, term: DerivationTerm): void {
    this.terms[name] = term;
  }

  private plain(name: string, tensor: Tensor, options: OptionSettings = {}): DerivationTerm {
    const spec = options[name];
    const mark = spec?.kind === 'number' ? spec.symbol : undefined;
    const [tex, text] =
      mark !== undefined ? [optionTex(mark), mark] : (NAMES[name] ?? [name, name]);
    return { name: { tex, text }, of: null, tensor, pass: 'value', place: null };
  }
}

/** What a name of the rule is called; `v` is a velocity for momentum, a mean of squares for Adam. */
function captionOf(name: string, { before }: UpdateAt): string {
  if (name === 'v') return before.m === undefined ? 'velocity' : 'mean of the squared gradients';
  return NAMES[name]?.[2] ?? name;
}

const renewed = ({ name }: DerivationTerm) => ({
  tex: `${name.tex}^{\\text{new}}`,
  text: `${name.text} new`,
});

/** The place of the largest number by its size; the first for none. */
function largest({ data }: Tensor): number {
  let place = 0;
  for (let i = 1; i < data.length; i++) {
    if (Math.abs(data[i]) > Math.abs(data[place])) place = i;
  }
  return place;
}

function mapSymbols(formula: Formula, of: (name: string) => Formula): Formula {
  switch (formula.kind) {
    case 'symbol':
      return of(formula.name);
    case 'apply':
      return { ...formula, inputs: formula.inputs.map((input) => mapSymbols(input, of)) };
    case 'bound':
      return {
        ...formula,
        inputs: formula.inputs.map((input) => mapSymbols(input, of)),
        value: mapSymbols(formula.value, of),
      };
    case 'number':
    case 'size':
      return formula;
    default:
      return formula satisfies never;
  }
}
