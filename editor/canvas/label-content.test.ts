import { expect, test } from 'vitest';
import { labelForm } from '../../graph-core/drawing/label-form.ts';
import { type Tensor, tensor, zeros } from '../../graph-core/tensor/tensor.ts';
import { rampPlace } from '../widgets/heat-palette.ts';
import { type LabelContent, labelContent, sameContent } from './label-content.ts';

/** What a wire of that very shape says. */
const shown = (value: Tensor): LabelContent => labelContent(value, labelForm(value.shape));

/** The numbers that the colors of a map stand for, between −1 and 1. */
function strengths(content: LabelContent): readonly number[] {
  if (content.kind === 'text') return [];
  const [low, zero, high] = [rampPlace(-1, 1), rampPlace(0, 1), rampPlace(1, 1)];
  return content.heat.places.map((place) =>
    place > high ? Number.NaN : (place - zero) / (place < zero ? zero - low : high - zero),
  );
}

test.each<[string, Tensor, string]>([
  ['a number', tensor([], [-4]), '−4'],
  ['a number in brackets', tensor([1, 1], [0.25]), '0.25'],
  ['nothing', tensor([0, 3], []), '[0, 3]'],
  ['no number', tensor([], [Number.NaN]), 'NaN'],
  ['infinity', tensor([], [Number.NEGATIVE_INFINITY]), '−∞'],
  ['a huge number', tensor([], [1.5e300]), '1.5e300'],
])('%s is printed', (_, value, text) => {
  expect(shown(value)).toEqual({ kind: 'text', text });
});

test('a matrix up to four by four and a vector up to six print their numbers', () => {
  expect(shown(tensor([2, 2], [1, -2, 0.5, 0]))).toMatchObject({
    kind: 'cells',
    factor: '',
    rows: [
      ['1.0', '−2.0'],
      ['0.5', '0'],
    ],
  });
  expect(shown(zeros([4, 4])).kind).toBe('cells');
  expect(shown(zeros([6])).kind).toBe('cells');
  expect(shown(zeros([7])).kind).toBe('map');
  expect(shown(zeros([5, 2])).kind).toBe('map');
  expect(shown(zeros([2, 2, 2])).kind).toBe('map');
});

test('a map tells its shape and the magnitude of full color', () => {
  const data = Array.from({ length: 40 }, (_, i) => (i === 7 ? -0.83 : i / 100));
  expect(shown(tensor([8, 5], data))).toMatchObject({ shape: '[8, 5]', scale: '±0.83' });
});

test('of what shares a cell the strongest number is seen', () => {
  const data = new Array(7 * 1000).fill(0.1);
  data[3333] = -2;
  expect(strengths(shown(tensor([7000], data))).filter((x) => x === -1)).toHaveLength(1);
});

test('missing numbers stay missing and do not spoil the scale', () => {
  const content = shown(tensor([7], [Number.NaN, 0, 0, 2, 0, 0, Number.POSITIVE_INFINITY]));
  expect(strengths(content)[0]).toBeNaN();
  expect(strengths(content)[3]).toBe(1);
  expect(content).toMatchObject({ scale: '±2' });
});

test('a batch that differs from that of the graph keeps to the room of its wire', () => {
  const form = labelForm([3, 2]);
  expect(labelContent(zeros([10, 2]), form)).toMatchObject({ kind: 'map', shape: '[10, 2]' });
  expect(labelContent(zeros([1, 1]), form)).toEqual({ kind: 'text', text: '0' });
});

test('a tensor of a million elements is sampled', () => {
  const data = new Float64Array(1e6).fill(1);
  let reads = 0;
  const watched = new Proxy(data, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, target);
    },
  });
  expect(shown({ shape: [1000, 1000], data: watched }).kind).toBe('map');
  // Once over all for the scale.
  expect(reads).toBeLessThan(1e6 + 50_000);
});

test.each([[[1, 1_000_000]], [[1_000_000, 1]], [[1_000_000]], [[100, 10_000]]])(
  '%j has colors for all of it',
  (shape) => {
    const content = shown(zeros(shape));
    if (content.kind !== 'map') throw new Error('no map');
    expect(content.heat.places).toHaveLength(content.heat.columns * content.heat.rows);
    expect(strengths(content).every((x) => x === 0)).toBe(true);
  },
);

test('two labels are the same when they look the same', () => {
  const one = shown(tensor([2], [1, 2]));
  expect(sameContent(one, shown(tensor([2], [1, 2])))).toBe(true);
  expect(sameContent(one, shown(tensor([2], [1, 3])))).toBe(false);
  expect(sameContent(one, null)).toBe(false);
});
