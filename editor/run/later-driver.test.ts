import { expect, test, vi } from 'vitest';
import { emptyDocument } from '../../graph-core/graph/document.ts';
import { runStore } from '../state/results/run-store.ts';
import { LaterDriver, RUN_DRIVER } from './later-driver.ts';
import type { RunConnections } from './run-driver.ts';
import type { RunEvent } from './run-machine.ts';

function driver() {
  const asked: unknown[] = [];
  const client = {
    prepareTraining: () => asked.push('prepare'),
    train: (_: number, action: unknown) => asked.push(action),
    describeTraining: () => asked.push('describe'),
    endTraining: () => asked.push('end'),
  } satisfies RunConnections['client'];
  const feed = { evaluate: () => {}, followRun: () => {} };
  return { asked, made: new LaterDriver({ client, feed, findFile: () => {} }) };
}

const wished: RunEvent = {
  kind: 'wished',
  wish: {
    document: emptyDocument(),
    version: 1,
    key: 'a',
    rate: 0.1,
    fused: false,
    speed: 'full',
    file: null,
  },
};
const looked: RunEvent = {
  kind: 'looked',
  look: { pictured: ['h'], magnified: null, describes: false },
};

// In this order: what was fetched once is there.
test('nothing is fetched, and no run is there, until one is wished for', () => {
  const use = vi.spyOn(RUN_DRIVER, 'use');
  const { made, asked } = driver();
  made.send(looked);
  made.send({ kind: 'wished', wish: null });
  made.send({ kind: 'asked', action: 'play' });
  made.send({ kind: 'worker-ended', replaced: true });
  expect([made.isShown(), made.weights(), made.runOf(1), asked]).toEqual([false, null, null, []]);
  expect(use).not.toHaveBeenCalled();
  use.mockRestore();
});

test('where it does not come no run is said to come, and the next wish tries again', async () => {
  const { made, asked } = driver();
  const use = vi.spyOn(RUN_DRIVER, 'use').mockResolvedValueOnce(null);
  made.send(wished);
  await vi.waitFor(() => expect(runStore.getState().phase).toBe('absent'));
  use.mockRestore();
  made.send(wished);
  await vi.waitFor(() => expect(asked).toEqual(['prepare']));
});

test('once it was fetched a run begins at once, and what happens is heard in order', async () => {
  await RUN_DRIVER.fetch();
  const { made, asked } = driver();
  made.send(looked);
  made.send(wished);
  expect(asked).toEqual(['prepare']);
  expect(runStore.getState().phase).toBe('preparing');
  made.send({ kind: 'wished', wish: null });
  made.send(wished);
  expect(asked).toEqual(['prepare', 'end', 'prepare']);
});
