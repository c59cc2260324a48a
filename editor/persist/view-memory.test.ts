// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { lookAfresh } from '../state/look/look-afresh.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { select, selectionStore } from '../state/look/selection-store.ts';
import { rememberedView, rememberView, restoreView } from './view-memory.ts';

const graph = wiredGraph({ x: node('input', { value: 1 }), f: node('square') }, 'x → f.x');

let stop = (): void => {};
beforeEach(() => {
  sessionStorage.clear();
  lookAfresh();
  stop = rememberView();
});
afterEach(() => stop());

test.each([
  [{ mode: 'step', step: 3, selection: { nodes: ['f'], edges: ['e1'] }, compiledOpen: false }],
  [{ mode: 'train', step: Infinity, selection: { nodes: [], edges: [] }, compiledOpen: true }],
] as const)('a reload brings back %j', (view) => {
  const { mode, step, selection, compiledOpen } = view;
  modeStore.setState({ mode, step });
  select(selection);
  dialogStore.setState({ compiledOpen });
  stop();
  lookAfresh();
  restoreView(rememberedView() ?? {}, graph);
  expect([modeStore.getState().mode, modeStore.getState().step]).toEqual([mode, step]);
  expect(selectionStore.getState()).toEqual(selection);
  expect(dialogStore.getState().compiledOpen).toBe(compiledOpen);
});

test('what is not in the document any more is not selected', () => {
  select({ nodes: ['f', 'gone', 'constructor'], edges: ['gone'] });
  restoreView(rememberedView() ?? {}, graph);
  expect(selectionStore.getState()).toEqual({ nodes: ['f'], edges: [] });
});

test.each(['{', '7', '{"mode":"fly","step":-1,"selection":7}', 'null'])(
  'a memory that is %s changes nothing',
  (text) => {
    sessionStorage.setItem('gradwire-view', text);
    restoreView(rememberedView() ?? {}, graph);
    expect(modeStore.getState()).toMatchObject({ mode: 'build', step: Infinity });
  },
);
