/** "Where does this NaN come from?": the shortest chain of the document from the operation that made it. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { graphOf, operandsOf, passageOf } from '../explain/derivation/computed-graph.ts';
import type { EdgeId, NodeId } from '../graph/document.ts';
import { opDef } from '../ops/registry.ts';
import { type Size, sameShape } from '../tensor/shape.ts';
import { type ElementAt, isBad, wayToBadNumber } from './bad-number.ts';
import { accidentWords, elementLabel, numberWords } from './fault-words.ts';
import { type Place, placeIn, runWhole, stretchedFrom, type WholeRun } from './whole-run.ts';

/** One number on the way. */
export interface OriginLink {
  readonly node: NodeId;
  /** The wire, where it is the number of one. */
  readonly edge?: EdgeId;
  readonly pass: 'value' | 'gradient';
  readonly indices: readonly number[];
  readonly number: number;
}

/** What made a number, and the way from there. */
export interface NumberOrigin {
  readonly kind: 'nan' | 'infinite' | 'zero';
  /** The node whose operation, or whose own value, it is. */
  readonly source: NodeId | null;
  /** On which pass that happened. */
  readonly pass: 'value' | 'gradient';
  /** The operation that made it: one of those a composite is made of, where it is one. */
  readonly op: string;
  /** What happened there, with its numbers; no full stop. */
  readonly words: string;
  /** From the source to the number that was asked about; that one is the last. */
  readonly links: readonly OriginLink[];
}

/** The first bad element of a place; null where all are fine or nothing was computed. */
export function firstBad(evaluation: Evaluation, place: Place): number | null {
  const tensor = tensorAt(evaluation, place);
  const at = tensor?.data.findIndex(isBad) ?? -1;
  return at < 0 ? null : at;
}

/** The numbers at a place. */
export function tensorAt(evaluation: Evaluation, place: Place) {
  if ('node' in place) {
    return place.pass === 'value' ? evaluation.value(place.node) : evaluation.gradient(place.node);
  }
  return place.pass === 'value'
    ? evaluation.edgeValue(place.edge)
    : evaluation.edgeGradient(place.edge);
}

/** Where a NaN or an infinity at `element` of a place comes from; null where there is none, or where the graph is too large. */
export function originOfBadNumber(
  evaluation: Evaluation,
  place: Place,
  element: number,
): NumberOrigin | null {
  const number = tensorAt(evaluation, place)?.data[element];
  const run = number === undefined || !isBad(number) ? null : runWhole(evaluation);
  const value = run?.idOf(place);
  if (number === undefined || run === null || value === undefined) return null;
  const way = wayToBadNumber(run, { value, element });
  const [source] = way;
  const instruction = run.program.instructions[source.value];
  const pass = source.value < run.backwardFrom ? 'value' : 'gradient';
  return {
    kind: Number.isNaN(number) ? 'nan' : 'infinite',
    source: instruction.node ?? nodeOf(evaluation, run.placeOf.get(source.value)),
    pass,
    op: instruction.op,
    words: sourceWords(evaluation, run, source),
    links: linksOf(evaluation, run, way, { place, element }),
  };
}

function nodeOf({ document }: Evaluation, place: Place | undefined): NodeId | null {
  if (place === undefined) return null;
  return 'node' in place ? place.node : document.edges[place.edge].from;
}

/** The numbers on the way that stand in the document, each node and wire once. */
function linksOf(
  evaluation: Evaluation,
  run: WholeRun,
  way: readonly ElementAt[],
  asked: { readonly place: Place; readonly element: number },
): readonly OriginLink[] {
  const links: OriginLink[] = [];
  for (const [i, { value, element }] of way.entries()) {
    const isLast = i === way.length - 1;
    const place = isLast ? asked.place : run.placeOf.get(value);
    const node = nodeOf(evaluation, place);
    if (place === undefined || node === null) continue;
    // A wire has the value of its node.
    if (!isLast && 'edge' in place && place.pass === 'value') continue;
    const { shape, data } = run.value(value);
    links.push({
      node,
      ...('edge' in place ? { edge: place.edge } : {}),
      pass: place.pass,
      indices: placeIn(shape, element),
      number: data[element],
    });
  }
  return links;
}

/** What happened at the source, with its numbers. */
function sourceWords(evaluation: Evaluation, run: WholeRun, { value, element }: ElementAt): string {
  const instruction = run.program.instructions[value];
  const { data, shape } = run.value(value);
  const result = data[element];
  const definition = opDef(instruction.op);
  const { node } = instruction;
  if (definition?.kind === 'source') {
    const label =
      node === null ? 'a variable' : elementLabel(evaluation, node, placeIn(shape, element));
    return `${label} itself is ${numberWords(result)}`;
  }
  const isMap = definition?.kind === 'primitive' && definition.lower.kind === 'map';
  const inputs = instruction.inputs.map((id) => run.value(id));
  const operands = isMap
    ? inputs.map(
        (input) =>
          input.data[
            sameShape(input.shape, shape) ? element : stretchedFrom(input.shape, shape, element)
          ],
      )
    : [];
  const words = accidentWords({ op: instruction.op, operands, result });
  if (node === null) return words;
  const passage = passageOf(evaluation.document, node);
  if (value >= run.backwardFrom) {
    return `on the way back through ${passage}${inputWords(evaluation, node, element, shape)}: ${words}`;
  }
  const isWithin = evaluation.document.nodes[node].op !== instruction.op;
  return isWithin ? `within ${passage}: ${words}` : words;
}

/** `, at x = 0`: what came into an operation of one input, where that is one number. */
function inputWords(evaluation: Evaluation, node: NodeId, element: number, shape: Size): string {
  const [operand, another] = operandsOf(graphOf(evaluation), node);
  if (operand === undefined || another !== undefined) return '';
  const { tensor } = operand;
  if (!sameShape(tensor.shape, shape)) return '';
  const label = elementLabel(evaluation, operand.node, placeIn(shape, element));
  return `, at ${label} = ${numberWords(tensor.data[element])}`;
}
