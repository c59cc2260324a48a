import { describe, expect, test } from 'vitest';
import { plainText, richText } from './rich-text.ts';

describe('a text', () => {
  test('becomes paragraphs with strong and emphasized words, code, formulas and links', () => {
    expect(richText('A **b** *c* `d` $w_1 x$ [e](node:h).')).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'A ' },
          { kind: 'strong', content: [{ kind: 'text', text: 'b' }] },
          { kind: 'text', text: ' ' },
          { kind: 'emphasis', content: [{ kind: 'text', text: 'c' }] },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'd' },
          { kind: 'text', text: ' ' },
          { kind: 'formula', text: 'w_1 x' },
          { kind: 'text', text: ' ' },
          { kind: 'link', to: 'node:h', content: [{ kind: 'text', text: 'e' }] },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });

  test('keeps HTML as text', () => {
    const [block] = richText('a <b onclick="x()">b</b> <script>c</script>');
    expect(block).toMatchObject({ kind: 'paragraph' });
    expect(plainText('content' in block ? block.content : [])).toBe(
      'a <b onclick="x()">b</b> <script>c</script>',
    );
    expect(richText('<div>a</div>')).toEqual([
      { kind: 'paragraph', content: [{ kind: 'text', text: '<div>a</div>' }] },
    ]);
  });

  test('has no pictures and no addresses that lead out', () => {
    const [block] = richText('![a](https://a.b/c.png) https://a.b');
    expect(JSON.stringify(block)).not.toContain('"link"');
  });

  test('takes a formula with stars and underscores whole, and a lone dollar as text', () => {
    expect(richText('$a*b*c$ and 5$')).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'formula', text: 'a*b*c' },
          { kind: 'text', text: ' and 5$' },
        ],
      },
    ]);
  });

  test('sets a formula of two dollars on lines of its own', () => {
    expect(richText('so\n\n$$\nx = 1\n$$\n\nand')).toMatchObject([
      { kind: 'paragraph' },
      { kind: 'formula', text: 'x = 1' },
      { kind: 'paragraph' },
    ]);
  });

  test('takes a long line of hyphens as a rule', () => {
    expect(richText('a\n\n---------------\n\n**b**')).toMatchObject([
      { kind: 'paragraph' },
      { kind: 'paragraph', content: [{ kind: 'strong' }] },
    ]);
  });

  test('has lists and tables', () => {
    expect(richText('- a\n- **b**\n\n| x | y |\n|---|---|\n| 1 | 2 |')).toMatchObject([
      { kind: 'list', ordered: false, items: [[{ text: 'a' }], [{ kind: 'strong' }]] },
      {
        kind: 'table',
        head: [[{ text: 'x' }], [{ text: 'y' }]],
        rows: [[[{ text: '1' }], [{ text: '2' }]]],
      },
    ]);
  });
});

test.each(['[', '*a ', '$', '`', '[a](', '> ', '- ', '|', '**', '<', '\\', '![', '_a', '# '])(
  'a text of nothing but "%s" is read within a second',
  (piece) => {
    const begin = performance.now();
    richText(piece.repeat(Math.floor(20_000 / piece.length)));
    expect(performance.now() - begin).toBeLessThan(1000);
  },
);
