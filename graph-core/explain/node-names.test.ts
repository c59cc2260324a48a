import { expect, test } from 'vitest';
import { latexFault } from '../testing/formulas/latex-fault.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { GREEK, nameLatex, nodeLatex, splitName } from './node-names.ts';

test.each([
  ['x', { base: 'x', index: '' }],
  ['W1', { base: 'W', index: '1' }],
  ['x_12', { base: 'x', index: '12' }],
  ['h_out', { base: 'h', index: 'out' }],
  ['add3', { base: 'add', index: '3' }],
  ['3d', { base: '3d', index: '' }],
  ['a_b_c', { base: 'a_b_c', index: '' }],
  ['_', { base: '_', index: '' }],
  ['', { base: '', index: '' }],
])('%s is split into what stands on the line and what is lowered', (name, expected) => {
  expect(splitName(name)).toEqual(expected);
});

test.each([
  ['x', 'x'],
  ['W1', '{W_{1}}'],
  ['loss', '\\mathrm{loss}'],
  ['h_out', '{h_{out}}'],
  ['theta', '\\theta '],
  ['theta2', '{\\theta _{2}}'],
  ['σ', 'σ'],
  ['a_b', '{a_{b}}'],
  ['50%', '\\mathrm{50\\%}'],
  ['\\href', '\\mathrm{\\backslash href}'],
])('%s is set as %s', (name, expected) => {
  expect(nameLatex(name)).toBe(expected);
});

/** Where names stand in the formulas of the editor. */
const PLACES = ['<x>', '<x>^{2}', '<x>_{0}', '\\frac{\\partial <x>}{\\partial <x>}', '\\ln <x>'];

/** Faults of a name in all places. */
async function faults(name: string): Promise<string[]> {
  const found: string[] = [];
  for (const place of PLACES) {
    const fault = latexFault(place.replaceAll('<x>', () => nameLatex(name)));
    if (fault !== null) found.push(fault);
  }
  return found;
}

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

test.each(ASCII)('the name "%s" can be typeset, alone and inside', async (character) => {
  for (const name of [
    character,
    `a${character}`,
    `${character}a`,
    `a${character}b`,
    `a_${character}`,
  ]) {
    expect(await faults(name)).toEqual([]);
  }
});

test.each([
  ['200 characters', 'm'.repeat(200)],
  ['200 backslashes', '\\'.repeat(200)],
  ['an emoji', '🙂'],
  ['emojis where the name is cut', `${'a'.repeat(23)}🙂🙂`],
  ['a family', '👨‍👩‍👧'],
  ['Chinese', '損失'],
  ['Arabic', 'خسارة'],
  ['an accent', 'é'],
  ['a combining accent', 'e\u0301'],
  ['a lone surrogate', '\ud83d'],
  ['control characters', 'a\u0000\u001b\u007f'],
  ['line breaks', 'a\n\nb\r\u2028c'],
  ['a link', '\\href{javascript:alert(1)}{x}'],
  ['a class', '\\htmlClass{value}{x}'],
  ['the end of math', '$x$ \\) \\]'],
  ['an unclosed brace', '{{{'],
  ['a closed brace', '}}}'],
  ['a definition', '\\def\\x{\\x\\x}\\x'],
  ['a placeholder', '<x> <ct>'],
  ['a prime', "x''"],
  ['white space', ' \t\u00a0'],
  ['an index of both', 'x_1_2'],
  ['an emoji as index', 'x_🙂'],
  ['a right-to-left mark', '\u202eabc'],
])('a name of %s can be typeset', async (_, name) => {
  expect(await faults(name)).toEqual([]);
});

test.each(Object.keys(GREEK))('the Greek letter %s can be typeset', async (name) => {
  expect(await faults(name)).toEqual([]);
  expect(await faults(`${name}_1`)).toEqual([]);
});

test('a long name is cut so that formulas stay short', () => {
  expect(nameLatex('\\'.repeat(200)).length).toBeLessThan(400);
});

test('no command of a name comes through', () => {
  expect(nameLatex('\\href{a}{b}')).toBe('\\mathrm{\\backslash href\\{a\\}\\{b\\}}');
});

test('a node is set by its name, else by its key', () => {
  const document = wiredGraph({ add1: node('add'), x: node('input', {}, 'W1') });
  expect(nodeLatex(document, 'x')).toBe('{W_{1}}');
  expect(nodeLatex(document, 'add1')).toBe('{\\mathrm{add}_{1}}');
  expect(nodeLatex(document, 'gone')).toBe('\\mathrm{gone}');
});
