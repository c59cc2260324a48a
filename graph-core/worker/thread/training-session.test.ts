import { beforeEach, expect, test, vi } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { session } from '../../testing/held-session.ts';
import { classifier, line } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import type { CompiledMessage } from '../messages/protocol.ts';

// A clock of our own: every look at it takes a millisecond.
let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
});

test('a session starts paused at the initial weights', () => {
  const { made } = session(line());
  expect(made.message()).toMatchObject({
    status: 'paused',
    step: 0,
    epoch: 0,
    loss: Number.NaN,
    scores: { training: { accuracy: null, confusion: null }, test: null },
    rate: 0,
    problems: [],
    parameters: { w: Float64Array.of(0.5), b: Float64Array.of(-0.25) },
  });
});

test('the curve begins with the loss before the first step, also after a rewind', () => {
  for (const document of [line(), line({ rate: 1e200 })]) {
    const { made, act, latest } = session(document);
    const begin = made.message().curve;
    expect(begin.step.length).toBe(1);
    act({ steps: 1 });
    expect(latest().curve).toEqual(begin);
    expect([begin.step[0], begin.loss[0]]).toEqual([0, latest().loss]);
    for (const steps of [1, 40, 3000]) {
      act({ steps });
      expect(latest().curve.step[0]).toEqual(begin.step[0]);
      expect(latest().curve.loss[0]).toEqual(begin.loss[0]);
      act('rewind');
      expect(latest().curve).toEqual(begin);
    }
  }
});

test('so many steps are done at once and reported once', () => {
  const { act, reports, latest } = session(line());
  act({ steps: 7 });
  expect(reports.length).toBe(1);
  expect(latest()).toMatchObject({ status: 'paused', step: 7, epoch: 1 });
  expect([...latest().curve.step]).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('steps one by one and at once give the same weights', () => {
  const [one, all] = [session(line()), session(line())];
  for (let i = 0; i < 9; i++) one.act({ steps: 1 });
  all.act({ steps: 9 });
  expect(one.latest().parameters).toEqual(all.latest().parameters);
  expect(one.latest().curve).toEqual(all.latest().curve);
});

test('playing goes on slice by slice, reports now and then, and stops at a pause', () => {
  const { act, turn, put, reports, latest } = session(line());
  act('play');
  turn(50);
  expect(put.length).toBe(1);
  expect(reports.length).toBeGreaterThan(2);
  expect(reports.length).toBeLessThan(50);
  expect(latest().status).toBe('running');
  expect(latest().rate).toBeGreaterThan(0);
  act('pause');
  const { step } = latest();
  expect(latest().status).toBe('paused');
  turn(5);
  expect(put).toEqual([]);
  expect(latest().step).toBe(step);
});

test('pause and play before the next slice do not make two runs side by side', () => {
  const { act, turn, put } = session(line());
  act('play');
  for (let i = 0; i < 5; i++) {
    act('pause');
    act('play');
  }
  turn(12);
  expect(put.length).toBe(1);
});

test('what has a picture plays so that it can be watched, or as fast as is wanted', () => {
  const { act, latest } = session(line());
  act({ speed: 'fitting' });
  expect(latest().speed).toBe(100);
  act({ speed: 7 });
  expect(latest().speed).toBe(7);
  act({ speed: 'full' });
  expect(latest().speed).toBe('full');
});

test('play while playing changes nothing', () => {
  const { act, put } = session(line());
  act('play');
  act('play');
  expect(put.length).toBe(1);
});

test('played and stepped runs have the same weights at the same step', () => {
  const [played, stepped] = [session(line()), session(line())];
  played.act('play');
  played.turn(20);
  played.act('pause');
  stepped.act({ steps: played.latest().step });
  stepped.turn(100);
  expect(stepped.latest().parameters).toEqual(played.latest().parameters);
});

test('a rewind begins the curve anew, brings the weights back and stops', () => {
  const { act, turn, put, latest, made } = session(line());
  const before = made.message();
  act('play');
  turn(10);
  act('rewind');
  expect(latest()).toMatchObject({ ...before, rate: expect.any(Number) });
  turn(3);
  expect(put).toEqual([]);
});

test('reports do not change when the run goes on', () => {
  const { act, reports } = session(line());
  act({ steps: 1 });
  const kept = structuredClone(reports[0]);
  act({ steps: 5 });
  expect(reports[0]).toEqual(kept);
});

test('the curve stays below 500 points, in order, and covers the whole run', () => {
  const { act, latest } = session(line());
  for (let i = 0; i < 40; i++) {
    act({ steps: 97 });
    const steps = [...latest().curve.step];
    expect(steps.length).toBeLessThan(500);
    expect(steps.every((step, at) => at === 0 || step > steps[at - 1])).toBe(true);
    expect(latest().step - steps[steps.length - 1]).toBeLessThan(32);
  }
  const losses = [...latest().curve.loss];
  expect(losses.every(Number.isFinite)).toBe(true);
});

test('a run whose loss is no number stops, says so, and goes on only after a rewind', () => {
  const { act, latest, reports } = session(line({ rate: 1e200 }));
  act({ steps: 50 });
  const { step } = latest();
  expect(latest().status).toBe('diverged');
  expect(step).toBeLessThan(50);
  const count = reports.length;
  act('play');
  act({ steps: 1 });
  expect(reports.length).toBe(count);
  act('rewind');
  expect(latest()).toMatchObject({ status: 'paused', step: 0 });
  act({ steps: 1 });
  expect(latest().step).toBe(1);
});

test('a step that meets a number it cannot work with pauses and names it', () => {
  const document = classifier('blobs', 3);
  const { act, put, turn, latest } = session({
    ...document,
    nodes: {
      ...document.nodes,
      L: node('softmaxLoss', { targets: 'probability' }),
      h: node('oneHot', { classes: 2 }),
      W: node('parameter', { init: 'zeros', shape: [2, 2] }),
    },
    edges: {
      ...document.edges,
      e4: { from: 't', to: 'h', port: 'x' },
      e5: { from: 'h', to: 'L', port: 'target' },
    },
  });
  act('play');
  turn(5);
  expect(put).toEqual([]);
  expect(latest()).toMatchObject({ status: 'paused', step: 0, problems: [{ node: 'h' }] });
});

test('two features have a map of classes over the square around the data', () => {
  const { made } = session(classifier('blobs', 3));
  const { boundary, fit, scores } = made.message();
  expect(fit).toBeNull();
  expect(scores?.training.accuracy).toBeGreaterThanOrEqual(0);
  expect(boundary).toMatchObject({ width: 64, height: 64 });
  const [left, right, bottom, top] = boundary?.extent ?? [0, 0, 0, 0];
  expect(right - left).toBeCloseTo(top - bottom, 12);
  expect(boundary?.classes.length).toBe(64 * 64);
  expect(Math.max(...(boundary?.classes ?? []))).toBeLessThan(3);
  const { features } = made.dataset() ?? { features: [] };
  expect(features.length).toBeGreaterThan(0);
  for (let i = 0; i < features.length; i += 2) {
    expect(features[i]).toBeGreaterThan(left);
    expect(features[i]).toBeLessThan(right);
    expect(features[i + 1]).toBeGreaterThan(bottom);
    expect(features[i + 1]).toBeLessThan(top);
  }
});

test('one feature has the curve of the network over the interval around the data', () => {
  const { made, act, latest } = session(line());
  act({ steps: 3 });
  const { fit, boundary, parameters } = latest();
  expect(boundary).toBeNull();
  expect(fit?.x[0]).toBeCloseTo(-1.2, 12);
  expect(fit?.x[160]).toBeCloseTo(1.2, 12);
  expect(fit?.y[160]).toBeCloseTo(parameters.w[0] * 1.2 + parameters.b[0], 12);
  expect(made.dataset()).toMatchObject({ width: 1, classes: null });
});

test('the examples that are handed out are copies', () => {
  const { made } = session(line());
  made.dataset()?.features.fill(9);
  expect(made.dataset()?.features[0]).toBe(-1);
});

/** Half of the examples held out, in many slices: a report has no time for all of them. */
const held = (): GraphDocument => {
  const dataset = { kind: 'blobs', size: 60_000, noise: 0.1, seed: 1, testShare: 0.5 };
  return classifier('blobs', 3, { batch: 4, dataset });
};

test('a report looks at the first examples, a rest at all of them', () => {
  const { act, latest, reports, turn } = session(held());
  act({ steps: 3 });
  const { training, test: early } = latest().scores ?? {};
  expect([training?.of, early?.of]).toEqual([30_000, 30_000]);
  expect(training?.rows).toBeLessThan(30_000);
  expect(early?.rows).toBeLessThan(30_000);
  turn(100);
  expect(reports.length).toBe(2);
  const { scores } = latest();
  expect([scores?.training.rows, scores?.test?.rows]).toEqual([30_000, 30_000]);
  expect(scores?.history).toEqual({
    step: Float64Array.of(3),
    trainingLoss: Float64Array.of(scores?.training.loss ?? Number.NaN),
    trainingAccuracy: Float64Array.of(scores?.training.accuracy ?? Number.NaN),
    testLoss: Float64Array.of(scores?.test?.loss ?? Number.NaN),
    testAccuracy: Float64Array.of(scores?.test?.accuracy ?? Number.NaN),
  });
});

test('playing puts an end to looking at the rest of the examples', () => {
  const { act, put, turn, latest } = session(held());
  act({ steps: 1 });
  act('play');
  turn(1);
  expect(put.length).toBe(1);
  act('pause');
  turn(100);
  expect(put).toEqual([]);
  expect(latest().scores?.test?.rows).toBe(30_000);
});

test('pictures are in the units of the data when features are standardized', () => {
  const dataset = { kind: 'moons', size: 60, noise: 0, seed: 1, testShare: 0.25 };
  const [plain, scaled] = [false, true].map(
    (standardize) => session(classifier('moons', 3, { dataset: { ...dataset, standardize } })).made,
  );
  const [a, b] = [plain.dataset(), scaled.dataset()];
  if (a === null || b === null) throw new Error('no data');
  expect(a.scaling).toBeNull();
  expect(b.scaling?.mean.length).toBe(2);
  expect(a.test.features.length).toBe(2 * b.testSize);
  for (const [i, x] of a.features.entries()) expect(b.features[i]).toBeCloseTo(x, 12);
  for (const [i, x] of a.test.features.entries()) expect(b.test.features[i]).toBeCloseTo(x, 12);
  const [left, scaledLeft] = [plain, scaled].map((made) => made.message().boundary?.extent[0]);
  expect(scaledLeft).toBeCloseTo(left ?? Number.NaN, 12);
});

test('points drawn by hand stand in a square that does not move', () => {
  const points = [[0.1, 0.2, 0] as const, [0.15, 0.2, 1] as const];
  const { made } = session(
    classifier('xor', 2, { dataset: { kind: 'points', size: 1, noise: 0, seed: 1, points } }),
  );
  expect(made.message().boundary?.extent).toEqual([-1, 1, -1, 1]);
});

test('an ended session stays still', () => {
  const { made, act, turn, reports, put } = session(line());
  act('play');
  made.end();
  const before = reports.length;
  turn(10);
  expect([reports.length, put.length]).toEqual([before, 0]);
});

test('a new rate holds while the run goes on; a run that had diverged begins again with it', () => {
  const { act, latest, turn } = session(line({ optimizer: { kind: 'momentum' } }));
  act('play');
  turn(2);
  act({ rate: 0.05 });
  expect(latest().status).toBe('running');
  const { step } = latest();
  expect(step).toBeGreaterThan(0);
  turn(1);
  act('pause');
  expect(latest().step).toBeGreaterThan(step);

  act({ rate: 100 });
  act({ steps: 1000 });
  expect(latest().status).toBe('diverged');
  act({ rate: 0.05 });
  expect(latest()).toMatchObject({ status: 'paused', step: 0 });
  act({ steps: 30 });
  const other = session(line({ optimizer: { kind: 'momentum' }, rate: 0.05 }));
  other.act({ steps: 30 });
  expect(latest().parameters).toEqual(other.latest().parameters);
});

test('gradients are compared on request, and the run stays where it is', () => {
  const { act, latest } = session(line({ optimizer: { kind: 'adam' } }));
  act({ steps: 12 });
  expect(latest().parity?.gradients).toBeNull();
  const { parameters } = latest();
  act('compare-gradients');
  expect(latest()).toMatchObject({ step: 12, parameters });
  expect(latest().parity?.gradients).toBeLessThan(1e-5);
});

test('the compiled loop is described at once, measured kernel by kernel, and the run is left as it was', () => {
  const { made, act, put, turn, latest } = session(line());
  act({ steps: 3 });
  turn(9);
  const before = latest();
  const told: CompiledMessage[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 5));
  made.describe((message) => told.push(message));
  const count = told[0].description?.kernels.length ?? 0;
  expect(count).toBeGreaterThan(0);
  turn(count + 1);
  expect(put.length).toBe(0);
  expect(told.slice(1).every(({ description }) => description === null)).toBe(true);
  const measured = told.map(({ microseconds }) => microseconds.filter((time) => time > 0).length);
  expect(measured).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
  expect(made.message()).toMatchObject({ step: 3, parameters: before.parameters });
});

test('kernels are not measured any more when the session has ended', () => {
  const { made, turn } = session(line());
  const told: CompiledMessage[] = [];
  made.describe((message) => told.push(message));
  made.end();
  turn(9);
  expect(told.length).toBe(1);
});

test('units are drawn while the run rests, before the first step as well, and not again', () => {
  const { act, turn, galleries, reports } = session(classifier('blobs', 3));
  act({ pictured: ['x', 'z', 'L'], magnified: null });
  expect(reports.length).toBe(0);
  turn(9);
  expect(galleries.length).toBe(1);
  expect(galleries[0]).toMatchObject({ step: 0, pictures: [{ node: 'x' }, { node: 'z' }] });
  act({ steps: 3 });
  turn(9);
  turn(9);
  expect(galleries.map(({ step }) => step)).toEqual([0, 3]);
  act('rewind');
  turn(9);
  expect(galleries[2]).toMatchObject({ ...galleries[0], step: 0 });
});

test('units are drawn beside a run that plays as long as somebody looks', () => {
  const { act, turn, galleries } = session(classifier('blobs', 3));
  act({ pictured: ['z'], magnified: null });
  act('play');
  turn(40);
  expect(galleries.length).toBeGreaterThan(1);
  act({ pictured: [], magnified: null });
  const before = galleries.length;
  turn(40);
  expect(galleries.length).toBe(before);
});
