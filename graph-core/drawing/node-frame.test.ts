import { expect, test } from 'vitest';
import { node } from '../testing/wired-graph.ts';
import { nodeFrame } from './node-frame.ts';

const framed = (name: string) =>
  nodeFrame(node('hinge', {}, name), {
    inputs: (port) => (port === 'scores' ? [3, 3] : [3]),
    shape: [],
    readers: 0,
  });

test('a long name stands clear of the wire that comes in over the outline below it', () => {
  const { boxes, runs, nameRise } = framed('data loss');
  const [, name] = boxes;
  expect(runs[0].from.y).toBeLessThan(0);
  expect(name.left).toBeLessThan(runs[0].at.x);
  expect(name.bottom).toBeLessThan(runs[0].from.y);
  expect(nameRise).toBe(-name.bottom);
});

test('a short one stands right above the outline', () => {
  const { boxes, nameRise } = framed('D');
  expect(boxes[1].bottom).toBeCloseTo(0);
  expect(nameRise).toBeCloseTo(0);
});
