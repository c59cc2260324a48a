/** Random documents of all operations, right and wrong: nothing throws, and what is computed adds up. */
import { expect, test } from 'vitest';
import type { AttrValue, GraphDocument, GraphNode } from '../graph/document.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { OP_TYPES, opDef } from '../ops/registry.ts';
import { RandomStream } from '../tensor/random.ts';
import { node } from '../testing/wired-graph.ts';
import { evaluateDocument } from './evaluation.ts';
import { traceOf } from './trace.ts';

const VALUES: readonly AttrValue[] = [
  0,
  1,
  -2,
  0.5,
  [1, 2],
  [
    [1, 2],
    [3, 4],
  ],
  [[1], [2]],
  [],
];
/** Attributes of any kind, mostly wrong where they land. */
const ODD: readonly AttrValue[] = [null, true, 'mean', 3, -1, [0], [[1], [2, 3]], ['N', 2], 1e300];

/** Wires run from anywhere to anywhere when `wild`, else only forward and into ports that exist. */
function randomDocument(draw: RandomStream, size: number, wild: boolean): GraphDocument {
  const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
  const nodes: Record<string, GraphNode> = {};
  const edges: Record<string, { from: string; to: string; port: string }> = {};
  const ids = Array.from({ length: size }, (_, i) => `n${i}`);
  ids.forEach((id, i) => {
    if (i < 4) {
      nodes[id] = node(pick(['input', 'parameter', 'constant']), { value: pick(VALUES) });
      return;
    }
    const op = wild && draw.integer(20) === 0 ? 'magic' : pick(OP_TYPES);
    const definition = opDef(op);
    const attrs: Record<string, AttrValue> = {};
    for (const name of Object.keys(definition?.attrs ?? {})) {
      if (wild && draw.integer(5) === 0) attrs[name] = pick(ODD);
    }
    nodes[id] = node(op, attrs);
    const ports = definition === null ? [] : portsOf(definition, completeAttrs(definition, {}));
    for (const { name: port } of ports) {
      if (wild && draw.integer(15) === 0) continue;
      const from = wild && draw.integer(15) === 0 ? pick(ids) : ids[draw.integer(i)];
      edges[`e${Object.keys(edges).length}`] = { from, to: id, port };
    }
    if (wild && draw.integer(15) === 0) {
      edges[`e${Object.keys(edges).length}`] = { from: pick(ids), to: pick(ids), port: 'x' };
    }
  });
  return { format: 'gradwire', version: 2, name: 'random', nodes, edges };
}

test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
  'whatever the document, problems say where and how, and nothing throws (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    for (let i = 0; i < 10; i++) {
      const document = randomDocument(draw, 14, true);
      const evaluation = evaluateDocument(document);
      for (const { code, message, hint, node: at } of evaluation.problems) {
        expect(code).toMatch(/^[a-z-]+$/);
        expect(message).not.toMatch(/internal:|undefined|\[object/);
        expect(message).not.toBe('');
        expect(hint).not.toBe('');
        if (at !== undefined) expect(document.nodes[at]).toBeDefined();
      }
      for (const id of evaluation.order) expect(evaluation.value(id)).toBeDefined();
    }
  },
);

test.each(Array.from({ length: 40 }, (_, seed) => [100 + seed]))(
  'the gradient of a node is the sum of what its wires bring (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    for (let i = 0; i < 5; i++) {
      const document = randomDocument(draw, 16, false);
      const evaluation = evaluateDocument(document);
      for (const id of evaluation.order) {
        if (id === evaluation.target || !evaluation.reached(id)) continue;
        const gradient = evaluation.gradient(id)?.data ?? new Float64Array(0);
        const arriving = Object.keys(document.edges).filter(
          (edge) => document.edges[edge].from === id && evaluation.edgeReached(edge),
        );
        const total = new Float64Array(gradient.length);
        for (const edge of arriving) {
          evaluation.edgeGradient(edge)?.data.forEach((part, at) => {
            total[at] += part;
          });
        }
        gradient.forEach((sum, at) => {
          if (Number.isFinite(sum) && Number.isFinite(total[at])) {
            expect(Math.abs(sum - total[at])).toBeLessThanOrEqual(
              1e-9 * Math.max(1, Math.abs(sum)),
            );
          } else expect(Number.isFinite(sum)).toBe(Number.isFinite(total[at]));
        });
      }
    }
  },
);

test.each(Array.from({ length: 20 }, (_, seed) => [200 + seed]))(
  'every step of a trace has what it shows, each place once (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    const evaluation = evaluateDocument(randomDocument(draw, 16, false));
    const seen = new Set<string>();
    for (const { step, result, upstream } of traceOf(evaluation)) {
      const place = step.kind === 'wire' ? step.edge : `${step.kind} ${step.node}`;
      expect(seen.has(place)).toBe(false);
      seen.add(place);
      expect(result).toBeDefined();
      if (step.phase === 'backward') expect(upstream).toBeDefined();
    }
  },
);
