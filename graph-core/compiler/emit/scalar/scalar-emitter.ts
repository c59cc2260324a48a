/** Scalar code → SIMD instructions: each node is four elements side by side. */
import type { ScalarBinary } from '../../../ops/kit/scalar-expression.ts';
import { type Access, operandsOf, type ScalarNode } from '../../ir/scalar-code.ts';
import type { FunctionCode } from '../../wasm/function-code.ts';
import type { PlainName } from '../../wasm/opcodes.ts';
import {
  emitErf,
  emitExp,
  emitExpm1,
  emitLog,
  emitLog1p,
  emitSigmoid,
  emitTanh,
} from './polynomials.ts';
import { emitPower } from './power.ts';
import { emitSine } from './sine.ts';

const COMPARISONS: Partial<Record<ScalarBinary, PlainName>> = {
  equal: 'f32x4.eq',
  notEqual: 'f32x4.ne',
  greater: 'f32x4.gt',
  greaterEqual: 'f32x4.ge',
  less: 'f32x4.lt',
  lessEqual: 'f32x4.le',
};

/** Where loads and the result of a kernel come from; each leaves a vector on the stack. */
export interface Leaves {
  readonly load: (access: Access) => void;
  readonly result: () => void;
}

/** Emits nodes on demand; a node that several others use is computed once and kept in a local. */
export class ScalarEmitter {
  private readonly c: FunctionCode;
  private readonly nodes: readonly ScalarNode[];
  private readonly uses: Int32Array;
  private readonly kept = new Map<number, number>();

  constructor(c: FunctionCode, nodes: readonly ScalarNode[], roots: Iterable<number>) {
    this.c = c;
    this.nodes = nodes;
    this.uses = new Int32Array(nodes.length);
    for (const root of roots) this.uses[root]++;
    for (let i = nodes.length - 1; i >= 0; i--) {
      if (this.uses[i] > 0) for (const operand of operandsOf(nodes[i])) this.uses[operand]++;
    }
  }

  /** Computes now, and keeps in locals, the nodes for which `early` holds and which later code uses. */
  hoist(early: readonly boolean[], leaves: Leaves): void {
    this.nodes.forEach((node, i) => {
      if (!early[i] || this.uses[i] === 0 || node.op === 'number') return;
      const needed = this.nodes.some(
        (user, k) => this.uses[k] > 0 && !early[k] && operandsOf(user).includes(i),
      );
      if (needed || this.isRoot(i)) this.keep(i, leaves);
    });
  }

  /** Forgets what was kept except what `hoist` computed: the next elements are others. */
  fork(): ScalarEmitter {
    const copy = Object.create(ScalarEmitter.prototype) as ScalarEmitter;
    Object.assign(copy, this, { kept: new Map(this.kept) });
    return copy;
  }

  /** Leaves the value of a node on the stack. */
  emit(node: number, leaves: Leaves): void {
    const local = this.kept.get(node);
    if (local !== undefined) {
      this.c.get(local);
      return;
    }
    this.compute(node, leaves);
    if (this.uses[node] > 1 && this.nodes[node].op !== 'number') {
      const fresh = this.c.local('v128');
      this.kept.set(node, fresh);
      this.c.tee(fresh);
    }
  }

  private isRoot(node: number): boolean {
    let used = 0;
    this.nodes.forEach((user, k) => {
      if (this.uses[k] > 0) used += operandsOf(user).filter((operand) => operand === node).length;
    });
    return this.uses[node] > used;
  }

  private keep(node: number, leaves: Leaves): void {
    if (this.kept.has(node)) return;
    this.compute(node, leaves);
    const fresh = this.c.local('v128');
    this.kept.set(node, fresh);
    this.c.set(fresh);
  }

  private compute(index: number, leaves: Leaves): void {
    const { c } = this;
    const node = this.nodes[index];
    switch (node.op) {
      case 'load':
        leaves.load(node.access);
        return;
      case 'number':
        c.splat(node.value);
        return;
      case 'result':
        leaves.result();
        return;
      case 'unary':
        this.emit(node.x, leaves);
        this.unary(node.fn);
        return;
      case 'binary': {
        const comparison = COMPARISONS[node.fn];
        this.emit(node.x, leaves);
        this.emit(node.y, leaves);
        if (comparison !== undefined) c.op(comparison).splat(1).op('v128.and');
        else this.binary(node.fn, this.nodes[node.y]);
        return;
      }
      case 'select':
        this.emit(node.x, leaves);
        this.emit(node.y, leaves);
        this.mask(node.condition, leaves);
        c.op('v128.bitselect');
        return;
      default:
        node satisfies never;
    }
  }

  /** The condition as a mask of bits; a comparison only used here is its own mask. */
  private mask(condition: number, leaves: Leaves): void {
    const node = this.nodes[condition];
    const comparison = node.op === 'binary' ? COMPARISONS[node.fn] : undefined;
    if (node.op === 'binary' && comparison !== undefined && !this.kept.has(condition)) {
      this.emit(node.x, leaves);
      this.emit(node.y, leaves);
      this.c.op(comparison);
      return;
    }
    this.emit(condition, leaves);
    this.c.splat(0).op('f32x4.ne');
  }

  private unary(fn: Extract<ScalarNode, { op: 'unary' }>['fn']): void {
    const { c } = this;
    switch (fn) {
      case 'negate':
        c.op('f32x4.neg');
        return;
      case 'abs':
        c.op('f32x4.abs');
        return;
      case 'sqrt':
        c.op('f32x4.sqrt');
        return;
      case 'floor':
        c.op('f32x4.floor');
        return;
      case 'sign': {
        // 1 with the sign of x where x is not 0; 0 and NaN as they are.
        const x = c.scratch('sign.x');
        const one = c.scratch('sign.one');
        c.set(x);
        c.get(x)
          .splatInt(-(2 ** 31))
          .op('v128.and')
          .splat(1)
          .op('v128.or')
          .set(one);
        c.get(one).get(x).get(x).op('f32x4.abs').splat(0).op('f32x4.gt').op('v128.bitselect');
        return;
      }
      case 'exp':
        emitExp(c);
        return;
      case 'expm1':
        emitExpm1(c);
        return;
      case 'log':
        emitLog(c);
        return;
      case 'log1p':
        emitLog1p(c);
        return;
      case 'sin':
        emitSine(c, 0);
        return;
      case 'cos':
        emitSine(c, 1);
        return;
      case 'tanh':
        emitTanh(c);
        return;
      case 'sigmoid':
        emitSigmoid(c);
        return;
      case 'erf':
        emitErf(c);
        return;
      default:
        fn satisfies never;
    }
  }

  private binary(fn: ScalarBinary, y: ScalarNode): void {
    const { c } = this;
    // pmax and pmin give their first operand when either is NaN: right unless only the second can be.
    const plain = y.op === 'number' && !Number.isNaN(y.value);
    switch (fn) {
      case 'add':
        c.op('f32x4.add');
        return;
      case 'subtract':
        c.op('f32x4.sub');
        return;
      case 'multiply':
        c.op('f32x4.mul');
        return;
      case 'divide':
        c.op('f32x4.div');
        return;
      case 'power':
        emitPower(c);
        return;
      case 'max':
        c.op(plain ? 'f32x4.pmax' : 'f32x4.max');
        return;
      case 'min':
        c.op(plain ? 'f32x4.pmin' : 'f32x4.min');
        return;
      default:
        throw new Error(`internal: ${fn} is a comparison`);
    }
  }
}
