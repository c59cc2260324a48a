/**
 * Small sums in lessons: `f*(1-f)`, `w1-0.25*d(w1)`, `exp(s[0])`. A name is the value of a node, `d(name)` its
 * gradient; both may have an index. Read by descent, computed at once; nothing is run as code.
 */

/** What a sum reads from a graph; null where nothing is. */
export interface SumNumbers {
  readonly number: (
    of: 'value' | 'gradient',
    name: string,
    index: readonly number[],
  ) => number | null;
}

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  sqrt: Math.sqrt,
  abs: Math.abs,
  tanh: Math.tanh,
  cos: Math.cos,
  sin: Math.sin,
  acos: Math.acos,
};

/** Characters of a sum. */
const LONGEST = 200;

/** The number that `text` gives; null where it is no sum or names what is not there. */
export function lessonSum(text: string, numbers: SumNumbers): number | null {
  if (text.length > LONGEST) return null;
  const reader = new SumReader(text, numbers);
  try {
    return reader.read();
  } catch (error) {
    if (error instanceof NoSum) return null;
    throw error;
  }
}

/** Given up inside the descent. */
class NoSum extends Error {}

class SumReader {
  private readonly tokens: readonly string[];
  private readonly numbers: SumNumbers;
  private at = 0;

  constructor(text: string, numbers: SumNumbers) {
    this.tokens = text.match(/\d+(?:\.\d+)?(?:e-?\d+)?|[A-Za-z_]\w*|\S/g) ?? [];
    this.numbers = numbers;
  }

  read(): number {
    const result = this.sum();
    if (this.at < this.tokens.length) throw new NoSum();
    return result;
  }

  private take(...wanted: readonly string[]): string | null {
    const token = this.tokens[this.at];
    if (token === undefined || !wanted.includes(token)) return null;
    this.at++;
    return token;
  }

  private need(token: string): void {
    if (this.take(token) === null) throw new NoSum();
  }

  private sum(): number {
    let result = this.product();
    for (let sign = this.take('+', '-'); sign !== null; sign = this.take('+', '-')) {
      const term = this.product();
      result = sign === '+' ? result + term : result - term;
    }
    return result;
  }

  private product(): number {
    let result = this.signed();
    for (let sign = this.take('*', '/'); sign !== null; sign = this.take('*', '/')) {
      const factor = this.signed();
      result = sign === '*' ? result * factor : result / factor;
    }
    return result;
  }

  /** A sign binds weaker than a power. */
  private signed(): number {
    if (this.take('-') !== null) return -this.signed();
    const base = this.atom();
    return this.take('^') === null ? base : base ** this.signed();
  }

  private atom(): number {
    if (this.take('(') !== null) {
      const inner = this.sum();
      this.need(')');
      return inner;
    }
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NoSum();
    if (/^\d/.test(token)) return Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new NoSum();
    if (token === 'd' && this.take('(') !== null) {
      const name = this.tokens[this.at++] ?? '';
      const gradient = this.place('gradient', name);
      this.need(')');
      return gradient;
    }
    if (Object.hasOwn(FUNCTIONS, token) && this.take('(') !== null) {
      const inner = this.sum();
      this.need(')');
      return FUNCTIONS[token](inner);
    }
    return this.place('value', token);
  }

  private place(of: 'value' | 'gradient', name: string): number {
    const index: number[] = [];
    if (this.take('[') !== null) {
      do index.push(Number(this.tokens[this.at++]));
      while (this.take(',') !== null);
      this.need(']');
    }
    const number = this.numbers.number(of, name, index);
    if (number === null) throw new NoSum();
    return number;
  }
}
