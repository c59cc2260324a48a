import { afterEach, expect, test } from 'vitest';
import { AskingTabs } from './tab-locks.ts';

const channels: BroadcastChannel[] = [];
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

function newTab(): AskingTabs {
  const channel = new BroadcastChannel('tabs of a test');
  channels.push(channel);
  return new AskingTabs(channel);
}

test('without Web Locks a name that a tab has is refused to the others until that tab is closed', async () => {
  const [first, second] = [newTab(), newTab()];
  expect(await first.hold('a')).toBe(true);
  expect(await second.hold('a')).toBe(false);
  expect([await second.isHeld('a'), await first.isHeld('a')]).toEqual([true, true]);
  expect([await second.isHeld('b'), await second.hold('b')]).toEqual([false, true]);
  channels[0].close();
  expect(await second.isHeld('a')).toBe(false);
  expect(await second.hold('a')).toBe(true);
});

test('of tabs that want a name at once exactly one has it', async () => {
  const tabs = Array.from({ length: 5 }, newTab);
  const had = await Promise.all(tabs.map((tab) => tab.hold('a')));
  expect(had.filter(Boolean).length).toBe(1);
});
