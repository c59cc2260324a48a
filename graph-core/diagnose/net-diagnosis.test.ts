import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DataShelf } from '../datasets/data-shelf.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import type { GraphDocument, GraphNode } from '../graph/document.ts';
import { edited, setWeights } from '../graph/edit.ts';
import { type TensorLiteral, tensorFromLiteral } from '../tensor/tensor.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { diagnoseNet } from './net-diagnosis.ts';

function lesson(name: string): GraphDocument {
  const text = readFileSync(new URL(`../../examples/${name}/graph.json`, import.meta.url), 'utf8');
  const { document } = parseDocument(text);
  if (document === null) throw new Error(`${name} does not open`);
  return document;
}

const withWeights = (document: GraphDocument, name: string, literal: TensorLiteral) => {
  const id = Object.keys(document.nodes).find((key) => document.nodes[key].name === name) ?? name;
  const tensor = tensorFromLiteral(literal);
  if (!('data' in tensor)) throw new Error('not a tensor');
  return edited(document, (draft) => setWeights(draft, new Map([[id, tensor]])));
};
const diagnose = (document: GraphDocument) => diagnoseNet(document, null, new DataShelf());
const codes = (document: GraphDocument) => diagnose(document).findings.map(({ code }) => code);
const row = (...numbers: number[]): GraphNode => node('input', { value: [numbers] });

describe('a net is examined over all rows of its data', () => {
  const spirals = lesson('d11-two-spirals');

  test('and nothing is found in one that learns', () => {
    const { findings, rows, layers } = diagnose(spirals);
    expect(findings).toEqual([]);
    expect(rows).toBe(200);
    expect(layers.length).toBe(2);
    expect(layers.every(({ gradient }) => gradient > 0)).toBe(true);
  });

  test('units that are off for every row are counted', () => {
    const sine = lesson('d4-sine-regression');
    const dead = withWeights(sine, 'b1', [-99, 0, 0, 0, 0, 0, 0, -99]);
    const [finding] = diagnose(dead).findings;
    expect(finding).toMatchObject({ code: 'dead-units', units: [0, 7] });
    expect(finding.message).toMatch(/^2 of 8 units of h1 are off for all \d+ rows of the data/);
  });

  test('units that are saturated for nearly all rows are counted', () => {
    const far = withWeights(spirals, 'b1', [99, 0, 0, 0, 0, 0, 0, 0]);
    const [finding] = diagnose(far).findings;
    expect(finding).toMatchObject({ code: 'saturated-units', units: [0] });
  });

  test('units that begin the same stay the same', () => {
    const zeros = (rows: number, columns: number) =>
      Array.from({ length: rows }, () => new Array<number>(columns).fill(0.1));
    const same = withWeights(spirals, 'W2', zeros(8, 8));
    const bias = withWeights(same, 'W3', zeros(1, 8));
    const found = diagnose(bias).findings.find(({ code }) => code === 'identical-units');
    expect(found?.units).toHaveLength(8);
    expect(found?.message).toContain('8 of 8 units');
  });

  test('weights of a run take the place of those in the graph', () => {
    const id = Object.keys(spirals.nodes).find((key) => spirals.nodes[key].name === 'b1') ?? '';
    const weights = { [id]: Float64Array.from([99, 0, 0, 0, 0, 0, 0, 0]) };
    const { findings } = diagnoseNet(spirals, weights, new DataShelf());
    expect(findings.map(({ code }) => code)).toEqual(['saturated-units']);
  });
});

describe('without data', () => {
  test('a parameter that the loss does not depend on is named', () => {
    const graph = wiredGraph(
      { w: node('parameter', { value: 2 }), v: node('parameter', { value: 1 }), L: node('square') },
      'w → L.x',
    );
    const [finding] = diagnose(graph).findings;
    expect(finding).toMatchObject({ code: 'unused-parameter', node: 'v' });
    expect(finding.message).toBe('L does not depend on v, so training never changes it');
  });

  test('one row says nothing about units', () => {
    const graph = wiredGraph(
      { x: row(-1, 2), h: node('relu'), L: node('sum') },
      'x → h.x',
      'h → L.x',
    );
    expect(codes(graph)).toEqual([]);
  });

  test.each([
    ['vanishing-gradient', 0.01],
    ['exploding-gradient', 40],
  ])('a deep net has a %s', (code, weight) => {
    const depth = 6;
    const nodes: Record<string, GraphNode> = { x: row(0.1), L: node('sum') };
    const wires: string[] = [];
    for (let i = 0; i < depth; i++) {
      nodes[`w${i}`] = node('parameter', { value: weight });
      nodes[`m${i}`] = node('multiply');
      nodes[`h${i}`] = node('leakyRelu');
      wires.push(`${i === 0 ? 'x' : `h${i - 1}`} → m${i}.x`, `w${i} → m${i}.y`, `m${i} → h${i}.x`);
    }
    const graph = wiredGraph(nodes, ...wires, `h${depth - 1} → L.x`);
    const { findings, layers } = diagnose(graph);
    expect(layers).toHaveLength(depth);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0].message).toMatch(/5|6 activations earlier/);
  });
});
