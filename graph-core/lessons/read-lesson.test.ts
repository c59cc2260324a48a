import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { planTrace } from '../evaluate/trace.ts';
import type { GraphDocument } from '../graph/document.ts';
import { GraphBuilder } from '../library/graph-builder.ts';
import { computationOf, lessonFaults } from './lesson-faults.ts';
import { lessonText } from './lesson-text.ts';
import { readLesson } from './read-lesson.ts';

const text = `Chapter: Values
Teaches: A product swaps its inputs.

The product of [x](node:x) and [y](node:y) is [-12](value:f): $f = \\val{x}{4} \\cdot \\val{y}{-3}$.

## Back to x
@step backward x>f
@target f
@look x x>f
@set y = 2

With [y = 2](set:y=2) the gradient is [2](gradient:x), so a step of a half leads to [3](=x-0.5*d(x)).

## Exercise
@blank gradient x within 0.01
@blank operation f of multiply add
@draw x 1 2 3

## Question
@ask gradient x = 5 within 0.001
@answer y = 5

Which y?

@reason

The gradient of x is y.
`;

function product(): GraphDocument {
  const graph = new GraphBuilder('f = x y');
  const x = graph.input('x', 4);
  const y = graph.input('y', -3);
  graph.op('multiply', { x, y }, { name: 'f' });
  return named(graph.document());
}

/** With names as keys. */
function named(document: GraphDocument): GraphDocument {
  const key = (id: string) => document.nodes[id].name ?? id;
  return {
    ...document,
    nodes: Object.fromEntries(Object.entries(document.nodes).map(([id, node]) => [key(id), node])),
    edges: Object.fromEntries(
      Object.entries(document.edges).map(([id, { from, to, port }]) => [
        id,
        { from: key(from), to: key(to), port },
      ]),
    ),
  };
}

const compute = (document: GraphDocument) => {
  const evaluation = evaluateDocument(document);
  return computationOf(evaluation, planTrace(evaluation));
};

test('the text of a lesson is read, without faults, and written again as it was', () => {
  const document = product();
  const { lesson, problems } = readLesson(text, document);
  expect(problems).toEqual([]);
  expect(lessonFaults(lesson, document, compute)).toEqual([]);
  expect(lessonText(lesson, document)).toBe(text);
});

test.each([
  ['[-12](value:f)', '[-13](value:f)', 'text: [-13](value:f) is -12'],
  ['[x](node:x)', '[x](node:z)', 'text: the link [x](node:z) leads nowhere'],
  ['\\val{x}{4}', '\\val{x}{5}', 'text: [5](value:x) is 4'],
  ['[2](gradient:x)', '[-3](gradient:x)', 'stop 1, Back to x: [-3](gradient:x) is 2'],
  ['[3](=x-0.5*d(x))', '[2.5](=x-0.5*d(x))', 'stop 1, Back to x: [2.5](=x-0.5*d(x)) is 3'],
  ['@answer y = 5', '@answer y = 4', 'question: its answer gives 4'],
  ['gradient x = 5', 'gradient x = -3', 'question: it is answered before anything is changed'],
  ['of multiply add', 'of subtract add', 'blank 2: multiply is no choice'],
  ['Which y?', 'Is it 2.5?', 'question: 2.5 refers to nothing; write it as a link, as [2.5](=…)'],
])('%s written as %s is a fault', (right, wrong, fault) => {
  const document = product();
  const { lesson, problems } = readLesson(text.replace(right, wrong), document);
  expect(problems).toEqual([]);
  expect(lessonFaults(lesson, document, compute)).toContain(fault);
});

test('lines that are not understood are told with their numbers', () => {
  const { problems } = readLesson(
    text.replace('@look x x>f', '@look x z>f').replace('@target f', '@aim f'),
    product(),
  );
  expect(problems.map(({ message }) => message)).toEqual([
    'line 8 is not understood: f',
    'line 9 is not understood: x z>f',
  ]);
});

test('the example of docs/lessons.md is canonical and has no faults', () => {
  const page = readFileSync(new URL('../../docs/lessons.md', import.meta.url), 'utf8');
  const example = /```markdown\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const document = product();
  const { lesson, problems } = readLesson(example, document);
  expect(problems).toEqual([]);
  expect(lessonFaults(lesson, document, compute)).toEqual([]);
  expect(lessonText(lesson, document)).toBe(example);
});
