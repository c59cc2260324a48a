/**
 * What a kernel does to one element, in single-assignment form: each node names earlier ones. Equal nodes
 * are one node, and what can be known before the loop runs is folded.
 */
import type { ScalarBinary, ScalarUnary } from '../../ops/kit/scalar-expression.ts';
import { BINARY, UNARY } from './scalar-functions.ts';

/** Elements of a buffer by the kernel's index: floats to skip, and strides in floats by axis of the kernel. */
export interface Access {
  readonly buffer: number;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** One scalar operation; `x`, `y` and `condition` are numbers of earlier nodes. */
export type ScalarNode =
  | { readonly op: 'load'; readonly access: Access }
  | { readonly op: 'number'; readonly value: number }
  /** What a reduction or matrix product hands to its epilogue. */
  | { readonly op: 'result' }
  | { readonly op: 'unary'; readonly fn: ScalarUnary; readonly x: number }
  | { readonly op: 'binary'; readonly fn: ScalarBinary; readonly x: number; readonly y: number }
  | { readonly op: 'select'; readonly condition: number; readonly x: number; readonly y: number };

/** Writes a node's value through an access of the kernel's index. */
export interface Store {
  readonly access: Access;
  readonly node: number;
}

/** Scalar code with what it stores. */
export interface ScalarCode {
  readonly nodes: readonly ScalarNode[];
  readonly stores: readonly Store[];
}

/** True for a node that costs as much as a loop full of others. */
export const isHeavy = (node: ScalarNode): boolean =>
  node.op === 'unary' ? UNARY[node.fn].heavy : node.op === 'binary' && BINARY[node.fn].heavy;

/** The numbers of the nodes a node uses. */
export function operandsOf(node: ScalarNode): readonly number[] {
  switch (node.op) {
    case 'load':
    case 'number':
    case 'result':
      return [];
    case 'unary':
      return [node.x];
    case 'binary':
      return [node.x, node.y];
    case 'select':
      return [node.condition, node.x, node.y];
    default:
      return node satisfies never;
  }
}

/** Builds scalar code. */
export class ScalarCodeBuilder {
  readonly nodes: ScalarNode[] = [];
  private readonly known = new Map<string, number>();

  load(access: Access): number {
    return this.intern(`l${access.buffer}+${access.offset}:${access.strides.join()}`, {
      op: 'load',
      access,
    });
  }
  number(value: number): number {
    return this.intern(Object.is(value, -0) ? 'n-0' : `n${value}`, { op: 'number', value });
  }
  result(): number {
    return this.intern('r', { op: 'result' });
  }
  unary(fn: ScalarUnary, x: number): number {
    const value = this.valueOf(x);
    const { fold } = UNARY[fn];
    if (value !== null && fold !== null) return this.number(fold(value));
    const inner = this.nodes[x];
    if (fn === 'negate' && inner.op === 'unary' && inner.fn === 'negate') return inner.x;
    return this.intern(`${fn} ${x}`, { op: 'unary', fn, x });
  }
  binary(fn: ScalarBinary, x: number, y: number): number {
    const a = this.valueOf(x);
    const b = this.valueOf(y);
    const { fold } = BINARY[fn];
    if (a !== null && b !== null && fold !== null) return this.number(fold(a, b));
    if (fn === 'multiply' && b === 1) return x;
    if (fn === 'multiply' && a === 1) return y;
    if (fn === 'divide' && b === 1) return x;
    if (fn === 'divide' && b !== null && isPowerOfTwo(b)) {
      return this.binary('multiply', x, this.number(1 / b));
    }
    // x + 0 is not x for x = -0, but no one can tell -0 from 0 by its value.
    if ((fn === 'add' || fn === 'subtract') && b === 0) return x;
    if (fn === 'add' && a === 0) return y;
    if (fn === 'power' && b !== null) {
      if (b === 1) return x;
      if (b === 2) return this.binary('multiply', x, x);
      if (b === 3) return this.binary('multiply', this.binary('multiply', x, x), x);
      if (b === -1) return this.binary('divide', this.number(1), x);
    }
    if ((fn === 'lessEqual' || fn === 'greater') && b === 0) {
      // max(x, 0) says the same about the sign, and of a rectifier it is what stays in memory.
      const rectified = this.known.get(`max ${x} ${y}`);
      if (rectified !== undefined)
        return this.intern(`${fn} ${rectified} ${y}`, { op: 'binary', fn, x: rectified, y });
    }
    return this.intern(`${fn} ${x} ${y}`, { op: 'binary', fn, x, y });
  }
  select(condition: number, x: number, y: number): number {
    const known = this.valueOf(condition);
    if (known !== null) return known !== 0 ? x : y;
    if (x === y) return x;
    return this.intern(`s ${condition} ${x} ${y}`, { op: 'select', condition, x, y });
  }

  /** Copies nodes of other code in; `leaf` may replace loads and results. Gives the new number of each. */
  append(
    nodes: readonly ScalarNode[],
    leaf: (node: ScalarNode) => number | null,
    wanted?: Iterable<number>,
  ): number[] {
    const used = wanted === undefined ? null : usedNodes(nodes, wanted);
    const numbers: number[] = [];
    nodes.forEach((node, i) => {
      numbers.push(used !== null && used[i] === 0 ? -1 : (leaf(node) ?? this.copy(node, numbers)));
    });
    return numbers;
  }

  /** The known number a node stands for, or null. */
  valueOf(node: number): number | null {
    const found = this.nodes[node];
    return found.op === 'number' ? found.value : null;
  }

  private copy(node: ScalarNode, numbers: readonly number[]): number {
    switch (node.op) {
      case 'load':
        return this.load(node.access);
      case 'number':
        return this.number(node.value);
      case 'result':
        return this.result();
      case 'unary':
        return this.unary(node.fn, numbers[node.x]);
      case 'binary':
        return this.binary(node.fn, numbers[node.x], numbers[node.y]);
      case 'select':
        return this.select(numbers[node.condition], numbers[node.x], numbers[node.y]);
      default:
        return node satisfies never;
    }
  }

  private intern(key: string, node: ScalarNode): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.nodes.push(node);
    this.known.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

/** Code without the nodes that no store needs. */
export function withoutUnused(code: ScalarCode): ScalarCode {
  const builder = new ScalarCodeBuilder();
  const numbers = builder.append(
    code.nodes,
    () => null,
    code.stores.map(({ node }) => node),
  );
  return {
    nodes: builder.nodes,
    stores: code.stores.map(({ access, node }) => ({ access, node: numbers[node] })),
  };
}

function usedNodes(nodes: readonly ScalarNode[], roots: Iterable<number>): Uint8Array {
  const used = new Uint8Array(nodes.length);
  for (const root of roots) used[root] = 1;
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (used[i] === 1) for (const operand of operandsOf(nodes[i])) used[operand] = 1;
  }
  return used;
}

function isPowerOfTwo(value: number): boolean {
  const exponent = Math.log2(Math.abs(value));
  return Number.isInteger(exponent) && Math.abs(exponent) < 100;
}
