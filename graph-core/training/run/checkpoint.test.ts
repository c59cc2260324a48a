import { describe, expect, test } from 'vitest';
import type { GraphDocument, TrainingSettings } from '../../graph/document.ts';
import { granted, reasons } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { type Checkpoint, checkpointOf, resume } from './checkpoint.ts';
import { LiveRun } from './live-run.ts';

function started(document: GraphDocument): LiveRun {
  const run = granted(LiveRun.start(document));
  return run;
}

const bits = (run: LiveRun) => run.variables().map(({ tensor }) => [...tensor.data]);

function saved(run: LiveRun): Checkpoint {
  const made = granted(checkpointOf(run));
  return JSON.parse(JSON.stringify(made));
}

const settings: Partial<TrainingSettings> = {
  rate: 0.02,
  optimizer: { kind: 'adam' },
  schedule: { kind: 'cosine', options: { length: 80 } },
};

test('a run resumed from the text of a checkpoint goes on to the last bit', () => {
  const whole = started(spirals(settings));
  whole.advance(61);
  const checkpoint = saved(whole);
  const losses = [...whole.advance(70)];
  const resumed = started(spirals(settings));
  expect(resume(resumed, checkpoint)).toEqual([]);
  expect(resumed.step).toBe(61);
  expect([...resumed.advance(70)]).toEqual(losses);
  expect(bits(resumed)).toEqual(bits(whole));
});

test('a run with dropout draws the masks of its steps again', () => {
  const document = spirals(settings);
  const { e5, ...edges } = document.edges;
  expect(e5.from).toBe('h');
  const dropped = {
    ...document,
    nodes: { ...document.nodes, d: node('dropout', { rate: 0.25 }) },
    edges: { ...edges, d1: { from: 'h', to: 'd', port: 'x' }, d2: { ...e5, from: 'd' } },
  };
  const whole = started(dropped);
  whole.advance(23);
  const checkpoint = saved(whole);
  const losses = [...whole.advance(30)];
  const resumed = started(dropped);
  expect(resume(resumed, checkpoint)).toEqual([]);
  expect([...resumed.advance(30)]).toEqual(losses);
  expect(bits(resumed)).toEqual(bits(whole));
});

test('a resumed run that loses its numbers does so at the same step', () => {
  const document = line({ rate: 1.5, optimizer: { kind: 'momentum' } });
  const whole = started(document);
  whole.advance(9);
  const checkpoint = saved(whole);
  const losses = [...whole.advance(900)];
  expect(losses.length).toBeLessThan(900);
  const resumed = started(document);
  expect(resume(resumed, checkpoint)).toEqual([]);
  expect([...resumed.advance(900)]).toEqual(losses);
});

test('weights that are no numbers are not saved', () => {
  const run = started(line({ rate: 100 }));
  for (let i = 0; i < 40; i++) run.advance(900);
  expect(reasons(checkpointOf(run))).toEqual([
    {
      code: 'checkpoint',
      message: 'checkpoint: b has numbers that are not finite',
      hint: 'use a smaller learning rate',
    },
  ]);
});

describe('a checkpoint is refused, and the run stays at step 0, when it is', () => {
  const run = started(spirals(settings));
  run.advance(5);
  const good = saved(run);
  const [first, ...others] = good.variables;
  const { training } = spirals(settings);
  test.each<[string, GraphDocument, unknown, readonly string[]]>([
    [
      'no checkpoint',
      spirals(settings),
      { format: 'gradwire' },
      ['this is no checkpoint of Gradwire / choose a file written by --checkpoint'],
    ],
    [
      'of a later version',
      spirals(settings),
      { ...good, version: 2 },
      ['its version is 2, this Gradwire reads version 1 / use the Gradwire that wrote it'],
    ],
    [
      'short of a number',
      spirals(settings),
      { ...good, variables: [{ ...first, numbers: first.numbers.slice(1) }, ...others] },
      ['variable 1 is damaged / use another checkpoint, or begin anew'],
    ],
    [
      'of other settings',
      spirals({ ...settings, rate: 0.1, schedule: { kind: 'constant' } }),
      good,
      [
        'it was made with rate 0.02, this run has 0.1 / use the settings it was made with, or begin anew',
        'it was made with schedule {"kind":"cosine","options":{"length":80}}, this run has {"kind":"constant"} / use the settings it was made with, or begin anew',
      ],
    ],
    [
      'of another optimizer',
      spirals({ ...settings, optimizer: { kind: 'momentum' } }),
      { ...good, variables: others },
      [
        'it has no W1, which this run changes / train the graph it was made from, or begin anew',
        'it was made with optimizer {"kind":"adam"}, this run has {"kind":"momentum"} / use the settings it was made with, or begin anew',
      ],
    ],
    [
      'of a layer of another size',
      spirals(settings),
      { ...good, variables: [{ ...first, shape: [2, 8] }, ...others] },
      ['its W1 is [2, 8], here it is [8, 2] / train the graph it was made from, or begin anew'],
    ],
    [
      'of a graph with another activation',
      {
        ...spirals(settings),
        nodes: { ...spirals().nodes, h: { ...spirals().nodes.h, op: 'relu' } },
        ...(training === undefined ? {} : { training }),
      },
      good,
      ['the graph has changed since it was made / train the graph it was made from, or begin anew'],
    ],
  ])('%s', (_, document, raw, expected) => {
    const fresh = started(document);
    const problems = resume(fresh, raw);
    expect(problems.map(({ message, hint }) => `${message} / ${hint}`)).toEqual(
      expected.map((line) => `checkpoint: ${line}`),
    );
    expect(fresh.step).toBe(0);
  });
});
