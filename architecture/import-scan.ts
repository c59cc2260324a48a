/**
 * Finds what a source file imports by reading its tokens, so that neither comments nor strings nor
 * generated code inside templates count. Understands JSX well enough for our own files.
 */

export type ImportKind = 'value' | 'type' | 'dynamic' | 'url' | 'glob';

export interface FoundImport {
  readonly specifier: string;
  readonly kind: ImportKind;
}

export interface SourceScan {
  readonly imports: readonly FoundImport[];
  /** Names of forbidden constructs found in code, for example `innerHTML`. */
  readonly forbidden: readonly string[];
  /** True when the file holds nothing but re-exports. */
  readonly onlyReexports: boolean;
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
}

const forbiddenWords = new Set([
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'dangerouslySetInnerHTML',
  'renderToString',
]);

/** Imports, forbidden constructs and barrel-ness of one TypeScript or TSX source. */
export function scanSource(source: string): SourceScan {
  const tokens = tokenize(source);
  const imports: FoundImport[] = [];
  const forbidden = new Set<string>();
  let reexports = 0;
  let ownTokens = 0;
  let i = 0;
  while (i < tokens.length) {
    const { kind, text } = tokens[i];
    const before = i > 0 ? tokens[i - 1].text : '';
    if (kind === 'word' && before !== '.') {
      if (forbiddenCall(tokens, i)) forbidden.add(text === 'new' ? 'new Function' : 'eval(');
      if (text === 'import' || text === 'export') {
        const statement = readStatement(tokens, i);
        if (statement) {
          imports.push(statement.found);
          if (text === 'export') reexports += 1;
          else ownTokens += 1;
          i = statement.next;
          continue;
        }
      }
      const address = readUrl(tokens, i);
      if (address) imports.push(address);
    }
    if (kind === 'word' && forbiddenWords.has(text)) forbidden.add(text);
    if (text !== ';') ownTokens += 1;
    i += 1;
  }
  return { imports, forbidden: [...forbidden], onlyReexports: reexports > 0 && ownTokens === 0 };
}

/** `import …`, `import(…)`, `import.meta.glob(…)` or `export … from …` beginning at token i. */
function readStatement(
  tokens: readonly Token[],
  i: number,
): { found: FoundImport; next: number } | null {
  const isExport = tokens[i].text === 'export';
  const first = tokens[i + 1];
  if (!first) return null;
  if (!isExport && first.kind === 'string') {
    return { found: { specifier: first.text, kind: kindOf(first.text, 'value') }, next: i + 2 };
  }
  if (!isExport && first.text === '(') {
    const target = tokens[i + 2];
    const specifier = target?.kind === 'string' ? target.text : '(computed)';
    return { found: { specifier, kind: kindOf(specifier, 'dynamic') }, next: i + 3 };
  }
  if (!isExport && first.text === '.') {
    const isGlob = tokens[i + 4]?.text === 'glob';
    const pattern = tokens.slice(i + 5, i + 16).find((token) => token.kind === 'string');
    if (!isGlob || !pattern) return null;
    return { found: { specifier: pattern.text, kind: 'glob' }, next: i + 5 };
  }
  const isType = first.text === 'type' && tokens[i + 2]?.text !== 'from';
  const clause = isType ? tokens[i + 2] : first;
  if (isExport && clause?.text !== '{' && clause?.text !== '*') return null;
  for (let j = i + 1; j + 1 < tokens.length; j += 1) {
    const { kind, text } = tokens[j];
    if (kind === 'word' && text === 'from' && tokens[j + 1].kind === 'string') {
      const specifier = tokens[j + 1].text;
      return {
        found: { specifier, kind: kindOf(specifier, isType ? 'type' : 'value') },
        next: j + 2,
      };
    }
    const partOfClause = kind === 'word' || text === '{' || text === '}' || text === ',';
    if (!partOfClause && text !== '*') return null;
    // `export { a }` without `from`: the next statement has begun.
    if (text === '}' && tokens[j + 1].text !== 'from') return null;
  }
  return null;
}

/** `new URL('…', import.meta.url)`: how a worker is named. */
function readUrl(tokens: readonly Token[], i: number): FoundImport | null {
  const shape = ['new', 'URL', '(', null, ',', 'import', '.', 'meta', '.', 'url'];
  const matches = shape.every((text, k) =>
    text === null ? tokens[i + k]?.kind === 'string' : tokens[i + k]?.text === text,
  );
  return matches ? { specifier: tokens[i + 3].text, kind: 'url' } : null;
}

function forbiddenCall(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1]?.text;
  return (
    (tokens[i].text === 'eval' && next === '(') || (tokens[i].text === 'new' && next === 'Function')
  );
}

/** Vite's `?url` imports hand over an address, not code. */
function kindOf(specifier: string, kind: ImportKind): ImportKind {
  return /[?&]url\b/.test(specifier) ? 'url' : kind;
}

const wordStart = /[\p{L}_$#]/u;
const wordPart = /[\p{L}\p{N}_$]/u;
/** After these a slash begins a regular expression; after any other word it divides. */
const regexAfter = new Set(['return', 'typeof', 'case', 'in', 'of', 'void', 'yield', 'await']);

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  /** For each open template: how many braces are open inside its current `${…}`. */
  const templates: number[] = [];
  let i = 0;
  while (i < source.length) {
    const char = source[i];
    if (source.startsWith('//', i)) i = endOf(source, '\n', i);
    else if (source.startsWith('/*', i)) i = endOf(source, '*/', i + 2);
    else if (char === '"' || char === "'") {
      const end = endOfString(source, i);
      // An apostrophe in JSX text: no string ends on this line.
      if (end > 0) tokens.push({ kind: 'string', text: source.slice(i + 1, end) });
      i = end > 0 ? end + 1 : i + 1;
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop();
      const { end, opensExpression } = endOfTemplatePart(source, i + 1);
      if (opensExpression) templates.push(0);
      const whole = char === '`' && !opensExpression;
      tokens.push({
        kind: whole ? 'string' : 'mark',
        text: whole ? source.slice(i + 1, end) : '`',
      });
      i = end + (opensExpression ? 2 : 1);
    } else if (char === '/' && beginsRegex(tokens.at(-1))) {
      const end = endOfRegex(source, i);
      tokens.push({ kind: 'mark', text: '/' });
      i = end > 0 ? end + 1 : i + 1;
    } else if (wordStart.test(char)) {
      let end = i + 1;
      while (end < source.length && wordPart.test(source[end])) end += 1;
      tokens.push({ kind: 'word', text: source.slice(i, end) });
      i = end;
    } else {
      if (char === '{' && templates.length > 0) templates[templates.length - 1] += 1;
      if (char === '}' && templates.length > 0) templates[templates.length - 1] -= 1;
      if (!/\s/.test(char)) tokens.push({ kind: 'mark', text: char });
      i += 1;
    }
  }
  return tokens;
}

function endOf(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length;
}

function endOfString(source: string, start: number): number {
  for (let i = start + 1; i < source.length && source[i] !== '\n'; i += 1) {
    if (source[i] === '\\') i += 1;
    else if (source[i] === source[start]) return i;
  }
  return -1;
}

function endOfTemplatePart(
  source: string,
  from: number,
): { end: number; opensExpression: boolean } {
  for (let i = from; i < source.length; i += 1) {
    if (source[i] === '\\') i += 1;
    else if (source[i] === '`') return { end: i, opensExpression: false };
    else if (source.startsWith('${', i)) return { end: i, opensExpression: true };
  }
  return { end: source.length, opensExpression: false };
}

function beginsRegex(previous: Token | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'word') return regexAfter.has(previous.text);
  return previous.kind === 'mark' && !/[)\]}<>`\d"']/.test(previous.text);
}

function endOfRegex(source: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < source.length && source[i] !== '\n'; i += 1) {
    if (source[i] === '\\') i += 1;
    else if (source[i] === '[') inClass = true;
    else if (source[i] === ']') inClass = false;
    else if (source[i] === '/' && !inClass) return i;
  }
  return -1;
}
