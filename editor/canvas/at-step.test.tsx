// @vitest-environment happy-dom

import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { TraceStep } from '../../graph-core/evaluate/trace.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { NO_RESULTS, runStore } from '../state/results/run-store.ts';
import { type Mounted, mount } from '../testing/mount.tsx';
import { useAtStep } from './at-step.ts';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

function Which() {
  return <p>{useAtStep((step) => step?.node ?? 'none')}</p>;
}

const stepsThrough = (...nodes: readonly string[]): { readonly steps: readonly TraceStep[] } => ({
  steps: nodes.map((node) => ({ phase: 'forward', kind: 'node', node })),
});

test('another target, with other steps at the same index, is another step at once', () => {
  modeStore.setState({ mode: 'step', step: 2 });
  runStore.setState({ snapshot: { ...NO_RESULTS, ...stepsThrough('x', 'f') } });
  mounted = mount(<Which />);
  const { container } = mounted;
  expect(container.textContent).toBe('f');
  act(() => runStore.setState({ snapshot: { ...NO_RESULTS, ...stepsThrough('x', 'q') } }));
  expect(container.textContent).toBe('q');
  act(() => modeStore.setState({ step: 1 }));
  expect(container.textContent).toBe('x');
  act(() => modeStore.setState({ mode: 'build' }));
  expect(container.textContent).toBe('none');
});
