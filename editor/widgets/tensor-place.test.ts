import { expect, test } from 'vitest';
import { planHeatMap } from './heat-map.ts';
import {
  elementUnder,
  placeAfterKey,
  placeOf,
  readPlace,
  spokenPlace,
  strongestElement,
  windowAround,
} from './tensor-place.ts';

const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false });

test.each<[string, number[], number | null]>([
  ['3, 17', [8, 20], 77],
  ['[3, 17]', [8, 20], 77],
  ['3 17', [8, 20], 77],
  ['3', [8, 20], 60],
  ['-1, −1', [8, 20], 159],
  ['2, 0, 1, 1', [3, 2, 2, 2], 19],
  ['8, 0', [8, 20], null],
  ['1, 2, 3', [8, 20], null],
  ['1.5', [8], null],
  ['', [8], null],
])('%j in %j is element %j', (text, shape, index) => {
  expect(readPlace(text, shape)).toBe(index);
});

test('every place reads back as itself', () => {
  const shape = [3, 2, 4];
  for (let i = 0; i < 24; i += 1) expect(readPlace(placeOf(i, shape).join(', '), shape)).toBe(i);
});

test('a place is spoken as what it is in', () => {
  expect(spokenPlace(5, [8])).toBe('element 5');
  expect(spokenPlace(77, [8, 20])).toBe('row 3, column 17');
  expect(spokenPlace(19, [3, 2, 2, 2])).toBe('matrix 2, 0, row 1, column 1');
});

test.each<[string, boolean, number]>([
  ['ArrowRight', false, 78],
  ['ArrowUp', false, 57],
  ['PageUp', false, 17],
  ['PageDown', false, 157],
  ['Home', false, 60],
  ['End', false, 79],
  ['Home', true, 0],
  ['End', true, 159],
])('%s (with Ctrl: %s) goes from [3, 17] of [8, 20] to element %d', (name, ctrl, index) => {
  expect(placeAfterKey(77, [8, 20], key(name, ctrl))).toBe(index);
});

test('keys stop at the edges, and others mean nothing', () => {
  expect(placeAfterKey(0, [2, 2], key('ArrowLeft'))).toBe(0);
  expect(placeAfterKey(3, [2, 2], key('ArrowRight'))).toBe(3);
  expect(placeAfterKey(3, [2, 2], key('ArrowDown'))).toBe(3);
  expect(placeAfterKey(3, [2, 2], key('x'))).toBeNull();
});

test('pages of a stack are its matrices', () => {
  expect(placeAfterKey(1, [3, 2, 2], key('PageDown'))).toBe(5);
  expect(placeAfterKey(9, [3, 2, 2], key('PageDown'))).toBe(9);
});

test('the window stays inside its matrix', () => {
  const most = { rows: 4, columns: 5 };
  expect(windowAround(77, [8, 20], most)).toEqual({
    rows: [2, 3, 4, 5],
    columns: [15, 16, 17, 18, 19],
    start: 0,
    stride: 20,
  });
  expect(windowAround(5, [3, 2, 2], most)).toEqual({
    rows: [0, 1],
    columns: [0, 1],
    start: 4,
    stride: 2,
  });
});

test('the strongest element is the first NaN, else the largest magnitude', () => {
  expect(strongestElement({ shape: [3], data: [1, -4, 3] })).toBe(1);
  expect(strongestElement({ shape: [3], data: [1, Number.NaN, Number.POSITIVE_INFINITY] })).toBe(1);
});

test('one px over many cells means the strongest, between tiles nothing', () => {
  const data = [0, 0, 5, 0, 0, 0, 0, -9];
  const row = { shape: [8], data };
  expect(elementUnder(row, planHeatMap([8]), { x: 0, y: 0, spanX: 4, spanY: 0.1 })).toBe(2);
  expect(elementUnder(row, planHeatMap([8]), { x: 4, y: 0, spanX: 4, spanY: 0.1 })).toBe(7);
  expect(elementUnder(row, planHeatMap([8]), { x: 1.9, y: 0, spanX: 0.1, spanY: 0.1 })).toBe(1);
  const tiles = { shape: [2, 2, 2], data };
  const point = { x: 2.5, y: 0, spanX: 0.1, spanY: 0.1 };
  expect(elementUnder(tiles, planHeatMap([2, 2, 2]), point)).toBe(-1);
});
