/**
 * Markdown of a lesson → blocks and words as data, which a view makes elements of. There is no HTML: what looks like it
 * is text. Formulas stand between dollars; a link names a place or a number of the graph (reference.ts).
 */
import { Marked, type Token, type Tokens } from 'marked';

/** A piece of running text. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'formula'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly content: readonly Inline[] }
  /** `to` as it is written, not yet looked up. */
  | { readonly kind: 'link'; readonly to: string; readonly content: readonly Inline[] }
  | { readonly kind: 'break' };

/** A piece of a page. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'formula' | 'code'; readonly text: string }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

/** A formula as a token of ours. */
interface FormulaToken {
  readonly type: 'formula';
  readonly raw: string;
  readonly text: string;
}

const formula = (pattern: RegExp, source: string): FormulaToken | undefined => {
  const match = pattern.exec(source);
  return match === null ? undefined : { type: 'formula', raw: match[0], text: match[1].trim() };
};

const markdown = new Marked({
  extensions: [
    {
      name: 'displayed',
      level: 'block',
      start: (source) => source.indexOf('$$'),
      tokenizer: (source) => formula(/^\$\$([^$]+)\$\$[ \t]*(?:\n|$)/, source),
    },
    {
      name: 'formula',
      level: 'inline',
      start: (source) => source.indexOf('$'),
      tokenizer: (source) => formula(/^\$([^\s$](?:[^$\n]*[^\s$])?)\$/, source),
    },
  ],
});

/** Quotes and lists in each other deeper than this, or more dollars than a text needs, are no text that a person wrote. */
const DEEPEST = /^[ \t]*(?:>[ \t]*|(?:[-*+]|\d+[.)])[ \t]+){9}/m;
const MOST_DOLLARS = 2000;

/** The blocks of a text; one that would take the parser long is given as it stands. */
export function richText(text: string): readonly Block[] {
  const isStrange = DEEPEST.test(text) || text.split('$').length > MOST_DOLLARS;
  if (isStrange) return [{ kind: 'paragraph', content: [{ kind: 'text', text }] }];
  return markdown.lexer(text).flatMap(blocksOf);
}

function blocksOf(token: Token): readonly Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'hr':
      return [];
    case 'paragraph':
    case 'heading':
      return [{ kind: token.type, content: inlines(token.tokens) }];
    case 'blockquote':
      return [{ kind: 'quote', content: flat(token.tokens) }];
    case 'code':
    case 'formula':
      return [{ kind: token.type, text: token.text }];
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return [{ kind: 'list', ordered, items: items.map((item) => flat(item.tokens)) }];
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens));
      return [{ kind: 'table', head: cells(header), rows: rows.map(cells) }];
    }
    default:
      return [{ kind: 'paragraph', content: [{ kind: 'text', text: token.raw.trim() }] }];
  }
}

/** The running text of blocks, one after the other: lists in lists are read as one. */
function flat(tokens: readonly Token[] | undefined): readonly Inline[] {
  return (tokens ?? []).flatMap((token, i) => {
    const blank: readonly Inline[] = i === 0 ? [] : [{ kind: 'text', text: ' ' }];
    const inner: readonly Inline[] =
      token.type === 'formula'
        ? [{ kind: 'formula', text: token.text }]
        : inlines('tokens' in token && token.tokens ? token.tokens : [token]);
    return [...blank, ...inner];
  });
}

function inlines(tokens: readonly Token[] | undefined): readonly Inline[] {
  return (tokens ?? []).map((token): Inline => {
    switch (token.type) {
      case 'strong':
        return { kind: 'strong', content: inlines(token.tokens) };
      case 'em':
        return { kind: 'emphasis', content: inlines(token.tokens) };
      case 'link':
        // An address that stands for itself leads out of the page: it stays text.
        return token.raw.startsWith('[')
          ? { kind: 'link', to: token.href, content: inlines(token.tokens) }
          : { kind: 'text', text: token.raw };
      case 'codespan':
        return { kind: 'code', text: token.text };
      case 'formula':
        return { kind: 'formula', text: token.text };
      case 'br':
        return { kind: 'break' };
      case 'text':
      case 'escape':
        return { kind: 'text', text: token.text };
      default:
        return { kind: 'text', text: token.raw };
    }
  });
}

/** The words of running text without what marks them. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((part) => {
      if ('content' in part) return plainText(part.content);
      return part.kind === 'break' ? ' ' : part.text;
    })
    .join('');
}

/** Every piece of running text of a page, in its order. */
export function* runningText(blocks: readonly Block[]): Iterable<readonly Inline[]> {
  for (const block of blocks) {
    if ('content' in block) yield block.content;
    else if (block.kind === 'list') yield* block.items;
    else if (block.kind === 'table') {
      yield* block.head;
      for (const row of block.rows) yield* row;
    } else if (block.kind === 'formula') yield [{ kind: 'formula', text: block.text }];
  }
}
