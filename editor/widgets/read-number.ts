/**
 * Numbers as people write them: `−2.5`, `.5`, `1e−3`, `0,5`, `1/3`, `2^10`, `2*pi`, `−e`, in the digits of any
 * keyboard. The grammar is + − * / ^, parentheses, pi and e; a power binds before a sign, as on paper.
 */

/** The finite number that a text stands for, or why there is none. */
export type NumberReading =
  | { readonly value: number; readonly fault: null }
  | { readonly value: null; readonly fault: string };

/** Longest text that is read; it bounds how deep parentheses can nest. */
const LONGEST = 200;

/** Reads one number; a comma between digits is a decimal mark. */
export function readNumber(text: string): NumberReading {
  const typed = text.trim();
  if (typed === '') return fault('empty; type a number such as −2.5');
  if (typed.length > LONGEST) return fault(`${typed.length} characters; a number has up to 200`);
  const plain = plainSigns(typed);
  const thousands = /(?<![\d.,])(?!0)\d{1,3},\d{3}(?![\d.,])/.exec(plain)?.[0];
  if (thousands !== undefined) {
    const [point, none] = [thousands.replace(',', '.'), thousands.replace(',', '')];
    return fault(`“${typed}” may mean ${point} or ${none}; type the one that is meant`);
  }
  const pointed = plain.replace(/(?<=\d),(?=\d)|(?<!\d),(?=\d)|(?<=\d),(?!\d)/g, '.');
  const value = new Reader(pointed).all();
  if (value === null) {
    return fault(`“${typed}” is not a number; type one such as −2.5, 1e−3 or 1/3`);
  }
  if (pointed.match(NUMERAL)?.some(vanishes)) {
    return fault(`“${typed}” is not 0, but too small for a number; use 0, or one above 4.9e-324`);
  }
  if (!Number.isFinite(value)) return fault(`“${typed}” is not a finite number`);
  return { value, fault: null };
}

/** True for one that is not 0, but below every number there is. */
function vanishes(numeral: string): boolean {
  return Number(numeral) === 0 && /[1-9]/.test(numeral.split(/e/i)[0]);
}

function fault(reason: string): NumberReading {
  return { value: null, fault: reason };
}

/** Zeros of the decimal digits that keyboards type: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = ['٠', '۰', '०', '০', '๐', '０'].map((zero) => zero.charCodeAt(0));

/** The same text in the signs of a program. */
function plainSigns(text: string): string {
  return text
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = ZEROS.find((first) => code >= first && code < first + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .replace(/[−‒–—－﹣]/g, '-')
    .replace(/[×·∗＊]/g, '*')
    .replace(/[÷／]/g, '/')
    .replace(/＋/g, '+')
    .replace(/[（]/g, '(')
    .replace(/[）]/g, ')')
    .replace(/[٫．]/g, '.')
    .replace(/[，]/g, ',')
    .replace(/π/g, 'pi');
}

/** A number without its sign. */
const NUMERAL = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi;

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(pi|e)(?![\w.])|([-+*/^()]))/iy;

/** Reads a sum from left to right; null everywhere stands for what is no number. */
class Reader {
  private readonly text: string;
  private at = 0;
  /** The sign, `number`, or empty at the end and at what cannot be read. */
  private token = '';
  private number = 0;

  constructor(text: string) {
    this.text = text;
    this.advance();
  }

  all(): number | null {
    const value = this.sum();
    return this.token === '' && this.at === this.text.length ? value : null;
  }

  private advance(): void {
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    this.token = '';
    if (match === null) return;
    this.at = TOKEN.lastIndex;
    const [, digits, name, sign] = match;
    this.token = sign ?? 'number';
    if (digits !== undefined) this.number = Number(digits);
    else if (name !== undefined) this.number = name.toLowerCase() === 'pi' ? Math.PI : Math.E;
  }

  private sum(): number | null {
    let left = this.product();
    while (left !== null && (this.token === '+' || this.token === '-')) {
      const sign = this.token === '+' ? 1 : -1;
      this.advance();
      const right = this.product();
      left = right === null ? null : left + sign * right;
    }
    return left;
  }

  private product(): number | null {
    let left = this.signed();
    while (left !== null && (this.token === '*' || this.token === '/')) {
      const divides = this.token === '/';
      this.advance();
      const right = this.signed();
      left = right === null ? null : divides ? left / right : left * right;
    }
    return left;
  }

  private signed(): number | null {
    if (this.token !== '-' && this.token !== '+') return this.power();
    const negative = this.token === '-';
    this.advance();
    // One sign: 3 − −2 is read, −−2 is a slip.
    const value = this.power();
    return value === null ? null : negative ? -value : value;
  }

  private power(): number | null {
    const base = this.atom();
    if (base === null || this.token !== '^') return base;
    this.advance();
    const exponent = this.signed();
    return exponent === null ? null : base ** exponent;
  }

  private atom(): number | null {
    if (this.token === 'number') {
      const { number } = this;
      this.advance();
      return number;
    }
    if (this.token !== '(') return null;
    this.advance();
    const inner = this.sum();
    return this.closes() ? inner : null;
  }

  private closes(): boolean {
    if (this.token !== ')') return false;
    this.advance();
    return true;
  }
}
