// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import { viewStore } from '../state/look/view-store.ts';
import { rememberedView, rememberView, restoreView } from './view-memory.ts';

const graph = wiredGraph({ x: node('input', { value: 1 }), f: node('square') }, 'x → f.x');

let stop = (): void => {};
beforeEach(() => {
  sessionStorage.clear();
  viewStore.setState(viewStore.getInitialState());
  stop = rememberView();
});
afterEach(() => stop());

test.each([
  [{ mode: 'step', step: 3, selection: { nodes: ['f'], edges: ['e1'] }, compiledOpen: false }],
  [{ mode: 'train', step: Infinity, selection: { nodes: [], edges: [] }, compiledOpen: true }],
] as const)('a reload brings back %j', (view) => {
  viewStore.setState(view);
  stop();
  viewStore.setState(viewStore.getInitialState());
  restoreView(rememberedView() ?? {}, graph);
  expect(viewStore.getState()).toMatchObject(view);
});

test('what is not in the document any more is not selected', () => {
  viewStore.setState({ selection: { nodes: ['f', 'gone', 'constructor'], edges: ['gone'] } });
  restoreView(rememberedView() ?? {}, graph);
  expect(viewStore.getState().selection).toEqual({ nodes: ['f'], edges: [] });
});

test.each(['{', '7', '{"mode":"fly","step":-1,"selection":7}', 'null'])(
  'a memory that is %s changes nothing',
  (text) => {
    sessionStorage.setItem('gradwire-view', text);
    restoreView(rememberedView() ?? {}, graph);
    expect(viewStore.getState()).toMatchObject({ mode: 'build', step: Infinity });
  },
);
