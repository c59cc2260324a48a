import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { picturedStore, pictureNode } from './pictured-nodes.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const nodes = (): readonly string[] => {
  vi.runAllTimers();
  return picturedStore.getState().nodes;
};

test('a node is drawn as long as it stands somewhere on the page', () => {
  const stops = [pictureNode('h'), pictureNode('h'), pictureNode('a')];
  expect(nodes()).toEqual(['a', 'h']);
  stops[0]();
  expect(nodes()).toEqual(['a', 'h']);
  stops[1]();
  stops[2]();
  expect(nodes()).toEqual([]);
});

test('nodes that pass while the canvas moves are told together, and no more when nothing has changed', () => {
  let told = 0;
  const stop = picturedStore.subscribe(() => {
    told += 1;
  });
  const stops = Array.from({ length: 50 }, (_, i) => pictureNode(`n${i}`));
  for (const leave of stops) leave();
  expect(nodes()).toEqual([]);
  expect(told).toBe(0);
  stop();
});
