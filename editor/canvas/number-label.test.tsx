import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { labelForm } from '../../graph-core/drawing/label-form.ts';
import { tensor } from '../../graph-core/tensor/tensor.ts';
import { labelContent } from './label-content.ts';
import { NumberLabel } from './number-label.tsx';

function drawn(shape: readonly number[], numbers: readonly number[]): string {
  const form = labelForm(shape);
  const content = labelContent(tensor(shape, numbers), form);
  return renderToStaticMarkup(
    <NumberLabel pass="gradient" content={content} form={form} x={100} y={0} detail="numbers" />,
  );
}

test('a short number stands in the middle of its room', () => {
  const at = (text: string): number => Number(/<text x="([^"]+)"/.exec(text)?.[1]);
  expect(at(drawn([], [3]))).toBeGreaterThan(120);
  expect(at(drawn([], [-0.00012345]))).toBeLessThan(110);
});

test('a small matrix prints its numbers between brackets, with the power of ten they share', () => {
  const label = drawn([2, 2], [1e-6, 2e-6, -3e-6, 0]);
  expect([...label.matchAll(/cell"[^>]*>([^<]+)/g)].map(([, text]) => text)).toEqual([
    '1',
    '2',
    '−3',
    '0',
  ]);
  expect(label).toContain('◂ 10⁻⁶');
});
