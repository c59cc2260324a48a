/** Settings no one would choose: a file with them opens or is refused, and so does a run; nothing throws. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDocument } from '../../formats/json/format-document.ts';
import { parseDocument } from '../../formats/json/parse-document.ts';
import { isRefused, refuse } from '../../graph/problem.ts';
import { classifier } from '../../testing/training-documents.ts';
import { startInterpreted } from '../run/interpreted-run.ts';

const sound = JSON.parse(formatDocument(classifier('circles', 2)));

const number = fc.constantFrom<unknown>(
  ...[0, -0, 1, -1, 0.5, 1.5, 3, 20, 1e-320, 100_001, 1e6, 2 ** 31, 1e9, 2 ** 53, 1e308, -1e308],
  ...['NaN', 'Infinity', '', null, true, [], {}],
);
const name = fc.constantFrom<unknown>(
  ...['x', 't', 'L', 'W', 'gone', '', 'toString', '__proto__', 'constructor', 7, null, ['x']],
);
const kind = fc.constantFrom<unknown>(
  ...['xor', 'moons', 'linear', 'points', 'file', 'suns', 'toString', '__proto__', '', 1],
);
const option = fc.constantFrom(
  ...['momentum', 'beta1', 'epsilon', 'decay', 'warmup', 'every', 'length', 'features', 'gone'],
  ...['__proto__', 'constructor'],
);
const options = fc.array(fc.tuple(option, number), { maxLength: 4 }).map((entries) =>
  // Assignment would call the setter of __proto__.
  Object.fromEntries(entries),
);
const rule = (kinds: readonly string[]) =>
  fc.record(
    { kind: fc.constantFrom<unknown>(...kinds, 'lion', '__proto__', 3), options },
    { requiredKeys: ['kind'] },
  );
const point = fc.tuple(number, number, number);
/** One or two fields at a time, so that not everything is refused. */
const change = fewOf({
  loss: name,
  features: name,
  targets: name,
  rate: number,
  batch: number,
  seed: number,
  optimizer: rule(['sgd', 'momentum', 'adam', 'adamw']),
  schedule: rule(['step', 'cosine', 'inverse']),
  dataset: fewOf({
    kind,
    size: number,
    noise: number,
    seed: number,
    testShare: number,
    standardize: number,
    options,
    points: fc.oneof(number, fc.array(point, { maxLength: 3 })),
    file: fc.record({ name, hash: fc.constantFrom<unknown>('0'.repeat(64), 'f00', 1) }),
  }),
});

function fewOf(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  const chosen = fc.subarray(Object.keys(fields), { minLength: 1, maxLength: 2 });
  return chosen.chain((keys) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, fields[key]]))),
  );
}

test('600 hostile settings open or are refused, train two steps or say why not', () => {
  const seen = { refused: 0, opened: 0, trained: 0 };
  fc.assert(
    fc.property(change, (changed) => {
      const training = {
        ...sound.training,
        ...changed,
        dataset: { ...sound.training.dataset, ...(changed['dataset'] ?? {}) },
      };
      const { document, problems } = parseDocument(JSON.stringify({ ...sound, training }));
      const run = document === null ? refuse(...problems) : startInterpreted(document);
      if (document === null) seen.refused += 1;
      if (isRefused(run)) {
        if (document !== null) seen.opened += 1;
        expect(run.refused.length).toBeGreaterThan(0);
        for (const { code, message, hint } of run.refused) {
          expect(code).toMatch(/^[a-z-]+$/);
          expect(message.length).toBeGreaterThan(0);
          expect(`${message} ${hint}`).not.toMatch(/undefined|\[object|internal:/);
          expect(`${message} ${hint}`.length).toBeLessThan(500);
        }
        return;
      }
      seen.trained += 1;
      run.advance();
      run.advance();
    }),
    { seed: 20261121, numRuns: 600 },
  );
  // The generator reaches all three.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});

test('200,001 drawn points are refused by their count', () => {
  const points = Array.from({ length: 200_001 }, () => [0, 0, 0]);
  const dataset = { ...sound.training.dataset, kind: 'points', points };
  const text = JSON.stringify({ ...sound, training: { ...sound.training, dataset } });
  const { document, problems } = parseDocument(text);
  expect(document).toBeNull();
  expect(problems.map(({ path, message, hint }) => `${path}: ${message} / ${hint}`)).toEqual([
    'training.dataset.points: 200001 points, the limit is 2000 / use at most 2000',
  ]);
});
