import { expect, test, vi } from 'vitest';
import { type Evaluation, evaluateDocument } from '../../evaluate/evaluation.ts';
import { type PackedEvaluation, packEvaluation } from '../../evaluate/packed-evaluation.ts';
import type { Weights } from '../../evaluate/reused-evaluation.ts';
import type { AttrValue, GraphDocument, NodeId } from '../../graph/document.ts';
import { opDef } from '../../ops/registry.ts';
import { RandomStream } from '../../tensor/random.ts';
import { line } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import type { Response } from '../messages/protocol.ts';
import { RequestHandler } from './request-handler.ts';

/** A handler with everything it said, and the tasks it put off. */
function handler() {
  const said: Response[] = [];
  const put: (() => void)[] = [];
  const made = new RequestHandler(
    // Across a real border nothing is shared.
    (response) => said.push(structuredClone(response)),
    (task) => put.push(task),
  );
  return { said, put, handle: made.handle.bind(made) };
}

/** Values and gradients of an answer, by key. */
function numbersOf(message: PackedEvaluation): unknown {
  const read = (
    slot: { readonly shape: readonly number[]; readonly at: number } | null,
  ): unknown =>
    slot === null
      ? null
      : [
          slot.shape,
          Array.from(
            message.numbers.subarray(slot.at, slot.at + slot.shape.reduce((a, b) => a * b, 1)),
          ),
        ];
  return {
    target: message.target,
    steps: message.steps,
    nodes: Object.entries(message.nodes).map(([id, { value, gradient }]) => [
      id,
      read(value),
      read(gradient),
    ]),
    edges: Object.entries(message.edges).map(([id, slot]) => [id, read(slot)]),
  };
}

const product = (x = -2): GraphDocument =>
  wiredGraph(
    {
      x: node('input', { value: x }),
      y: node('input', { value: 5 }),
      z: node('input', { value: -4 }),
      q: node('add'),
      f: node('multiply'),
    },
    ...['x → q.x', 'y → q.y', 'q → f.x', 'z → f.y'],
  );

test('an answer holds every number of the evaluation in one buffer', () => {
  const { said, handle } = handler();
  handle({ kind: 'evaluate', id: 7, document: product(), weights: null, iteration: null });
  const [answer] = said;
  if (answer.kind !== 'evaluation') throw new Error(answer.kind);
  expect(answer.id).toBe(7);
  expect(answer.evaluation.problems).toEqual([]);
  expect(numbersOf(answer.evaluation)).toMatchObject({
    target: 'f',
    nodes: [
      ['x', [[], [-2]], [[], [-4]]],
      ['y', [[], [5]], [[], [-4]]],
      ['z', [[], [-4]], [[], [3]]],
      ['q', [[], [3]], [[], [-4]]],
      ['f', [[], [-12]], [[], [1]]],
    ],
    edges: [
      ['e1', [[], [-4]]],
      ['e2', [[], [-4]]],
      ['e3', [[], [-4]]],
      ['e4', [[], [3]]],
    ],
  });
});

test('what the target does not depend on has no gradient', () => {
  const document = wiredGraph(
    { x: node('input', { value: 1 }), y: node('input', { value: 2 }), f: node('abs') },
    'x → f.x',
  );
  const { nodes } = packEvaluation(evaluateDocument(document));
  expect(nodes.y.gradient).toBeNull();
  expect(nodes.x.gradient).not.toBeNull();
});

test('a document with nothing in it is answered with nothing', () => {
  const { said, handle } = handler();
  handle({ kind: 'evaluate', id: 1, document: wiredGraph({}), weights: null, iteration: null });
  expect(said).toMatchObject([{ evaluation: { target: null, steps: [], nodes: {}, edges: {} } }]);
});

/** A fresh evaluation, with the weights put in as values. */
function fromScratch(document: GraphDocument, weights: Weights | null): Evaluation {
  const evaluation = evaluateDocument(document);
  for (const [id, data] of Object.entries(weights ?? {})) {
    const before = evaluation.value(id);
    if (before?.data.length === data.length) evaluation.setValue(id, { ...before, data });
  }
  evaluation.run();
  return evaluation;
}

const OPS = [
  'add',
  'multiply',
  'subtract',
  'divide',
  'max',
  'relu',
  'exp',
  'sum',
  'square',
  'clip',
];
const VALUES: readonly AttrValue[] = [
  0,
  1,
  -2,
  2.5,
  [1, 2],
  [3, -4],
  [
    [1, 2],
    [3, 4],
  ],
  [1, 2, 3],
];

/** Edits a document at random: numbers, shapes, attributes, wires, names, nodes, the target. */
function randomEdit(document: GraphDocument, draw: RandomStream): GraphDocument {
  const ids = Object.keys(document.nodes);
  const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
  const edges = { ...document.edges };
  const nodes = { ...document.nodes };
  const id: NodeId = pick(ids);
  const chosen = nodes[id];
  const isSource = opDef(chosen.op)?.kind === 'source';
  switch (draw.integer(8)) {
    case 0:
    case 1:
    case 2:
      if (isSource) nodes[id] = { ...chosen, attrs: { ...chosen.attrs, value: pick(VALUES) } };
      break;
    case 3:
      if (chosen.op === 'parameter') {
        const init = pick(['value', 'he', 'zeros']);
        nodes[id] = { ...chosen, attrs: { value: pick(VALUES), init, shape: pick([null, [2]]) } };
      } else if (chosen.op === 'clip') {
        nodes[id] = { ...chosen, attrs: { low: -draw.integer(4), high: draw.integer(4) } };
      }
      break;
    case 4: {
      const to = pick(ids);
      // Only forward, by key, so that no cycle closes.
      if (Number(id.slice(1)) < Number(to.slice(1))) {
        const port = pick(['x', 'y']);
        for (const [key, edge] of Object.entries(edges)) {
          if (edge.to === to && edge.port === port) delete edges[key];
        }
        edges[`e${Object.keys(edges).length + 1 + draw.integer(1000)}`] = { from: id, to, port };
      }
      break;
    }
    case 5: {
      const wire = Object.keys(edges)[0];
      if (draw.integer(4) === 0 && wire !== undefined) delete edges[wire];
      break;
    }
    case 6:
      if (draw.integer(2) === 0) nodes[id] = { ...chosen, name: pick(['a', 'b']) };
      else nodes[id] = { ...chosen, position: { x: draw.integer(100), y: 0 } };
      break;
    default:
      return draw.integer(3) === 0
        ? { ...document, target: id }
        : { ...document, nodes: { ...nodes, [id]: { ...chosen, attrs: { ...chosen.attrs } } } };
  }
  return { ...document, nodes, edges };
}

function randomDocument(draw: RandomStream): GraphDocument {
  const nodes: Record<string, ReturnType<typeof node>> = {};
  const wires: string[] = [];
  for (let i = 0; i < 4; i++) {
    const op = ['input', 'parameter', 'constant'][draw.integer(3)];
    nodes[`n${i}`] = node(op, { value: VALUES[draw.integer(VALUES.length)] });
  }
  for (let i = 4; i < 10; i++) {
    const op = OPS[draw.integer(OPS.length)];
    nodes[`n${i}`] = node(op);
    wires.push(`n${draw.integer(i)} → n${i}.x`);
    if (['add', 'multiply', 'subtract', 'divide', 'max'].includes(op)) {
      wires.push(`n${draw.integer(i)} → n${i}.y`);
    }
  }
  return wiredGraph(nodes, ...wires);
}

function randomWeights(document: GraphDocument, draw: RandomStream): Weights | null {
  if (draw.integer(3) > 0) return null;
  const weights: Record<string, Float64Array<ArrayBuffer>> = {};
  for (const [id, { op }] of Object.entries(document.nodes)) {
    if (op !== 'parameter' || draw.integer(3) === 0) continue;
    weights[id] = Float64Array.from({ length: 1 + draw.integer(3) }, () => draw.normal());
  }
  return weights;
}

test.each(Array.from({ length: 25 }, (_, seed) => [seed]))(
  'after any edit the answer equals an evaluation from scratch (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    const { said, handle } = handler();
    let document = randomDocument(draw);
    for (let step = 0; step < 40; step++) {
      const weights = randomWeights(document, draw);
      handle({
        kind: 'evaluate',
        id: step,
        document: structuredClone(document),
        weights,
        iteration: null,
      });
      const answer = said[said.length - 1];
      if (answer.kind !== 'evaluation') throw new Error(JSON.stringify(answer));
      const fresh = fromScratch(document, weights);
      expect(numbersOf(answer.evaluation)).toEqual(numbersOf(packEvaluation(fresh)));
      expect(answer.evaluation.problems).toEqual(fresh.run());
      document = randomEdit(document, draw);
    }
  },
);

test('weights that were given are gone when they are not given again', () => {
  const document = wiredGraph({
    w: node('parameter', { init: 'he', shape: [2], seed: 3 }),
    v: node('parameter', { value: 5 }),
  });
  const { said, handle } = handler();
  const ask = (weights: Weights | null): unknown => {
    handle({ kind: 'evaluate', id: 1, document, weights, iteration: null });
    const answer = said[said.length - 1];
    return answer.kind === 'evaluation' ? numbersOf(answer.evaluation) : answer;
  };
  const plain = ask(null);
  const trained = ask({ w: Float64Array.of(8, 9) });
  expect(trained).not.toEqual(plain);
  expect(ask({ v: Float64Array.of(1) })).toEqual(
    numbersOf(packEvaluation(fromScratch(document, { v: Float64Array.of(1) }))),
  );
  expect(ask(null)).toEqual(plain);
});

test('a bug of ours becomes an answer, and the next request is answered as ever', () => {
  const { said, handle } = handler();
  const broken = { ...product(), nodes: null } as unknown as GraphDocument;
  handle({ kind: 'evaluate', id: 1, document: broken, weights: null, iteration: null });
  expect(said).toMatchObject([{ kind: 'failed', id: 1, message: expect.any(String) }]);
  handle({ kind: 'evaluate', id: 2, document: product(), weights: null, iteration: null });
  expect(said[1]).toMatchObject({ kind: 'evaluation', id: 2 });
});

test('what keeps a document from training is the answer', () => {
  const { said, handle } = handler();
  handle({ kind: 'prepare-training', id: 1, document: product() });
  expect(said).toMatchObject([
    { kind: 'training-refused', id: 1, problems: [{ code: 'no-training' }] },
  ]);
});

test('requests for a run that is not the current one are not answered', () => {
  const { said, handle } = handler();
  handle({ kind: 'prepare-training', id: 1, document: line() });
  handle({ kind: 'prepare-training', id: 2, document: line() });
  expect(said.map(({ kind }) => kind)).toEqual(['training-ready', 'training-ready']);
  handle({ kind: 'train', id: 1, action: { steps: 1 } });
  handle({ kind: 'end-training', id: 1 });
  expect(said.length).toBe(2);
  handle({ kind: 'train', id: 2, action: { steps: 1 } });
  expect(said[2]).toMatchObject({ kind: 'training', id: 2, training: { step: 1 } });
  handle({ kind: 'end-training', id: 2 });
  handle({ kind: 'train', id: 2, action: { steps: 1 } });
  expect(said.length).toBe(3);
});

test('a run that is replaced while it plays says nothing more', () => {
  const { said, put, handle } = handler();
  handle({ kind: 'prepare-training', id: 1, document: line() });
  handle({ kind: 'train', id: 1, action: 'play' });
  handle({ kind: 'prepare-training', id: 2, document: line() });
  const before = said.length;
  while (put.length > 0) put.shift()?.();
  expect(said.length).toBe(before);
});

test('a failure between two slices becomes an answer and ends the run', () => {
  const said: Response[] = [];
  const put: (() => void)[] = [];
  let mute = false;
  const made = new RequestHandler(
    (response) => {
      if (mute && response.kind === 'training') throw new Error('internal: cannot be sent');
      said.push(response);
    },
    (task) => put.push(task),
  );
  made.handle({ kind: 'prepare-training', id: 4, document: line() });
  made.handle({ kind: 'train', id: 4, action: 'play' });
  mute = true;
  for (let i = 0; i < 1000 && put.length > 0; i++) put.shift()?.();
  expect(said[said.length - 1]).toEqual({
    kind: 'failed',
    id: 4,
    message: 'internal: cannot be sent',
  });
  expect(put).toEqual([]);
});

const CSV = new TextEncoder().encode('x,y\n1,2\n2,4\n3,6\n');

test('a data file that was read is there for the runs that name it', async () => {
  const { said, handle } = handler();
  const file = { hash: 'a'.repeat(64) };
  const parts = [{ name: 'double.csv', bytes: CSV.slice() }];
  const dataset = {
    kind: 'file',
    size: 10,
    noise: 0,
    seed: 1,
    file: { name: 'double.csv', ...file },
  };
  handle({ kind: 'prepare-training', id: 1, document: line({ dataset }) });
  handle({ kind: 'read-file', id: 2, file, parts });
  await vi.waitFor(() => expect(said.length).toBe(2));
  handle({ kind: 'prepare-training', id: 3, document: line({ dataset }) });
  expect(said).toMatchObject([
    { kind: 'training-refused', id: 1, problems: [{ code: 'no-data-file' }] },
    { kind: 'file-read', id: 2, summary: { rows: 3, columns: [{ name: 'x' }, { name: 'y' }] } },
    { kind: 'training-ready', id: 3, dataset: { title: 'double.csv', size: 3 } },
  ]);
});

test('a data file with problems is refused with them', async () => {
  const { said, handle } = handler();
  const parts = [{ name: 'none.csv', bytes: new Uint8Array(0) }];
  handle({ kind: 'read-file', id: 5, file: { hash: 'a'.repeat(64) }, parts });
  await vi.waitFor(() => expect(said.length).toBe(1));
  expect(said).toMatchObject([{ kind: 'file-refused', id: 5, problems: [{ code: 'empty-file' }] }]);
});

test('a question about one number is answered from the document it is asked of', () => {
  const { said, handle } = handler();
  const study = { ask: 'paths', node: 'x', element: 0, most: 3 } as const;
  handle({ kind: 'study', id: 3, document: product(), weights: null, study });
  expect(said).toEqual([
    { kind: 'studied', id: 3, answer: expect.objectContaining({ gradient: -4, count: 1 }) },
  ]);
  handle({
    ...{ kind: 'study', id: 4, document: product(), weights: null },
    study: { ask: 'slope', node: 'nobody', element: 0 },
  });
  expect(said[1]).toMatchObject({ kind: 'studied', id: 4, answer: { code: 'no-value' } });
});

test('a study is of the numbers of now: those that were typed last, and those of a run', () => {
  const { handle, said } = handler();
  const withZ = (value: number): GraphDocument => {
    const { nodes, ...rest } = product();
    return { ...rest, nodes: { ...nodes, z: node('input', { value }) } };
  };
  const slope = (document: GraphDocument, weights: Weights | null): unknown => {
    const study = { ask: 'forward', by: 'x', element: 0 } as const;
    handle({ kind: 'evaluate', id: 1, document, weights, iteration: null });
    handle({ kind: 'study', id: 2, document, weights, study });
    const last = said[said.length - 1];
    if (last.kind !== 'studied' || !('nodes' in last.answer)) throw new Error('no answer');
    return Object.entries(last.answer.nodes).find(([id]) => id === 'f')?.[1];
  };
  // f = (x + y) z, so its derivative by x is z.
  expect(slope(withZ(-4), null)).toMatchObject({ data: Float64Array.of(-4) });
  expect(slope(withZ(3), null)).toMatchObject({ data: Float64Array.of(3) });
  expect(slope(withZ(3), { z: Float64Array.of(7) })).toMatchObject({ data: Float64Array.of(7) });
});
