/**
 * Arithmetic on sizes with names in them. A size is a sum of products with whole coefficients, `2M·N + 3N + 1`,
 * printed in one order; so equal sizes are equal strings, and adding a size to itself makes no term more.
 * What cannot be told so (a slice of `N`) is a name of its own in parentheses, without blanks.
 */

/** Terms of a sum, and names of a product; a size beyond them is `Infinity`, which inference refuses. */
export const MAX_TERMS = 32;

/** A sum: the coefficient of each product, a product as its sorted names joined by `·` (`''` is the constant). */
export type SizeSum = ReadonlyMap<string, number>;

/** A size of two or more terms in parentheses, as a factor or in front of brackets: `(N+1)`. */
export function sizeAsName(size: string): string {
  const compact = size.replaceAll(' ', '');
  return compact === size ? size : `(${compact})`;
}

/** The terms of a size; the inverse of `printedSum`. */
export function sizeSum(size: number | string): SizeSum {
  if (typeof size === 'number') return new Map(size === 0 ? [] : [['', size]]);
  const sum = new Map<string, number>();
  let sign = 1;
  for (const part of size.split(' ')) {
    if (part === '+' || part === '-') {
      sign = part === '+' ? 1 : -1;
      continue;
    }
    const digits = /^\d*/.exec(part)?.[0] ?? '';
    addTerm(sum, part.slice(digits.length), sign * (digits === '' ? 1 : Number(digits)));
  }
  return sum;
}

/** The size a sum is: a number where no name is left, `Infinity` where it has too many terms to tell. */
export function printedSum(sum: SizeSum): number | string {
  if (sum.size === 0) return 0;
  if (sum.size > MAX_TERMS) return Number.POSITIVE_INFINITY;
  const products = [...sum.keys()].sort(compareProducts);
  if (products.some((product) => namesOf(product).length > MAX_TERMS)) {
    return Number.POSITIVE_INFINITY;
  }
  if (products.length === 1 && products[0] === '') return sum.get('') ?? 0;
  let text = '';
  for (const product of products) {
    const coefficient = sum.get(product) ?? 0;
    const amount = Math.abs(coefficient);
    if (!Number.isSafeInteger(amount)) return Number.POSITIVE_INFINITY;
    const sign = text === '' ? (coefficient < 0 ? '-' : '') : coefficient < 0 ? ' - ' : ' + ';
    text += `${sign}${amount === 1 && product !== '' ? '' : amount}${product}`;
  }
  return text;
}

/** The sum of sums. */
export function addedSums(sums: readonly SizeSum[]): SizeSum {
  const total = new Map<string, number>();
  for (const sum of sums) {
    for (const [product, coefficient] of sum) addTerm(total, product, coefficient);
  }
  return total;
}

/** The product of two sums; null where it has too many terms to tell. */
export function maybeMultipliedSums(a: SizeSum, b: SizeSum): SizeSum | null {
  if (a.size * b.size > MAX_TERMS ** 2) return null;
  const total = new Map<string, number>();
  for (const [p, m] of a) {
    for (const [q, n] of b) {
      addTerm(total, [...namesOf(p), ...namesOf(q)].sort().join('·'), m * n);
    }
  }
  return total.size > MAX_TERMS ? null : total;
}

/** What is left of a sum after taking out one product from each term; null where one does not divide. */
export function maybeDividedSum(
  sum: SizeSum,
  product: string,
  coefficient: number,
): SizeSum | null {
  if (coefficient === 0) return null;
  const left = new Map<string, number>();
  for (const [own, amount] of sum) {
    const names = namesOf(own);
    for (const name of namesOf(product)) {
      const at = names.indexOf(name);
      if (at < 0) return null;
      names.splice(at, 1);
    }
    if (amount % coefficient !== 0) return null;
    left.set(names.join('·'), amount / coefficient);
  }
  return left;
}

function addTerm(sum: Map<string, number>, product: string, coefficient: number): void {
  const total = (sum.get(product) ?? 0) + coefficient;
  if (total === 0) sum.delete(product);
  else sum.set(product, total);
}

/** The factors of a product; a `·` inside parentheses belongs to a name. */
function namesOf(product: string): string[] {
  if (product === '') return [];
  if (!product.includes('(')) return product.split('·');
  const names: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < product.length; i++) {
    if (product[i] === '(') depth++;
    else if (product[i] === ')') depth--;
    else if (product[i] === '·' && depth === 0) {
      names.push(product.slice(start, i));
      start = i + 1;
    }
  }
  names.push(product.slice(start));
  return names;
}

/** Products of more names first, then by the alphabet; the constant stands last. */
function compareProducts(a: string, b: string): number {
  return namesOf(b).length - namesOf(a).length || (a < b ? -1 : a > b ? 1 : 0);
}
