/** Time in a session: back to any step, another rate there, the first step at which something is so. */
import { expect, test } from 'vitest';
import { session } from '../../testing/held-session.ts';
import { line } from '../../testing/training-documents.ts';

test('a run is put back to any of its steps, and goes on from there as it did', () => {
  const { act, latest } = session(line());
  act({ steps: 30 });
  const end = latest();
  act({ seek: 12 });
  expect(latest()).toMatchObject({ status: 'paused', step: 12, lastStep: 30, target: null });
  expect(latest().curve).toEqual(end.curve);
  act({ steps: 18 });
  expect(latest().parameters).toEqual(end.parameters);
  expect(latest().curve).toEqual(end.curve);
  expect(latest().loss).toBe(end.loss);
});

test('another rate in the past leaves the curve of the run before beside the new one', () => {
  const { act, latest } = session(line());
  act({ steps: 30 });
  const { curve } = latest();
  act({ seek: 10 });
  act({ rate: 0.01 });
  expect(latest()).toMatchObject({ step: 10, lastStep: 10, left: { step: 10, rate: 0.1, curve } });
  act({ steps: 5 });
  expect(latest().curve.step.at(-1)).toBe(14);
  expect(latest().rates).toEqual([
    { step: 0, rate: 0.1 },
    { step: 10, rate: 0.01 },
  ]);
});

test('a run that has diverged is put back and can go on at another rate', () => {
  const { act, latest } = session(line({ rate: 1e200 }));
  act({ steps: 9 });
  expect(latest().status).toBe('diverged');
  act({ find: { kind: 'not-finite' } });
  expect(latest().found).toMatchObject({ how: 'halving', refusal: '' });
  expect(latest().found?.step).not.toBe(null);
  act({ seek: 0 });
  act({ rate: 0.1 });
  act({ steps: 5 });
  expect(latest()).toMatchObject({ status: 'paused', step: 5 });
});
