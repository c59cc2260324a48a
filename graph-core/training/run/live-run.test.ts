import { expect, test, vi } from 'vitest';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { LiveRun } from './live-run.ts';
import { agrees } from './parity.ts';

function started(document: Parameters<typeof LiveRun.start>[0]): LiveRun {
  const run = granted(LiveRun.start(document));
  return run;
}

test('the compiled loop plays when it agrees with the interpreter within 1e-4', () => {
  // On a busy machine fewer steps are compared: here time stands still.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const run = started(spirals());
  clock.mockRestore();
  expect(run.playing.kind).toBe('compiled');
  expect(run.playing.parity).toMatchObject({ steps: 8, bound: 1e-4 });
  expect(run.playing.parity !== null && agrees(run.playing.parity)).toBe(true);
  expect(run.step).toBe(0);
});

test('its losses are those of the interpreter within 1e-4 over two epochs', () => {
  const run = started(spirals());
  const losses = run.advance(40);
  run.reference.rewind();
  const expected = Array.from({ length: 40 }, () => run.reference.advance());
  losses.forEach((loss, i) => {
    expect(Math.abs(loss - expected[i])).toBeLessThan(1e-4);
  });
});

test('weights are those of the loop after sync, and the initial ones after rewind', () => {
  const run = started(spirals());
  const initial = run.weights().get('W1')?.data.slice();
  run.advance(20);
  expect(run.weights().get('W1')?.data).toEqual(initial);
  run.sync();
  expect(run.weights().get('W1')?.data).not.toEqual(initial);
  run.rewind();
  expect(run.weights().get('W1')?.data).toEqual(initial);
  expect(run.step).toBe(0);
});

test('two runs give the same losses bit by bit, in calls of any length', () => {
  const whole = started(spirals()).advance(60);
  const pieces = started(spirals());
  const joined = [7, 1, 30, 22].flatMap((steps) => [...pieces.advance(steps)]);
  expect(joined).toEqual(whole);
});

test('a run that diverges stops right after the first loss that is no number', () => {
  const run = started(line({ rate: 3 }));
  const losses = [...run.advance(200)];
  expect(losses.slice(0, -1).every((loss) => Number.isFinite(loss))).toBe(true);
  expect(Number.isFinite(losses[losses.length - 1])).toBe(false);
  expect(run.step).toBe(losses.length);
});

test('where WebAssembly is not to be had the interpreter plays', () => {
  const create = vi.spyOn(CompiledLoop, 'create').mockImplementation(() => {
    throw new Error('WebAssembly.Module is disallowed by the content security policy');
  });
  const run = started(line());
  create.mockRestore();
  expect([run.playing.kind, run.playing.parity]).toEqual(['interpreter', null]);
  expect(run.state().refusal).toBe(
    'WebAssembly is not allowed here: WebAssembly.Module is disallowed by the content security policy',
  );
  expect(run.advance(3).length).toBe(3);
  expect(run.step).toBe(3);
});

test('a browser without WebAssembly trains by the interpreter', () => {
  vi.stubGlobal('WebAssembly', undefined);
  const run = started(line());
  vi.unstubAllGlobals();
  expect(run.state().refusal).toBe('this browser has no WebAssembly');
  expect(run.advance(3).length).toBe(3);
});

test('memory that is not to be had is told with its size, and the next run gets some', () => {
  const Instance = class {
    constructor() {
      throw new RangeError('WebAssembly.Instance(): Out of memory');
    }
  };
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Instance: { value: Instance } }));
  const run = started(spirals());
  vi.unstubAllGlobals();
  expect(run.state().refusal).toBe('the loop needs 1 MiB of memory, which are not to be had');
  expect(run.advance(3).length).toBe(3);
  expect(started(spirals()).state().refusal).toBe('');
});

test('a loop that breaks off while it is compared is not used', () => {
  vi.spyOn(CompiledLoop.prototype, 'run').mockImplementation(() => {
    throw new WebAssembly.RuntimeError('memory access out of bounds');
  });
  const run = started(spirals());
  vi.mocked(CompiledLoop.prototype.run).mockRestore();
  expect([run.playing.kind, run.playing.parity, run.step]).toEqual(['interpreter', null, 0]);
  expect(run.state().refusal).toBe(
    'the compiled loop broke off after step 0: memory access out of bounds',
  );
  expect(run.advance(3)).toEqual(
    Array.from(started(spirals()).advance(3), (x) => expect.closeTo(x, 5)),
  );
});

test('a run that was looked at on the way diverges at the same step, with the same losses', () => {
  const whole = [...started(line({ rate: 3 })).advance(200)];
  const watched = started(line({ rate: 3 }));
  const losses = [...watched.advance(3)];
  watched.sync();
  losses.push(...watched.advance(4));
  watched.sync();
  losses.push(...watched.advance(200));
  expect(losses).toEqual(whole);
  expect(watched.step).toBe(whole.length);
});

test('a compiled run put back to a step does the same steps again, bit by bit', () => {
  const run = started(spirals());
  if (run.playing.kind !== 'compiled') throw new Error('nothing was compiled');
  run.advance(27);
  const variables = run.playing.run.variables();
  const losses = [...run.advance(30)];
  run.playing.run.restore(27, variables);
  expect([...run.advance(30)]).toEqual(losses);
});

test('gradients are compared on request, parameter by parameter, within 1e-6', () => {
  const run = started(spirals({ optimizer: { kind: 'adam' } }));
  const before = run.playing.parity;
  expect(before?.gradients).toBeNull();
  expect(before?.rows.map(({ gradient }) => gradient)).toEqual([null, null, null, null]);
  run.advance(9);
  run.compareGradients();
  expect(run.step).toBe(9);
  expect(run.playing.parity).toMatchObject({ loss: before?.loss, parameters: before?.parameters });
  expect(run.playing.parity?.gradients).toBeGreaterThan(0);
  expect(run.playing.parity?.gradients).toBeLessThan(1e-6);
  expect(run.playing.parity?.rows.map(({ node }) => node)).toEqual(['W1', 'W2', 'b1', 'b2']);
  const largest = Math.max(
    ...(run.playing.parity?.rows ?? []).map(({ gradient }) => gradient ?? 9),
  );
  expect(largest).toBe(run.playing.parity?.gradients);
});

test('a new rate holds from the next step on, as if it had been the rate of a run that began there', () => {
  const run = started(spirals({ optimizer: { kind: 'momentum' } }));
  run.advance(5);
  const before = run.weights();
  run.rate = 0;
  const still = [...before].map(([, { data }]) => [...data]);
  run.advance(5);
  run.sync();
  expect([...run.weights()].map(([, { data }]) => [...data])).toEqual(still);
  run.rate = 0.2;
  run.advance(1);
  run.sync();
  expect([...run.weights()].map(([, { data }]) => [...data])).not.toEqual(still);
});

test('with momentum a run diverges at the same step, looked at on the way or not', () => {
  const settings = { rate: 1.5, optimizer: { kind: 'momentum' } };
  const whole = [...started(line(settings)).advance(900)];
  expect(whole.length).toBeGreaterThan(20);
  expect(whole.length).toBeLessThan(900);
  const watched = started(line(settings));
  const losses = [...watched.advance(11)];
  watched.sync();
  losses.push(...watched.advance(900));
  expect(losses).toEqual(whole);
});

test('weights that f32 cannot settle under Adam are left out and counted', () => {
  // Both logits get the same shift: its gradient is 0 but for rounding, and Adam makes steps of that.
  const document = spirals({ optimizer: { kind: 'adam' }, rate: 0.05 });
  const { e8, ...edges } = document.edges;
  const shifted = {
    ...document,
    nodes: { ...document.nodes, shift: node('parameter', { value: 0.3 }), s: node('add') },
    edges: {
      ...edges,
      s1: { from: 'l2', to: 's', port: 'x' },
      s2: { from: 'shift', to: 's', port: 'y' },
      s3: { ...e8, from: 's' },
    },
  };
  expect(e8).toEqual({ from: 'l2', to: 'L', port: 'logits' });
  const run = started(shifted);
  expect(run.playing.kind).toBe('compiled');
  expect(run.playing.parity?.unsettled).toBe(1);
  expect(run.playing.parity?.parameters).toBeLessThan(1e-4);
});
