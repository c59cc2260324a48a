/** Dropout: every engine draws the same masks, predictions use their mean. */

import { expect, test } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { changesInTraining } from '../../ops/kit/operation.ts';
import { OP_TYPES, opDef } from '../../ops/registry.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { granted } from '../../testing/granted.ts';
import { classifier } from '../../testing/training-documents.ts';
import { Predictor } from '../look/predictor.ts';
import { startCompiled } from '../run/compiled-run.ts';
import { type InterpretedRun, startInterpreted } from '../run/interpreted-run.ts';
import { LiveRun } from '../run/live-run.ts';
import { masksOf } from './masks.ts';

/** Three spirals with dropout between the features and the rest of the net. */
function dropping(rate: number, seed = 3): GraphDocument {
  const document = classifier('three-spirals', 3, {
    batch: 7,
    dataset: { kind: 'three-spirals', size: 60, noise: 0.1, seed: 1 },
  });
  const { features } = document.training ?? { features: '' };
  const [edge, wire] = Object.entries(document.edges).find(([, { from }]) => from === features) ?? [
    '',
    { from: '', to: '', port: '' },
  ];
  return {
    ...document,
    nodes: {
      ...document.nodes,
      drop: { op: 'dropout', attrs: { rate, seed }, position: { x: 0, y: 0 } },
    },
    edges: {
      ...document.edges,
      [edge]: { from: 'drop', to: wire.to, port: wire.port },
      toDrop: { from: features, to: 'drop', port: 'x' },
    },
  };
}

function interpreted(document: GraphDocument): InterpretedRun {
  const run = granted(startInterpreted(document));
  return run;
}

test('the loop draws the masks of the interpreter: losses of 40 steps are within 1e-5', () => {
  const plain = interpreted(dropping(0.4));
  const loop = granted(startCompiled(dropping(0.4)));
  for (let step = 0; step < 40; step++) {
    expect(Math.abs(loop.advance(1) - plain.advance())).toBeLessThan(1e-5);
  }
});

test('masks depend on seed and step alone: the same after a rewind, others for another seed', () => {
  const losses = (run: InterpretedRun) => Array.from({ length: 10 }, () => run.advance());
  const run = interpreted(dropping(0.4));
  const first = losses(run);
  run.rewind();
  expect(losses(run)).toEqual(first);
  expect(losses(interpreted(dropping(0.4, 4)))).not.toEqual(first);
  expect(losses(interpreted(dropping(0)))).not.toEqual(first);
});

test('the badge agrees on a net with dropout', () => {
  const run = granted(LiveRun.start(dropping(0.4)));
  expect(run.state().refusal).toBe('');
  expect(run.playing.kind).toBe('compiled');
});

test('predictions do not drop anything: they are those of the net without dropout', () => {
  const points = [0.1, 0.2, -0.3, 0.4, 0.5, -0.6];
  const [dropped, plain] = [dropping(0.4), dropping(0)].map((document) =>
    [...(Predictor.forRows(interpreted(document), 3)?.predict(points) ?? [])].map((score) =>
      Number(score.toPrecision(12)),
    ),
  );
  expect(dropped).toEqual(plain);
});

test('every source that training draws anew says so in its record, and only those', () => {
  const redrawn = OP_TYPES.filter((op) => {
    const definition = opDef(op);
    return definition?.kind === 'source' && definition.redraw !== undefined;
  });
  expect(redrawn).toEqual(['mask']);
  const trained = OP_TYPES.filter((op) => changesInTraining(opDef(op), {}));
  expect(trained).toEqual(['parameter']);
  expect(changesInTraining(opDef('parameter'), { trainable: false })).toBe(false);
});

test('a mask is drawn by its rate, its seed and its node, and nothing else', () => {
  const g = new ProgramBuilder();
  g.node = 'a';
  const first = g.source('mask', { rate: 0.25, seed: 7, shape: [4] }, [4]);
  g.node = 'b';
  const second = g.source('mask', { rate: 0.25, seed: 7, shape: [4] }, [4]);
  const input = g.source('input', {}, [4]);
  const masks = masksOf(g.finish());
  expect(masks.map(({ value }) => value)).toEqual([first.id, second.id]);
  expect(masks.map(({ value }) => value)).not.toContain(input.id);
  const [a, b] = masks.map(({ draw }) => draw);
  expect(a).toMatchObject({ rate: 0.25, seed: 7 });
  expect(b).toMatchObject({ rate: 0.25, seed: 7 });
  expect(a.owner).not.toBe(b.owner);
});
