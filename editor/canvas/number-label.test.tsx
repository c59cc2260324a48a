import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { NumberLabel } from './number-label.tsx';

/** Where the middle of a label for `text` stands, around 100. */
function middleOf(text: string, room: number): number {
  const label = (
    <NumberLabel pass="value" content={{ kind: 'text', text }} x={100} y={0} room={room} />
  );
  return Number(/<text x="([^"]+)"/.exec(renderToStaticMarkup(label))?.[1]);
}

describe('a number at a wire', () => {
  it('stands in the middle of the straight run where there is room', () => {
    expect(middleOf('3', 60)).toBe(100);
  });

  it('grows to the left where the run is short, so that the node covers no digit', () => {
    const width = '▸ −0.2328'.length * 7.4;
    expect(middleOf('−0.2328', 53) + width / 2).toBeCloseTo(100 + 53 / 2);
  });
});
