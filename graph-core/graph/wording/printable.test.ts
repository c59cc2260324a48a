import { expect, test } from 'vitest';
import { printable } from './printable.ts';

const ZWNJ = '\u200c';
const ZWJ = '\u200d';

test.each([`क्${ZWJ}ष`, `می${ZWNJ}خواهم`, 'नमस्ते', 'Größe', '重み'])(
  '"%s" keeps its spelling',
  (word) => expect(printable(word)).toBe(word),
);

test.each<[string, string, string]>([
  ['a joiner before a word', `${ZWJ}a`, 'a'],
  ['a joiner after a word', `a${ZWNJ}`, 'a'],
  ['a joiner between a letter and a digit', `a${ZWJ}1`, 'a1'],
  ['joiners in a row', `a${ZWJ}${ZWJ}b`, 'ab'],
  ['an escape sequence', '\u001b[31ma\u0007', '[31ma'],
  ['a change of direction', 'a\u202eb\u2066c', 'abc'],
  ['what else is not seen', '\ufeffa\u200bb\u00adc\u2028d', 'abcd'],
  ['half a character', 'a\ud83d', 'a'],
])('%s is left out', (_, text, clean) => expect(printable(text)).toBe(clean));

test('a text is cut between characters', () => {
  expect(printable('ab😀cd', 4)).toBe('ab…');
  expect(printable('abcde', 4)).toBe('abc…');
  expect(printable('abcd', 4)).toBe('abcd');
});
