import { beforeEach, expect, test } from 'vitest';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { noticeStore } from '../look/notices.ts';
import { documentStore, openDocument } from './document-store.ts';
import { rename, renameGraph, setAttribute, setAttributes, setValue } from './value-edits.ts';

beforeEach(() => {
  noticeStore.setState({ notice: null });
  openDocument(wiredGraph({ x: node('input', { value: 1 }, 'x'), s: node('sum') }));
});

const state = () => documentStore.getState();
const labels = (): string[] => state().past.map(({ label }) => label);

test('a value and an attribute are set with their names', () => {
  setValue('x', 2);
  setAttribute('s', 'axes', [0]);
  expect(state().document.nodes.x.attrs).toEqual({ value: 2 });
  expect(state().document.nodes.s.attrs).toEqual({ axes: [0] });
  expect(labels()).toEqual(['Change value of x', 'Change axes of s']);
});

test('undefined gives an attribute back its default', () => {
  setAttribute('s', 'axes', [0]);
  setAttribute('s', 'axes', undefined);
  expect(state().document.nodes.s.attrs).toEqual({});
});

test('one scrub is one entry', () => {
  for (const x of [2, 3, 4]) setValue('x', x, 'scrub 1');
  setValue('x', 5, 'scrub 2');
  expect(labels().length).toBe(2);
});

test('several attributes are one entry', () => {
  setAttributes('x', { value: [1, 2], shape: ['N'] });
  expect(state().document.nodes.x.attrs).toEqual({ value: [1, 2], shape: ['N'] });
  expect(labels()).toEqual(['Change x']);
});

test.each<[string, () => void]>([
  ['the same value', () => setValue('x', 1)],
  ['the same attributes', () => setAttributes('x', { value: 1 })],
  ['the same name', () => rename('x', ' x ')],
  ['the same name of the graph', () => renameGraph('test')],
  ['a node that is gone', () => setValue('gone', 1)],
  ['attributes of a node that is gone', () => setAttributes('gone', { value: 1 })],
  ['the name of a node that is gone', () => rename('gone', 'a')],
])('%s is no edit', (_, edit) => {
  edit();
  expect(labels()).toEqual([]);
});

test('a name is trimmed, an empty one taken away', () => {
  rename('x', '  width ');
  expect(state().document.nodes.x.name).toBe('width');
  rename('x', '  ');
  expect(state().document.nodes.x.name).toBeUndefined();
  expect(labels()).toEqual(['Rename x', 'Rename width']);
});

test('a name that is too long is refused with its length', () => {
  for (const renamed of [() => rename('x', 'a'.repeat(201)), () => renameGraph('a'.repeat(201))]) {
    noticeStore.setState({ notice: null });
    renamed();
    expect(noticeStore.getState().notice).toMatchObject({
      kind: 'refused',
      text: 'the name has 201 characters, the limit is 200',
      hint: 'shorten it',
    });
  }
  expect(labels()).toEqual([]);
});

test('a graph without a name is called so', () => {
  renameGraph(' ');
  expect(state().document.name).toBe('Untitled graph');
});
