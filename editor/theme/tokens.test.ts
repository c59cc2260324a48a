/** The palette as numbers: WCAG AA contrast of every pair the interface uses, in both themes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type HeatKind,
  type HeatPalette,
  heatColor,
  heatRamp,
  type Rgb,
  toOklab,
} from '../widgets/heat-palette.ts';
import { parseHexColor } from '../widgets/theme-colors.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const light = tokensOf(':root {');
const darkBySystem = { ...light, ...tokensOf(':root:not([data-theme="light"]) {') };
const darkByChoice = { ...light, ...tokensOf(':root[data-theme="dark"] {') };

function tokensOf(selector: string): Record<string, string> {
  const from = css.indexOf(selector) + selector.length;
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]),
  );
}

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** Text may be small anywhere, so every text pair needs 4.5. */
const text: [string, string[]][] = [
  ['ink', ['paper', 'panel', 'sunken', 'current-step', 'accent-soft', 'danger-soft']],
  ['quiet-ink', ['paper', 'panel', 'sunken']],
  ['value', ['paper', 'panel', 'sunken', 'current-step', 'value-soft', 'node-fill']],
  ['gradient', ['paper', 'panel', 'current-step', 'gradient-soft', 'node-fill']],
  ['accent', ['paper', 'panel', 'accent-soft']],
  ['danger', ['paper', 'panel', 'danger-soft']],
  ['on-accent', ['accent']],
  ['paper', ['ink']],
];
/** Lines and outlines that carry meaning need 3. */
const lines: [string, string[]][] = [
  ['control-border', ['panel', 'paper']],
  ['accent', ['paper', 'panel', 'sunken']],
  ['wire', ['paper']],
  ['node-outline', ['paper']],
  ...Array.from({ length: 10 }, (_, i): [string, string[]] => [`class-${i}`, ['paper', 'panel']]),
];

describe.each([
  ['light', light],
  ['dark', darkBySystem],
])('in %s', (_, tokens) => {
  test.each(text.flatMap(([a, on]) => on.map((b) => [a, b])))('%s reads on %s at 4.5', (a, b) => {
    expect(contrast(tokens[a], tokens[b])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(lines.flatMap(([a, on]) => on.map((b) => [a, b])))('%s shows on %s at 3', (a, b) => {
    expect(contrast(tokens[a], tokens[b])).toBeGreaterThanOrEqual(3);
  });
});

test('dark by choice equals dark by system', () => {
  expect(darkByChoice).toEqual(darkBySystem);
});

test('the contrast formula gives 21 for black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
});

/** Machado, Oliveira and Fernandes 2009, severity 1; rows of a matrix on linear RGB. */
const sights: [string, number[][]][] = [
  [
    'full color',
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    'deuteranopia',
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
  [
    'protanopia',
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    'tritanopia',
    [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  ],
];

/** A color as that sight has it. */
function seen(color: Rgb, sight: number[][]): Rgb {
  const linear = color.map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  const [r, g, b] = sight.map((row) => {
    const x = Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, w, i) => sum + w * linear[i], 0),
      ),
    );
    return 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
  });
  return [r, g, b];
}

/** Distance in OKLab; 0.02 is about the least that can be seen side by side. */
function distance(a: Rgb, b: Rgb, sight: number[][] = sights[0][1]): number {
  const [p, q] = [toOklab(seen(a, sight)), toOklab(seen(b, sight))];
  return Math.hypot(...p.map((x, i) => x - q[i]));
}

const kinds: HeatKind[] = ['value', 'gradient'];

function paletteOf(tokens: Record<string, string>, kind: HeatKind): HeatPalette {
  const color = (name: string) => parseHexColor(tokens[`heat-${name}`]);
  return {
    zero: color('zero'),
    positive: color(`${kind}-positive`),
    negative: color(`${kind}-negative`),
    missing: color('missing'),
  };
}

describe.each([
  ['light', light],
  ['dark', darkBySystem],
])('the heat scales in %s', (_, tokens) => {
  const ends = kinds.flatMap((kind) => [`heat-${kind}-positive`, `heat-${kind}-negative`]);
  test.each(ends.flatMap((a) => ['heat-zero', 'paper', 'panel'].map((b) => [a, b])))(
    '%s shows on %s at 3',
    (a, b) => expect(contrast(tokens[a], tokens[b])).toBeGreaterThanOrEqual(3),
  );

  test.each(kinds)('the lightness of %s moves away from zero all the way to both ends', (kind) => {
    const ramp = heatRamp(paletteOf(tokens, kind));
    for (const sign of [1, -1]) {
      const steps = Array.from({ length: 101 }, (_, i) => heatColor(ramp, (sign * i) / 100, 1));
      const away = steps.map((color) => Math.abs(toOklab(color)[0] - toOklab(steps[0])[0]));
      // Rounding to bytes may hold a step back by less than one of 256 shades.
      for (let i = 1; i < away.length; i += 1) expect(away[i]).toBeGreaterThan(away[i - 1] - 0.002);
      expect(away[100]).toBeGreaterThan(0.25);
    }
  });

  test.each(sights)('the sign can be told, full and at a third, with %s', (_, sight) => {
    for (const kind of kinds) {
      const ramp = heatRamp(paletteOf(tokens, kind));
      expect(distance(heatColor(ramp, 1, 1), heatColor(ramp, -1, 1), sight)).toBeGreaterThan(0.12);
      expect(
        distance(heatColor(ramp, 1 / 3, 1), heatColor(ramp, -1 / 3, 1), sight),
      ).toBeGreaterThan(0.05);
    }
  });

  test.each(sights)('value and gradient of one sign differ with %s', (_, sight) => {
    const [value, gradient] = kinds.map((kind) => paletteOf(tokens, kind));
    expect(distance(value.positive, gradient.positive, sight)).toBeGreaterThan(0.05);
    expect(distance(value.negative, gradient.negative, sight)).toBeGreaterThan(0.05);
  });

  test('no end is the orange of gradients', () => {
    for (const end of ends) {
      expect(distance(parseHexColor(tokens[end]), parseHexColor(tokens.gradient))).toBeGreaterThan(
        0.12,
      );
    }
  });

  test.each(sights)('zero, tiny and missing are three colors with %s', (_, sight) => {
    for (const kind of kinds) {
      const palette = paletteOf(tokens, kind);
      const ramp = heatRamp(palette);
      for (const tiny of [1e-9, -1e-9]) {
        expect(distance(heatColor(ramp, tiny, 1), palette.zero, sight)).toBeGreaterThan(0.02);
      }
      for (const other of [palette.zero, palette.positive, palette.negative]) {
        expect(distance(palette.missing, other, sight)).toBeGreaterThan(0.12);
      }
    }
  });
});
