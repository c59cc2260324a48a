import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyDocument, type GraphDocument } from './document.ts';
import {
  addNode,
  connect,
  connectionFault,
  type DocumentDraft,
  disconnect,
  edited,
  moveNodes,
  removeNodes,
  renameDocument,
  renameNode,
  setAttr,
  setTarget,
} from './edit.ts';
import { duplicateNodes, pastePart, selectedPart } from './fragment.ts';
import { FreshIds, isId } from './ids.ts';

const at = { x: 0, y: 0 };

/** x → q ← y, q → f, q → f: a diamond of two wires at the end. */
function diamond(): GraphDocument {
  return edited(emptyDocument(), (draft) => {
    addNode(draft, { op: 'input', name: 'x', attrs: { value: -2 }, position: at }, 'x');
    addNode(draft, { op: 'input', position: at }, 'y');
    addNode(draft, { op: 'add', position: at }, 'q');
    addNode(draft, { op: 'multiply', position: { x: 10, y: 20 } }, 'f');
    connect(draft, { from: 'x', to: 'q', port: 'x' });
    connect(draft, { from: 'y', to: 'q', port: 'y' });
    connect(draft, { from: 'q', to: 'f', port: 'x' });
    connect(draft, { from: 'q', to: 'f', port: 'y' });
  });
}

/** The document after `edit`, checked to have left the original alone. */
function check(document: GraphDocument, edit: (draft: DocumentDraft) => void): GraphDocument {
  const before = structuredClone(document);
  const after = edited(document, edit);
  expect(document).toEqual(before);
  return after;
}

test('a new node is keyed by its operation and counts on from the highest', () => {
  let document = check(emptyDocument(), (draft) => {
    expect(addNode(draft, { op: 'add', position: at })).toBe('add1');
    expect(addNode(draft, { op: 'add', position: at })).toBe('add2');
    expect(addNode(draft, { op: 'add', position: at }, 'q')).toBe('q');
    expect(addNode(draft, { op: 'add', position: at }, 'q')).toBe('add3');
    expect(addNode(draft, { op: 'add', position: at }, 'constructor')).toBe('add4');
  });
  document = check(document, (draft) => {
    removeNodes(draft, ['add1']);
    expect(addNode(draft, { op: 'add', position: at })).toBe('add5');
  });
  expect(Object.keys(document.nodes).sort()).toEqual(['add2', 'add3', 'add4', 'add5', 'q']);
});

test('an operation with an impossible name still gets a possible key', () => {
  const ids = new FreshIds([]);
  for (const stem of ['', 'a b', 'x'.repeat(200), '🙂', '__proto__']) {
    expect(isId(ids.numbered(stem))).toBe(true);
  }
});

test('removing nodes removes their wires, the target and the training that named them', () => {
  const training = {
    loss: 'f',
    features: 'x',
    targets: 'y',
    dataset: { kind: 'xor', size: 4, noise: 0, seed: 1 },
    rate: 0.1,
    batch: 4,
    seed: 1,
  };
  const document = { ...diamond(), target: 'f', training };
  const after = check(document, (draft) => removeNodes(draft, ['q']));
  expect(Object.keys(after.nodes)).toEqual(['x', 'y', 'f']);
  expect(after.edges).toEqual({});
  expect(after.target).toBe('f');
  expect(after.training).toEqual(training);
  const bare = check(document, (draft) => removeNodes(draft, ['f']));
  expect('target' in bare || 'training' in bare).toBe(false);
});

describe('connecting', () => {
  test.each([
    [
      'a cycle',
      { from: 'f', to: 'q', port: 'x' },
      'would close a cycle: q → f → q',
      'a value cannot depend on itself; connect a node that comes before',
    ],
    [
      'a node to itself',
      { from: 'q', to: 'q', port: 'x' },
      'would close a cycle: q → q',
      'a value cannot depend on itself; connect a node that comes before',
    ],
    [
      'a port that is not there',
      { from: 'x', to: 'f', port: 'z' },
      'f (multiply) has no input z',
      'use x or y',
    ],
    [
      'a port that is taken',
      { from: 'x', to: 'f', port: 'y' },
      'input y of f already has a wire from q',
      'disconnect it first, or add the two values and connect the sum',
    ],
    [
      'a node that is not there',
      { from: 'toString', to: 'f', port: 'y' },
      'there is no node toString',
      'choose another node',
    ],
  ])('refuses %s and leaves the document as it was', (_, wire, message, hint) => {
    const document = diamond();
    const after = check(document, (draft) => {
      const result = connect(draft, wire, { ports: ['x', 'y'] });
      expect(result).toMatchObject({ fault: { message, hint } });
    });
    expect(after).toEqual(document);
  });

  test('replaces the wire in a port when asked to', () => {
    const after = check(diamond(), (draft) => {
      expect(connect(draft, { from: 'x', to: 'f', port: 'y' }, { replace: true })).toEqual({
        edge: 'e5',
        replaced: 'e4',
      });
    });
    expect(after.edges).toMatchObject({ e5: { from: 'x', to: 'f', port: 'y' } });
    expect('e4' in after.edges).toBe(false);
  });

  test('keeps a wire that is there already', () => {
    const document = diamond();
    const after = check(document, (draft) => {
      expect(connect(draft, { from: 'q', to: 'f', port: 'y' })).toEqual({
        edge: 'e4',
        replaced: null,
      });
    });
    expect(after).toEqual(document);
  });

  test('names a long cycle by its ends', () => {
    const chain = edited(emptyDocument(), (draft) => {
      for (let i = 0; i < 50; i++) {
        addNode(draft, { op: 'negate', position: at }, `n${i}`);
        if (i > 0) connect(draft, { from: `n${i - 1}`, to: `n${i}`, port: 'x' });
      }
    });
    expect(connectionFault(chain, { from: 'n49', to: 'n0', port: 'x' })?.message).toBe(
      'would close a cycle: n0 → n1 → n2 → … → n48 → n49 → n0',
    );
  });
});

test('attributes, names, positions and the target are set one by one', () => {
  const after = check(diamond(), (draft) => {
    setAttr(draft, 'x', 'value', [1, 2]);
    setAttr(draft, 'x', 'shape', ['N']);
    setAttr(draft, 'x', 'value', undefined);
    moveNodes(draft, new Map([['q', { x: 5, y: 6 }]]));
    expect(renameNode(draft, 'q', '  sum ')).toBe(null);
    expect(renameNode(draft, 'x', ' ')).toBe(null);
    expect(renameNode(draft, 'f', 'n'.repeat(201))?.message).toBe(
      'the name has 201 characters, the limit is 200',
    );
    expect(renameDocument(draft, 'My graph')).toBe(null);
    setTarget(draft, 'q');
    setTarget(draft, 'nowhere');
    disconnect(draft, ['e1']);
  });
  expect(after.nodes.x).toEqual({ op: 'input', attrs: { shape: ['N'] }, position: at });
  expect(after.nodes.q).toMatchObject({ name: 'sum', position: { x: 5, y: 6 } });
  expect('name' in after.nodes.f).toBe(false);
  expect([after.name, after.target]).toEqual(['My graph', 'q']);
  expect(Object.keys(after.edges)).toEqual(['e2', 'e3', 'e4']);
});

test('duplicates have fresh keys, keep the wires between them and lose the others', () => {
  const after = check(diamond(), (draft) => {
    const { nodes, edges } = duplicateNodes(draft, ['q', 'f'], { x: 30, y: 40 });
    expect([...nodes]).toEqual([
      ['f', 'f1'],
      ['q', 'q1'],
    ]);
    expect([...edges]).toEqual([
      ['e3', 'e5'],
      ['e4', 'e6'],
    ]);
  });
  expect(after.nodes.f1).toEqual({ op: 'multiply', attrs: {}, position: { x: 40, y: 60 } });
  expect(after.edges.e5).toEqual({ from: 'q1', to: 'f1', port: 'x' });
});

test('a part pasted into an empty document is that part', () => {
  fc.assert(
    fc.property(fc.subarray(['x', 'y', 'q', 'f']), (ids) => {
      const part = selectedPart(diamond(), ids);
      const copy = edited(emptyDocument(part.name), (draft) => {
        pastePart(draft, part, at);
      });
      expect(copy.nodes).toEqual(part.nodes);
      expect(Object.values(copy.edges)).toEqual(Object.values(part.edges));
    }),
  );
});
