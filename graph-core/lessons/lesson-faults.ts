/**
 * What is wrong with a lesson: places and positions that are not there, links that lead nowhere, numbers that are not
 * those of the graph, a question that its answer does not answer. The tests ask this of every lesson that ships, and the
 * editor of the one being written.
 */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { TraceStep } from '../evaluate/trace.ts';
import { stepsDoneAt } from '../evaluate/trace-position.ts';
import type { GraphDocument } from '../graph/document.ts';
import type { Lesson, LessonStop, LessonValues } from '../graph/lesson.ts';
import { opDef } from '../ops/registry.ts';
import { formulaNumbers, withoutNumbers } from './formula-numbers.ts';
import {
  type ComputedNumbers,
  lessonNumber,
  numbersAt,
  printedNumbers,
  printsNumbers,
} from './lesson-numbers.ts';
import { withValues } from './lesson-values.ts';
import { maybeReference } from './reference.ts';
import { type Inline, plainText, richText, runningText } from './rich-text.ts';

/** What a document computes with other values, or with another target. */
export interface LessonComputation extends ComputedNumbers {
  readonly steps: readonly TraceStep[];
}

/** Computes a document. */
export type Compute = (document: GraphDocument) => LessonComputation;

/** An evaluation as lessons look at it. */
export function computationOf(
  evaluation: Evaluation,
  steps: readonly TraceStep[],
): LessonComputation {
  return {
    steps,
    value: (node) => evaluation.value(node),
    gradient: (node) => evaluation.gradient(node),
    edgeGradient: (edge) => evaluation.edgeGradient(edge),
  };
}

/** Everything wrong with the lesson of a document, in sentences that begin with where. */
export function lessonFaults(
  lesson: Lesson,
  document: GraphDocument,
  compute: Compute,
): readonly string[] {
  const { chapter, teaches, text, stops, question } = lesson;
  const faults: string[] = [];
  if (chapter === '') faults.push('card: no chapter');
  if (teaches === '') faults.push('card: nothing is said to be taught');
  const plain = compute(document);
  faults.push(...textFaults('text', text, document, plain));
  stops.forEach((stop, i) => {
    const where = `stop ${i + 1}, ${stop.title}`;
    const shown = shownAt(document, stop);
    const computed = shown === document ? plain : compute(shown);
    faults.push(...stopFaults(where, stop, document, computed));
    faults.push(...textFaults(where, stop.text, document, computed));
  });
  if (question !== undefined) {
    faults.push(...textFaults('question', question.text, document, plain));
    const solved = compute(withValues(document, question.solution));
    faults.push(...textFaults('reason', question.reason, document, solved));
    const is = (computed: LessonComputation): boolean => {
      const number = lessonNumber(question, computed);
      return number !== null && Math.abs(number - question.wanted) <= question.within;
    };
    if (is(plain)) faults.push('question: it is answered before anything is changed');
    if (!is(solved)) {
      faults.push(`question: its answer gives ${lessonNumber(question, solved)}`);
    }
  }
  return [...faults, ...exerciseFaults(lesson, document, plain)];
}

/** The document as a stop speaks of it. */
export function shownAt(document: GraphDocument, { values, target }: LessonStop): GraphDocument {
  const changed = values === undefined ? document : withValues(document, values);
  return target === undefined ? changed : { ...changed, target };
}

function stopFaults(
  where: string,
  { mode, position, nodes = [], edges = [], target, values }: LessonStop,
  document: GraphDocument,
  { steps }: LessonComputation,
): string[] {
  const faults: string[] = [];
  const gone = [...nodes, ...(target === undefined ? [] : [target]), ...Object.keys(values ?? {})]
    .filter((node) => document.nodes[node] === undefined)
    .map((node) => `${where}: there is no node ${node}`);
  faults.push(...gone);
  for (const edge of edges) {
    if (document.edges[edge] === undefined) faults.push(`${where}: there is no wire ${edge}`);
  }
  if (position === undefined) return faults;
  if (mode !== 'step') faults.push(`${where}: a position outside of stepping`);
  const isWithin = position.pass !== 'update' && (position.iteration ?? 0) === 0;
  if (isWithin && stepsDoneAt(steps, position) === null) {
    faults.push(`${where}: nothing is written at its position`);
  }
  return faults;
}

function exerciseFaults(
  { exercise }: Lesson,
  document: GraphDocument,
  computed: LessonComputation,
): string[] {
  return (exercise?.blanks ?? []).flatMap((blank, i) => {
    const where = `blank ${i + 1}`;
    switch (blank.kind) {
      case 'number':
        return lessonNumber(blank, computed) === null
          ? [`${where}: nothing is computed there`]
          : [];
      case 'operation': {
        const op = document.nodes[blank.node]?.op;
        const unknown = blank.choices.filter((choice) => opDef(choice) === null);
        return [
          ...unknown.map((choice) => `${where}: there is no operation ${choice}`),
          ...(op !== undefined && blank.choices.includes(op)
            ? []
            : [`${where}: ${op} is no choice`]),
        ];
      }
      case 'wire': {
        const taken = Object.values(document.edges).some(
          ({ to, port }) => to === blank.to && port === blank.port,
        );
        return taken ? [`${where}: the wire is there already`] : [];
      }
      default:
        return blank satisfies never;
    }
  });
}

/** Faults of a text whose numbers are those of `computed`. */
export function textFaults(
  where: string,
  text: string,
  document: GraphDocument,
  computed: ComputedNumbers,
): string[] {
  const faults: string[] = [];
  for (const content of runningText(richText(text))) {
    faults.push(...inlineFaults(content, document, computed).map((fault) => `${where}: ${fault}`));
  }
  return faults;
}

function inlineFaults(
  content: readonly Inline[],
  document: GraphDocument,
  computed: ComputedNumbers,
): string[] {
  return content.flatMap((part) => {
    switch (part.kind) {
      case 'link':
        return linkFaults(part.to, plainText(part.content), document, computed);
      case 'formula':
        return formulaFaults(part.text, document, computed);
      case 'text':
        return (part.text.match(/\d+\.\d+/g) ?? []).map(
          (number) => `${number} refers to nothing; write it as a link, as [${number}](=…)`,
        );
      case 'strong':
      case 'emphasis':
        return inlineFaults(part.content, document, computed);
      case 'code':
      case 'break':
        return [];
      default:
        return part satisfies never;
    }
  });
}

function linkFaults(
  to: string,
  text: string,
  document: GraphDocument,
  computed: ComputedNumbers,
): string[] {
  const reference = maybeReference(to, document);
  if (reference === null) return [`the link [${text}](${to}) leads nowhere`];
  if (reference.kind === 'set') return setFaults(text, reference.values, document);
  if (reference.kind !== 'number' && reference.kind !== 'sum') return [];
  return printedFaults(text, to, numbersAt(reference, document, computed));
}

function printedFaults(text: string, to: string, numbers: readonly number[] | null): string[] {
  if (numbers === null) return [`nothing is computed for [${text}](${to})`];
  const printed = printedNumbers(text);
  // A link without a number only points.
  if (printed.length === 0 && !to.startsWith('=')) return [];
  if (printsNumbers(printed, numbers)) return [];
  return [`[${text}](${to}) is ${numbers.slice(0, 12).map(Number).join(', ')}`];
}

/** What is printed of an offer is what it sets. */
function setFaults(text: string, values: LessonValues, document: GraphDocument): string[] {
  const gone = Object.keys(values).filter((node) => document.nodes[node] === undefined);
  const numbers = Object.values(values).flatMap((value) => [value].flat(8) as number[]);
  const said = printedNumbers(text.replaceAll(/[A-Za-z_]\w*/g, ''));
  if (gone.length > 0) return [`there is no node ${gone.join(', ')}`];
  return said.length === 0 || printsNumbers(said, numbers) ? [] : [`[${text}] sets ${numbers}`];
}

function formulaFaults(tex: string, document: GraphDocument, computed: ComputedNumbers): string[] {
  const bare = withoutNumbers(tex).match(/\d+\.\d+/g) ?? [];
  return [
    ...formulaNumbers(tex).flatMap(({ to, text }) => linkFaults(to, text, document, computed)),
    ...bare.map((number) => `${number} in a formula refers to nothing; write \\val{…}{${number}}`),
  ];
}
