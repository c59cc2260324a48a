// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { evaluateDocument } from '../../../graph-core/evaluate/evaluation.ts';
import { planTrace } from '../../../graph-core/evaluate/trace.ts';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { documentStore, openDocument } from '../../state/document/document-store.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { showInsight } from '../../state/look/insight-store.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { NO_RESULTS, runStore, type Snapshot } from '../../state/results/run-store.ts';
import { fire, mount } from '../../testing/mount.tsx';
import { StepPanel } from './step-panel.tsx';

vi.mock('../../run/computation.ts', () => ({ askStudy: async () => null }));

function shown(document: GraphDocument): Snapshot {
  const evaluation = evaluateDocument(document);
  const { problems, target } = evaluation;
  return {
    ...NO_RESULTS,
    ...{ version: documentStore.getState().version, problems, target },
    steps: planTrace(evaluation),
    nodes: new Map(
      evaluation.order.flatMap((id) => {
        const value = evaluation.value(id);
        const gradient = evaluation.reached(id) ? (evaluation.gradient(id) ?? null) : null;
        return value === undefined ? [] : [[id, { value, gradient }] as const];
      }),
    ),
    edges: new Map(
      Object.keys(document.edges).map((id) => [
        id,
        evaluation.edgeReached(id) ? (evaluation.edgeGradient(id) ?? null) : null,
      ]),
    ),
  };
}

/** Opens a document and shows it after so many steps. */
function open(document: GraphDocument, step: number) {
  openDocument(document);
  runStore.setState({ snapshot: shown(document) });
  modeStore.setState({ mode: 'step', step });
  return mount(<StepPanel />);
}

const layer = wiredGraph(
  {
    X: node('input', {
      value: [
        [1, 2],
        [3, 4],
      ],
    }),
    W: node('parameter', {
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    b: node('parameter', { value: [0, 0, 1] }),
    Y: node('linear'),
    f: node('sum'),
  },
  ...['X → Y.x', 'W → Y.weight', 'b → Y.bias', 'Y → f.x'],
);

let panel: ReturnType<typeof mount> | null = null;
beforeEach(() => showInsight('step'));
afterEach(() => panel?.unmount());

/** The step that passes the gradient of the layer on to its weights. */
const TO_WEIGHTS = 9;

test('a screen reader hears the line that is typeset', () => {
  panel = open(layer, TO_WEIGHTS);
  expect(panel.container.querySelector('h2')?.textContent).toBe('Through Wx+b to W');
  const lines = [...panel.container.querySelectorAll('[role="img"]')];
  expect(lines.map((line) => line.getAttribute('aria-label'))).toContain('∂f/∂W = (∂f/∂Y)ᵀ X');
});

test('an element that is pressed is written out, and what makes it takes part', () => {
  panel = open(layer, TO_WEIGHTS);
  const grids = [...panel.container.querySelectorAll('[role="grid"]')];
  expect(grids.length).toBe(3);
  const cells = grids[2].querySelectorAll<HTMLElement>('[role="gridcell"]');
  fire(cells[3], new MouseEvent('click', { bubbles: true }));
  expect(cells[3].getAttribute('aria-selected')).toBe('true');
  const lines = [...panel.container.querySelectorAll('.step-element [role="img"]')];
  expect(lines.map((line) => line.getAttribute('aria-label'))).toEqual([
    '∂f/∂W[1, 1] = ∂f/∂Y[0, 1] · X[0, 1] + ∂f/∂Y[1, 1] · X[1, 1]',
    '= 1 · 2 + 1 · 4 = 6',
  ]);
  const takesPart = (grid: Element): number =>
    grid.querySelectorAll('[aria-label$="takes part"]').length;
  expect(grids.slice(0, 2).map(takesPart)).toEqual([2, 2]);
});

test('a number that is reached by keys lights up where it stands', () => {
  panel = open(layer, TO_WEIGHTS);
  const [upstream] = panel.container.querySelectorAll<HTMLElement>('.step-numbers button');
  expect(upstream.textContent).toBe('upstream (∂f/∂Y)ᵀ [3, 2]');
  fire(upstream, new FocusEvent('focusin', { bubbles: true }));
  expect(canvasStore.getState().lit).toEqual(['Y']);
  fire(upstream, new FocusEvent('focusout', { bubbles: true }));
  expect(canvasStore.getState().lit).toBeNull();
});

test('the whole gradient of a step is told as a chain', () => {
  panel = open(layer, TO_WEIGHTS);
  panel.unmount();
  showInsight('chain');
  panel = open(layer, TO_WEIGHTS);
  expect(panel.container.querySelector('h2')?.textContent).toBe('The gradient of f by W');
});
