/** Text → lesson. Every line that is not understood is a problem with its number; the rest is read all the same. */
import type { GraphDocument } from '../graph/document.ts';
import type {
  Lesson,
  LessonBlank,
  LessonNumber,
  LessonQuestion,
  LessonStop,
  LessonValues,
} from '../graph/lesson.ts';
import type { Problem } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import { EXERCISE_HEADING, QUESTION_HEADING, REASON_LINE } from './lesson-text.ts';
import { maybePosition } from './position-text.ts';
import { maybeNode, maybeValues, maybeWire } from './reference.ts';

/** A lesson and what was not understood of its text. */
export interface ReadLesson {
  readonly lesson: Lesson;
  readonly problems: readonly Problem[];
}

/** A heading with what stands below it. */
interface Section {
  readonly heading: string;
  readonly directives: readonly Directive[];
  readonly text: string;
}

/** A line that begins with @. */
interface Directive {
  readonly word: string;
  readonly rest: string;
  readonly line: number;
}

/** Reads the text of a lesson about this document. */
export function readLesson(text: string, document: GraphDocument): ReadLesson {
  return new LessonReader(document).read(text);
}

class LessonReader {
  private readonly problems: Problem[] = [];
  private readonly document: GraphDocument;

  constructor(document: GraphDocument) {
    this.document = document;
  }

  read(text: string): ReadLesson {
    const [first, ...others] = sectionsOf(text);
    const { head, body } = headOf(first.text);
    for (const { line, word } of first.directives) this.unknown(line, `@${word}`);
    const stops: LessonStop[] = [];
    let ends: Pick<Lesson, 'question' | 'exercise'> = {};
    for (const section of others) {
      if (section.heading === QUESTION_HEADING) {
        const question = this.question(section);
        if (question !== null) ends = { ...ends, question };
      } else if (section.heading === EXERCISE_HEADING) {
        ends = { ...ends, exercise: this.exercise(section) };
      } else stops.push(this.stop(section));
    }
    const { chapter = '', teaches = '' } = head;
    return { lesson: { chapter, teaches, text: body, stops, ...ends }, problems: this.problems };
  }

  private stop({ heading, directives, text }: Section): LessonStop {
    let stop: LessonStop = { title: heading, text, mode: 'build' };
    for (const directive of directives) {
      const change = this.stopChange(stop, directive);
      if (change === null) this.unknown(directive.line, directive.rest);
      else stop = { ...stop, ...change };
    }
    return stop;
  }

  private stopChange(stop: LessonStop, { word, rest }: Directive): Partial<LessonStop> | null {
    const { document } = this;
    switch (word) {
      case 'build':
      case 'train':
        return { mode: word };
      case 'step': {
        const position = rest === '' ? undefined : maybePosition(rest, document);
        if (position === null) return null;
        return position === undefined ? { mode: 'step' } : { mode: 'step', position };
      }
      case 'target': {
        const target = maybeNode(rest, document);
        return target === null ? null : { target };
      }
      case 'look':
        return this.look(rest.split(/[\s,]+/));
      case 'set': {
        const values = maybeValues(rest, document);
        return values === null ? null : { values: { ...stop.values, ...values } };
      }
      default:
        return null;
    }
  }

  /** Wires where a place is written with >, nodes else; null where one is not there. */
  private look(places: readonly string[]): Partial<LessonStop> | null {
    const wires = places.filter((place) => place.includes('>'));
    const nodes = places
      .filter((place) => !place.includes('>'))
      .map((place) => maybeNode(place, this.document));
    const edges = wires.map((place) => maybeWire(place, this.document));
    if (nodes.includes(null) || edges.includes(null)) return null;
    return {
      ...(nodes.length === 0 ? {} : { nodes: nodes.filter((node) => node !== null) }),
      ...(edges.length === 0 ? {} : { edges: edges.filter((edge) => edge !== null) }),
    };
  }

  private question({ directives, text }: Section): LessonQuestion | null {
    const [before, after = ''] = text.split(new RegExp(`^${REASON_LINE}$`, 'm'));
    let asked: Pick<LessonQuestion, 'of' | 'node' | 'element' | 'wanted' | 'within'> | null = null;
    let solution: LessonValues = {};
    for (const { word, rest, line } of directives) {
      const [, place, wanted, within] =
        /^(.+?)\s*=\s*(-?[\d.e-]+)\s+within\s+([\d.e-]+)$/.exec(rest) ?? [];
      const number = word === 'ask' && place !== undefined ? this.number(place) : null;
      const values = word === 'answer' ? maybeValues(rest, this.document) : null;
      if (number !== null && Number.isFinite(Number(wanted)) && Number(within) >= 0) {
        asked = { ...number, wanted: Number(wanted), within: Number(within) };
      } else if (values !== null) solution = { ...solution, ...values };
      else this.unknown(line, rest);
    }
    if (asked === null) return null;
    return { ...asked, text: before.trim(), solution, reason: after.trim() };
  }

  private exercise({ directives }: Section): NonNullable<Lesson['exercise']> {
    const blanks: LessonBlank[] = [];
    const draw: Record<string, readonly number[]> = {};
    for (const { word, rest, line } of directives) {
      const blank = word === 'blank' ? this.blank(rest) : null;
      const [name = '', ...numbers] = rest.split(/\s+/);
      const node = word === 'draw' ? maybeNode(name, this.document) : null;
      const drawn = numbers.map(Number);
      if (blank !== null) blanks.push(blank);
      else if (node !== null && drawn.length > 0 && drawn.every(Number.isFinite))
        draw[node] = drawn;
      else this.unknown(line, rest);
    }
    return { blanks, ...(Object.keys(draw).length === 0 ? {} : { draw }) };
  }

  private blank(text: string): LessonBlank | null {
    const [, place, within] = /^(.+?)\s+within\s+([\d.e-]+)$/.exec(text) ?? [];
    const number = place === undefined ? null : this.number(place);
    if (number !== null && Number(within) >= 0) {
      return { kind: 'number', ...number, within: Number(within) };
    }
    const [, name, choices] = /^operation\s+(\S+)\s+of\s+(.+)$/.exec(text) ?? [];
    const node = name === undefined ? null : maybeNode(name, this.document);
    if (node !== null) return { kind: 'operation', node, choices: choices.split(/[\s,]+/) };
    const [, start, end, port] = /^wire\s+([^\s>]+)>([^\s>]+)\.([^\s.]+)$/.exec(text) ?? [];
    const from = start === undefined ? null : maybeNode(start, this.document);
    const to = end === undefined ? null : maybeNode(end, this.document);
    return from === null || to === null ? null : { kind: 'wire', from, to, port };
  }

  /** `value h`, `gradient W[3]`. */
  private number(text: string): LessonNumber | null {
    const [, of, name, element] =
      /^(value|gradient)\s+([^\s[\]]+)(?:\[(\d+)\])?$/.exec(text.trim()) ?? [];
    const node = name === undefined ? null : maybeNode(name, this.document);
    if (node === null || (of !== 'value' && of !== 'gradient')) return null;
    return { of, node, ...(element === undefined ? {} : { element: Number(element) }) };
  }

  private unknown(line: number, text: string): void {
    this.problems.push({
      code: 'bad-lesson-line',
      message: `line ${line} is not understood: ${printable(text, 60)}`,
      hint: 'name nodes and wires of this graph, as w2 and w2>h',
      path: `line ${line}`,
    });
  }
}

/** The two lines for the card, in any order, and what stands below them. */
function headOf(text: string): {
  readonly head: Partial<Record<'chapter' | 'teaches', string>>;
  readonly body: string;
} {
  const head: Partial<Record<'chapter' | 'teaches', string>> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const [, word, rest] = /^(Chapter|Teaches):\s*(.*?)\s*$/.exec(lines[0]) ?? [];
    if (word === undefined) break;
    head[word === 'Chapter' ? 'chapter' : 'teaches'] = rest;
    lines.shift();
  }
  return { head, body: lines.join('\n').trim() };
}

/** What stands above the first heading, then each heading with what stands below it. */
function sectionsOf(text: string): readonly Section[] {
  const sections: { heading: string; directives: Directive[]; lines: string[] }[] = [
    { heading: '', directives: [], lines: [] },
  ];
  let fenced = false;
  text.split(/\r?\n/).forEach((written, index) => {
    const section = sections[sections.length - 1];
    if (written.startsWith('```')) fenced = !fenced;
    const [, heading] = (!fenced && /^##\s+(.*?)\s*$/.exec(written)) || [];
    const [, word, rest] = (!fenced && /^@(\w+)\s*(.*?)\s*$/.exec(written)) || [];
    if (heading !== undefined) sections.push({ heading, directives: [], lines: [] });
    else if (word !== undefined && written.trim() !== REASON_LINE) {
      section.directives.push({ word, rest, line: index + 1 });
    } else section.lines.push(written);
  });
  return sections.map(({ heading, directives, lines }) => ({
    heading,
    directives,
    text: lines.join('\n').trim(),
  }));
}
