import { expect, test, vi } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { classifier, line, settings, spirals } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { LiveRun } from '../run/live-run.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { picturedNodes } from './pictured-nodes.ts';
import { type Gallery, UnitGallery } from './unit-gallery.ts';

const started = (document: Parameters<typeof LiveRun.start>[0]): LiveRun =>
  granted(LiveRun.start(document));

/** All that waits, group by group. */
function drawn(gallery: UnitGallery): Gallery[] {
  const all: Gallery[] = [];
  for (let next = gallery.draw(); next !== null; next = gallery.draw()) all.push(next);
  return all;
}

const nodesOf = (galleries: readonly Gallery[]): string[] =>
  galleries.flatMap(({ pictures }) => pictures.map(({ node: id }) => id));

test('pictured is what comes from the features alone, row by row: no parameters, targets or losses', () => {
  expect(picturedNodes(assertFeeding(started(spirals()).plan))).toEqual([
    { node: 'x', units: 2 },
    { node: 'l1', units: 8 },
    { node: 'h', units: 8 },
    { node: 'l2', units: 2 },
  ]);
  expect(picturedNodes(assertFeeding(started(line()).plan)).map(({ node: id }) => id)).toEqual([
    'x',
    'p',
    'y',
  ]);
});

test('what a node says about a row of its batch with others is not pictured, nor what follows', () => {
  const plain = spirals();
  const document = {
    ...plain,
    ...wiredGraph(
      {
        ...plain.nodes,
        total: node('sum', { axes: [0], keepDims: true }),
        centered: node('subtract'),
      },
      ...['x → l1.x', 'W1 → l1.weight', 'b1 → l1.bias', 'l1 → total.x', 'l1 → centered.x'],
      ...['total → centered.y', 'centered → h.x', 'h → l2.x', 'W2 → l2.weight', 'b2 → l2.bias'],
      ...['l2 → L.logits', 'y → L.target'],
    ),
  };
  const run = started(document);
  expect(picturedNodes(assertFeeding(run.plan)).map(({ node: id }) => id)).toEqual(['x', 'l1']);
});

test('units of features are the axes: the first rises to the right, the second to the top', () => {
  const run = started(classifier('moons', 3));
  const gallery = new UnitGallery(run);
  gallery.show(['x'], null);
  const [{ extent, features, pictures, step }] = drawn(gallery);
  expect([features, step]).toEqual([2, 0]);
  const [{ count, side, values }] = pictures;
  expect([count, side, values.length]).toEqual([2, 32, 2 * 32 * 32]);
  const [left, right, bottom, top] = extent;
  const half = (right - left) / 64;
  expect(values[0]).toBeCloseTo(left + half, 5);
  expect(values[31]).toBeCloseTo(right - half, 5);
  expect(values[1024]).toBeCloseTo(top - half, 5);
  expect(values[2047]).toBeCloseTo(bottom + half, 5);
});

test('a picture is what the network computes at its points, after steps as well, within 1e-5', () => {
  const run = started(spirals());
  run.advance(30);
  run.sync();
  const gallery = new UnitGallery(run);
  gallery.show(['l1', 'h'], null);
  const [{ pictures, extent, step }] = drawn(gallery);
  expect(step).toBe(30);
  const [W1, b1] = ['W1', 'b1'].map((id) => run.weights().get(id)?.data ?? new Float64Array(16));
  const [left, right, bottom] = extent;
  const at = (i: number): number => ((i + 0.5) / 32) * (right - left);
  const [l1, h] = pictures;
  for (const [unit, row, column] of [
    [0, 0, 0],
    [3, 5, 30],
    [7, 31, 12],
  ]) {
    const [x, y] = [left + at(column), bottom + at(31 - row)];
    const sum = W1[2 * unit] * x + W1[2 * unit + 1] * y + b1[unit];
    const place = unit * 1024 + row * 32 + column;
    expect(Math.abs(l1.values[place] - sum)).toBeLessThan(1e-5);
    expect(Math.abs(h.values[place] - Math.tanh(sum))).toBeLessThan(1e-5);
  }
});

test('a single feature makes curves over its interval', () => {
  const gallery = new UnitGallery(started(line()));
  gallery.show(['y'], null);
  const [{ features, extent, pictures }] = drawn(gallery);
  expect(features).toBe(1);
  const [{ side, count, values }] = pictures;
  expect([side, count, values.length]).toEqual([65, 1, 65]);
  expect(values[0]).toBeCloseTo(0.5 * extent[0] - 0.25, 5);
  expect(values[64]).toBeCloseTo(0.5 * extent[1] - 0.25, 5);
});

test('nothing is drawn that nobody looks at, that cannot be pictured, or that has not changed', () => {
  const run = started(spirals());
  const gallery = new UnitGallery(run);
  expect(gallery.draw()).toBeNull();
  gallery.show(['W1', 'y', 'L', 'nowhere'], 'L');
  expect(gallery.draw()).toBeNull();
  gallery.show(['h'], null);
  expect(nodesOf(drawn(gallery))).toEqual(['h']);
  expect(gallery.isComplete).toBe(true);
  gallery.show(['h', 'l2'], null);
  expect(nodesOf(drawn(gallery))).toEqual(['l2']);
  run.advance(1);
  run.sync();
  expect(nodesOf(drawn(gallery))).toEqual(['h', 'l2']);
  gallery.clear();
  expect(nodesOf(drawn(gallery))).toEqual(['h', 'l2']);
});

test('one node is drawn finer while it is magnified, and as the others again afterwards', () => {
  const gallery = new UnitGallery(started(spirals()));
  const sides = (): unknown =>
    drawn(gallery).flatMap(({ pictures }) => pictures.map(({ node: id, side }) => [id, side]));
  gallery.show(['h', 'l2'], 'h');
  expect(sides()).toEqual([
    ['h', 64],
    ['l2', 32],
  ]);
  gallery.show(['h', 'l2'], null);
  expect(sides()).toEqual([['h', 32]]);
});

/** A chain of so many layers of tanh. */
function deep(layers: number) {
  const plain = spirals();
  const nodes: Record<string, ReturnType<typeof node>> = { ...plain.nodes };
  const wires = ['x → l1.x', 'W1 → l1.weight', 'b1 → l1.bias', 'l1 → h.x'];
  for (let i = 0; i < layers; i++) {
    nodes[`t${i}`] = node('tanh');
    wires.push(`${i === 0 ? 'h' : `t${i - 1}`} → t${i}.x`);
  }
  wires.push(`t${layers - 1} → l2.x`, 'W2 → l2.weight', 'b2 → l2.bias');
  wires.push('l2 → L.logits', 'y → L.target');
  return { ...plain, ...wiredGraph(nodes, ...wires) };
}

test('a large graph is drawn group by group in turn, only those looked at, in coarser pictures', () => {
  const run = started(deep(100));
  const gallery = new UnitGallery(run);
  const layers = Array.from({ length: 100 }, (_, i) => `t${i}`);
  gallery.show(layers, null);
  const rounds = drawn(gallery);
  expect(rounds.length).toBe(5);
  expect(nodesOf(rounds).sort()).toEqual([...layers].sort());
  expect(rounds.every(({ pictures }) => pictures.every(({ side }) => side === 16))).toBe(true);
  run.advance(1);
  run.sync();
  // The weights change after each pass: every group still has its turn.
  const seen = new Set<string>();
  for (let pass = 0; pass < 5; pass++) {
    for (const { node: id } of gallery.draw()?.pictures ?? []) seen.add(id);
    run.advance(1);
    run.sync();
  }
  expect(seen.size).toBe(100);
  gallery.show(['t99'], null);
  expect(nodesOf(drawn(gallery))).toEqual(['t99']);
});

test('a node that is magnified keeps no other from its turn while the run goes on', () => {
  const run = started(deep(30));
  const gallery = new UnitGallery(run);
  gallery.show(['h', 't0', 't29'], 'h');
  const seen = Array.from({ length: 6 }, () => {
    run.advance(1);
    run.sync();
    return nodesOf([gallery.draw() as Gallery]).join(' ');
  });
  expect(seen).toEqual(['h', 't0', 'h', 't29', 'h', 't0']);
});

test('pictures of a run that plays wait thirty times as long as they took', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const run = started(spirals());
  const gallery = new UnitGallery(run);
  expect(gallery.isDue(0)).toBe(false);
  gallery.show(['h'], null);
  expect(gallery.isDue(0)).toBe(true);
  clock.mockReturnValueOnce(1000).mockReturnValue(1010);
  gallery.draw();
  run.advance(1);
  run.sync();
  expect(gallery.isDue(1309)).toBe(false);
  expect(gallery.isDue(1310)).toBe(true);
  clock.mockRestore();
});

test('more units than can be told apart are counted, and the first 16 drawn', () => {
  const plain = spirals();
  const wide = {
    ...plain,
    nodes: {
      ...plain.nodes,
      W1: node('parameter', { init: 'xavier', shape: [40, 2], seed: 1 }),
      b1: node('parameter', { init: 'zeros', shape: [40] }),
      W2: node('parameter', { init: 'xavier', shape: [2, 40], seed: 2 }),
    },
  };
  const gallery = new UnitGallery(started(wide));
  gallery.show(['h'], null);
  const [{ pictures }] = drawn(gallery);
  expect([pictures[0].count, pictures[0].values.length]).toEqual([40, 16 * 32 * 32]);
});

test('three features have no pictures', () => {
  const gallery = new UnitGallery(started(threeFeatures()));
  gallery.show(['x', 'y'], 'y');
  expect(gallery.draw()).toBeNull();
});

function threeFeatures() {
  const plain = line();
  return {
    ...plain,
    nodes: {
      ...plain.nodes,
      x: node('input', { value: null, shape: ['N', 3] }),
      w: node('parameter', { value: [[1], [2], [3]] }),
      p: node('matmul'),
    },
    edges: {
      ...plain.edges,
      ...wiredGraph({}, 'x → p.a', 'w → p.b').edges,
    },
    training: settings({ dataset: { kind: 'linear-regression', size: 20, noise: 0, seed: 1 } }),
  };
}
