/** Scalar code → SIMD instructions: each node is four elements side by side. */
import { type Access, operandsOf, type ScalarNode } from '../../ir/scalar-code.ts';
import type { FunctionCode } from '../../wasm/function-code.ts';
import { comparisonOf, emitBinary, UNARY_EMITTERS } from './function-emitters.ts';

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
        UNARY_EMITTERS[node.fn](c);
        return;
      case 'binary':
        this.emit(node.x, leaves);
        this.emit(node.y, leaves);
        emitBinary(c, node.fn, this.nodes[node.y]);
        return;
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
    const comparison = comparisonOf(node);
    if (node.op === 'binary' && comparison !== null && !this.kept.has(condition)) {
      this.emit(node.x, leaves);
      this.emit(node.y, leaves);
      this.c.op(comparison);
      return;
    }
    this.emit(condition, leaves);
    this.c.splat(0).op('f32x4.ne');
  }
}
