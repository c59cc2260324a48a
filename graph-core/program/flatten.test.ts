import { expect, test } from 'vitest';
import type { AttrValues, GraphDocument } from '../graph/document.ts';
import { tensor } from '../tensor/tensor.ts';
import { flatten } from './flatten.ts';

function variable(op: string, attrs: AttrValues): GraphDocument {
  const nodes = { x: { op, attrs, position: { x: 0, y: 0 } } };
  return { format: 'gradwire', version: 1, name: '', nodes, edges: {} };
}

const given = tensor([3, 2], [1, 2, 3, 4, 5, 6]);

/** The given value flattened into a document with one variable: its shape, or what is wrong. */
function check(op: string, attrs: AttrValues): unknown {
  const { program, sources, problems } = flatten(variable(op, attrs), new Map([['x', given]]));
  if (problems.length > 0) return problems[0].message;
  expect(sources.get(0)).toBe(given);
  return program.instructions[0].shape;
}

test.each<[string, string, AttrValues, unknown]>([
  ['a number', 'input', { value: 1 }, [3, 2]],
  [
    'a value of another size under the same name',
    'input',
    { value: [[1, 2]], shape: ['N', 2] },
    [3, 2],
  ],
  ['a ragged value', 'input', { value: [[1], [2, 3]] }, [3, 2]],
  [
    'a shape it does not have',
    'input',
    { value: null, shape: ['N', 3] },
    'x is declared [3, 3] but its value is [3, 2]',
  ],
  ['a parameter with a value', 'parameter', { value: 1 }, [3, 2]],
  ['a parameter that is drawn', 'parameter', { init: 'he', shape: [3, 2] }, [3, 2]],
])('a value from outside takes the place of %s', (_, op, attrs, expected) => {
  expect(check(op, attrs)).toEqual(expected);
});
