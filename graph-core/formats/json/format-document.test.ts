import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AttrValue,
  DOCUMENT_VERSION,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../graph/document.ts';
import { ID_PATTERN, isId } from '../../graph/ids.ts';
import { OP_TYPES, opDef } from '../../ops/registry.ts';
import { formatDocument } from './format-document.ts';
import { parseDocument } from './parse-document.ts';

const canonical = `{
  "format": "gradwire",
  "version": 2,
  "name": "linear layer",
  "target": "n2",
  "nodes": {
    "n1": {
      "op": "parameter",
      "name": "W",
      "attrs": {
        "value": [
          [0.1234567890123456, -0.1234567890123456, 0.1234567890123456, 1e-7, -0, 1e+21],
          [1, 2, 3, 4, 5, 6]
        ],
        "shape": [2, 6]
      },
      "position": { "x": 0, "y": 0 }
    },
    "n2": { "op": "add", "position": { "x": 180, "y": -12.5 } },
    "n10": {
      "op": "constant",
      "attrs": {
        "value": [
          1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
          1015, 1016, 1017, 1018, 1019
        ]
      },
      "position": { "x": 0, "y": 110 }
    }
  },
  "edges": {
    "e1": { "from": "n1", "to": "n2", "port": "x" },
    "e2": { "from": "n1", "to": "n2", "port": "y" }
  },
  "training": {
    "loss": "n2",
    "features": "n1",
    "targets": "n1",
    "dataset": { "kind": "spirals", "size": 200, "noise": 0.05, "seed": 1 },
    "rate": 0.1,
    "optimizer": { "kind": "adam", "options": { "beta2": 0.99, "correction": false } },
    "schedule": { "kind": "cosine" },
    "batch": 32,
    "seed": 7
  },
  "lesson": {
    "chapter": "Values",
    "teaches": "A sum.",
    "text": "The [sum](node:n2).\\n\\nIt is large.",
    "stops": [
      {
        "title": "Back",
        "text": "",
        "mode": "step",
        "position": { "iteration": 2, "pass": "backward", "edge": "e1" },
        "target": "n2",
        "nodes": ["n1"],
        "values": { "n1": [1, 2] }
      }
    ],
    "question": {
      "of": "value",
      "node": "n2",
      "element": 3,
      "text": "Which?",
      "wanted": 5,
      "within": 0.1,
      "solution": { "n1": 2, "n10": 3 },
      "reason": ""
    },
    "exercise": {
      "blanks": [
        { "kind": "number", "of": "gradient", "node": "n1", "within": 0.01 },
        { "kind": "operation", "node": "n2", "choices": ["add", "multiply"] },
        { "kind": "wire", "from": "n1", "to": "n2", "port": "x" }
      ],
      "draw": { "n1": [1, 2, 3] }
    }
  }
}
`;

function roundTrip(text: string): string {
  const { document, problems } = parseDocument(text);
  expect(problems).toEqual([]);
  return document === null ? 'refused' : formatDocument(document);
}

test('canonical text comes back byte for byte', () => {
  expect(roundTrip(canonical)).toBe(canonical);
});

test('the order of keys and white space make no difference', () => {
  const reversed = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, v]) => [key, reversed(v)]),
        )
      : value;
  const minusZero = JSON.stringify(reversed(JSON.parse(canonical))).replace('1e-7,0,', '1e-7,-0,');
  expect(roundTrip(minusZero)).toBe(canonical);
});

test('an empty document is five lines and two braces', () => {
  const empty: GraphDocument = { format: 'gradwire', version: 2, name: '', nodes: {}, edges: {} };
  expect(formatDocument(empty)).toBe(
    '{\n  "format": "gradwire",\n  "version": 2,\n  "name": "",\n  "nodes": {},\n  "edges": {}\n}\n',
  );
});

test('a number that JSON cannot hold is our own bug and throws', () => {
  const node: GraphNode = { op: 'input', attrs: { value: Number.NaN }, position: { x: 0, y: 0 } };
  const document: GraphDocument = {
    format: 'gradwire',
    version: 2,
    name: '',
    nodes: { x: node },
    edges: {},
  };
  expect(() => formatDocument(document)).toThrow('internal: NaN cannot be written as JSON');
});

describe('any document', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).filter(isId);
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const text = (minLength: number) => fc.string({ unit: 'binary', minLength, maxLength: 20 });
  const list: fc.Arbitrary<AttrValue> = fc.oneof(
    fc.array(number),
    fc.array(fc.array(number, { maxLength: 30 })),
    fc.array(fc.constantFrom('N', 'D', 2)),
  );
  const value: fc.Arbitrary<AttrValue> = fc.oneof(
    number,
    fc.boolean(),
    fc.constant(null),
    text(0),
    list,
  );
  const node: fc.Arbitrary<GraphNode> = fc.constantFrom('futureOp', ...OP_TYPES).chain((op) => {
    const definition = opDef(op);
    const names = definition === null ? ['beta', 'alpha'] : Object.keys(definition.attrs);
    return fc.record(
      {
        op: fc.constant(op),
        name: text(1),
        attrs: fc.dictionary(fc.constantFrom('', ...names), value).map((attrs) => {
          const { '': _, ...known } = attrs;
          return known;
        }),
        stream: fc.stringMatching(ID_PATTERN),
        position: fc.record({
          x: fc.double({ min: -1e7, max: 1e7, noNaN: true }),
          y: fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        }),
      },
      { requiredKeys: ['op', 'attrs', 'position'] },
    );
  });
  const document: fc.Arbitrary<GraphDocument> = fc
    .dictionary(id, node, { minKeys: 1, maxKeys: 6 })
    .chain((nodes) => {
      const end = fc.constantFrom(...Object.keys(nodes));
      const edge: fc.Arbitrary<GraphEdge> = fc.record({ from: end, to: end, port: text(1) });
      return fc.record(
        {
          format: fc.constant('gradwire' as const),
          version: fc.constant(DOCUMENT_VERSION),
          name: text(0),
          target: end,
          nodes: fc.constant(nodes),
          edges: fc.dictionary(id, edge, { maxKeys: 6 }),
        },
        { requiredKeys: ['format', 'version', 'name', 'nodes', 'edges'] },
      );
    });

  test('reads back as the same document, to the bit, and prints the same bytes again', () => {
    fc.assert(
      fc.property(document, (original) => {
        const printed = formatDocument(original);
        const { document: read } = parseDocument(printed);
        expect(read).toEqual(original);
        expect(read === null ? '' : formatDocument(read)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });
});
