/** The palette as numbers: WCAG AA contrast of every pair the interface uses, in both themes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

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
