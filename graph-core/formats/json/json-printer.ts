/**
 * Values → JSON text that reads well and makes short diffs: what fits stays on one line, long lists of
 * numbers are filled, everything else has one entry per line. Numbers keep every bit, -0 included.
 */

/** Columns a line should not exceed. */
const WIDTH = 100;

/** An object to print: fields in the order given. */
export class Fields {
  readonly entries: readonly (readonly [string, unknown])[];
  /** `lines`: one entry per line even when all would fit on one. */
  readonly layout: 'fit' | 'lines';

  /** Entries whose value is undefined are left out. */
  constructor(entries: readonly (readonly [string, unknown])[], layout: 'fit' | 'lines' = 'fit') {
    this.entries = entries.filter(([, value]) => value !== undefined);
    this.layout = layout;
  }
}

/** The text of a value made of `Fields`, lists, text, numbers, truth values and null. */
export function printJson(value: unknown): string {
  return `${print(value, 0, 0)}\n`;
}

/** `used` columns of the line are taken before the value and after it. */
function print(value: unknown, indent: number, used: number): string {
  const inner = ' '.repeat(indent + 2);
  const outer = ' '.repeat(indent);
  if (value instanceof Fields) {
    if (value.entries.length === 0) return '{}';
    if (value.layout === 'fit') {
      const line = printOnOneLine(value, WIDTH - used);
      if (line !== null) return line;
    }
    const lines = value.entries.map(([key, field]) => {
      const label = `${inner}${JSON.stringify(key)}: `;
      return label + print(field, indent + 2, label.length + 1);
    });
    return `{\n${lines.join(',\n')}\n${outer}}`;
  }
  if (Array.isArray(value)) {
    const line = printOnOneLine(value, WIDTH - used);
    if (line !== null) return line;
    const isFlat = value.every((entry) => !Array.isArray(entry) && !(entry instanceof Fields));
    const lines = isFlat
      ? fill(value.map(printScalar), WIDTH - inner.length)
      : value.map((entry) => print(entry, indent + 2, inner.length + 1));
    return `[\n${inner}${lines.join(`,\n${inner}`)}\n${outer}]`;
  }
  return printScalar(value);
}

/** Null when it takes more than `width` columns; gives up early. */
function printOnOneLine(value: unknown, width: number): string | null {
  const isList = Array.isArray(value);
  if (!isList && !(value instanceof Fields)) {
    const text = printScalar(value);
    return text.length <= width ? text : null;
  }
  const parts: string[] = [];
  let room = width - 2;
  const entries = isList ? value : value.entries;
  for (const entry of entries) {
    const label = isList ? '' : `${JSON.stringify(entry[0])}: `;
    const part = printOnOneLine(isList ? entry : entry[1], room - label.length);
    if (part === null) return null;
    parts.push(label + part);
    room -= label.length + part.length + 2;
  }
  const joined = parts.join(', ');
  const text = isList ? `[${joined}]` : parts.length === 0 ? '{}' : `{ ${joined} }`;
  return text.length <= width ? text : null;
}

function fill(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + item.length + 3 > width) {
      lines.push(line);
      line = item;
    } else line = line === '' ? item : `${line}, ${item}`;
  }
  return [...lines, line];
}

function printScalar(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`internal: ${value} cannot be written as JSON`);
    return Object.is(value, -0) ? '-0' : String(value);
  }
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  throw new Error(`internal: a ${typeof value} cannot be written as JSON`);
}
