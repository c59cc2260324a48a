import { expect, test } from 'vitest';
import type { GraphDocument } from '../graph/document.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { overlaps } from './box.ts';
import { DocumentFrames, documentFrames } from './document-frames.ts';

const product = (value: unknown = 2): GraphDocument =>
  wiredGraph(
    {
      W: node(
        'input',
        {
          value: [
            [1, 2],
            [3, 4],
          ],
        },
        'W',
      ),
      x: node('input', { value: value as never }, 'x'),
      q: node('multiply', {}, 'q'),
      f: node('sum'),
    },
    ...['W → q.x', 'x → q.y', 'q → f.x'],
  );

test('labels of neighboring wires and the node keep out of each other', () => {
  const frame = documentFrames(product()).get('q');
  if (frame === undefined) throw new Error('no frame');
  const [a, b] = frame.runs.map(({ label }) => label);
  expect(overlaps(a, b)).toBe(false);
  expect(b.top - a.bottom).toBeGreaterThanOrEqual(10);
  expect(overlaps(a, frame.boxes[0])).toBe(false);
  // The wire runs through the middle of its label, the value above and the gradient below it.
  for (const { label, from } of frame.runs) expect(label.top + label.bottom).toBe(2 * from.y);
});

test('another number moves nothing, another shape its neighbors only', () => {
  const frames = new DocumentFrames();
  const first = frames.of(product());
  expect(frames.of(product(7)).get('q')).toBe(first.get('q'));
  const wider = frames.of(product([1, 2]));
  expect(wider.get('W')).toBe(first.get('W'));
  expect(wider.get('q')).not.toBe(first.get('q'));
});

test('the same document has the very same frames', () => {
  const frames = new DocumentFrames();
  const document = product();
  expect(frames.of(document)).toBe(frames.of({ ...document, name: 'another' }));
});
