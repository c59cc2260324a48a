import { expect, test } from 'vitest';
import type { Example } from './example.ts';
import { matchesSearch } from './gallery-search.ts';

const lesson: Example = {
  id: 'b2',
  lesson: 'B2',
  chapter: 'Scores and losses',
  title: 'Softmax cross-entropy',
  summary: 'From scores to probabilities.',
  isExercise: false,
  document: {
    format: 'gradwire',
    version: 2,
    name: '',
    nodes: { e: { op: 'exp', attrs: {}, position: { x: 0, y: 0 } } },
    edges: {},
  },
  progressKey: 'b2',
  open: async () => {},
};

test.each(['', 'b2', 'SOFTMAX', 'scores entropy', 'exp', ' probabilities '])(
  '"%s" finds it',
  (search) => {
    expect(matchesSearch(lesson, search)).toBe(true);
  },
);

test.each(['hinge', 'softmax hinge', 'b22'])('"%s" does not', (search) => {
  expect(matchesSearch(lesson, search)).toBe(false);
});
