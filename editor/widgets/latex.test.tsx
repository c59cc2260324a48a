// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount } from '../testing/mount.tsx';
import { Latex } from './latex.tsx';
import { loadKatex, longestFormula } from './load-katex.ts';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

async function show(tex: string, label?: string): Promise<HTMLElement> {
  mounted = mount(<Latex tex={tex} label={label} />);
  await act(() => loadKatex());
  return mounted.container;
}

test('a formula is typeset, with MathML for screen readers', async () => {
  const container = await show('x^2');
  expect(container.querySelector('math annotation')?.textContent).toBe('x^2');
  expect(container.querySelector('.latex-plain')).toBeNull();
});

test('a formula that is wrong shows its source', async () => {
  const container = await show('\\frac{1}{');
  expect(container.querySelector('.latex-plain')?.textContent).toBe('\\frac{1}{');
});

test('a formula that becomes right is typeset again', async () => {
  const container = await show('\\frac{1}{');
  mounted?.render(<Latex tex="y" />);
  expect(container.querySelector('math annotation')?.textContent).toBe('y');
});

test('a formula that is too long is cut and not typeset', async () => {
  const container = await show('x'.repeat(longestFormula + 1));
  expect(container.querySelector('math')).toBeNull();
  expect(container.textContent).toBe(`${'x'.repeat(longestFormula)} … (formula too long)`);
});

test('a label speaks for the formula', async () => {
  const container = await show('x', 'the input x');
  expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('the input x');
});

test('only the classes of our formulas are trusted', async () => {
  const good = await show('\\htmlClass{gradient}{x}');
  expect(good.querySelector('.gradient')).not.toBeNull();
  mounted?.unmount();
  const bad = await show('\\htmlClass{button}{x}');
  expect(bad.querySelector('.button')).toBeNull();
});

test('no element carries a style attribute from the source, which the policy refuses', async () => {
  const written: string[] = [];
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    // happy-dom writes CSSOM changes back this way, always ending in a semicolon.
    if (name === 'style' && !value.endsWith(';')) written.push(value);
    setAttribute.call(this, name, value);
  };
  try {
    // Both have widths of their own, which KaTeX writes as style attributes.
    await show(
      '\\vec{x} + \\left\\lVert\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\end{matrix}\\right\\rVert',
    );
  } finally {
    Element.prototype.setAttribute = setAttribute;
  }
  expect(written).toEqual([]);
});
