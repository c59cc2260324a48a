/**
 * Nothing that loads later fails silently: what `import()` gives goes through `laterPart`, which says so, or is a component
 * that `Later` shows with a way to try again. The two libraries of the widgets are told in their place.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laterPart } from './later-part.ts';
import { noticeStore } from './notices.ts';

const editor = new URL('../..', import.meta.url).pathname;

/** Formulas stay readable as text, plots say so in their place and can be tried again. */
const WITH_FALLBACK = ['widgets/load-katex.ts', 'widgets/load-plot.ts'];

/** `laterPart('…', () => import('…'))`, or the component of a module. */
const TOLD = [
  /laterPart\(\s*'[^']+',\s*\(\) => import\('[^']+'\),?\s*\)/g,
  /\(await import\('[^']+'\)\)\.[A-Z]\w*/g,
];

test('every part that loads later is told where it does not come', () => {
  const silent = readdirSync(editor, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !WITH_FALLBACK.includes(file))
    .filter((file) => {
      const source = readFileSync(join(editor, file), 'utf8');
      return TOLD.reduce((rest, told) => rest.replace(told, ''), source).includes(' import(');
    });
  expect(silent).toEqual([]);
});

test('a part that comes is used, and one that does not says so and can be tried again', async () => {
  let comes = false;
  const part = laterPart('what adds', async () => {
    if (!comes) throw new Error('offline');
    return { add: (a: number, b: number) => a + b };
  });
  expect(await part.use(({ add }) => add(1, 2))).toBeNull();
  expect(noticeStore.getState().notice).toMatchObject({
    kind: 'refused',
    text: 'what adds could not be loaded',
    hint: 'Your graph is intact; check the network and try again, or reload the page.',
  });
  comes = true;
  expect(await part.use(({ add }) => add(1, 2))).toBe(3);
});
