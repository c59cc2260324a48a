/**
 * Rows of few columns, four rows at a time: each lane is a row, each column a register. Blocks of memory
 * are transposed when they come in and when they go out; reductions need no shuffles, and what there is
 * once for each row costs a quarter. Scores [n, 3], rows p to s:
 *
 *   memory, one row a line      registers, one column each
 *   p0 p1 p2 ·                  column 0: p0 q0 r0 s0      the largest of each row: max of the columns, lane by
 *   q0 q1 q2 ·      transpose   column 1: p1 q1 r1 s1      lane; its exp: 3 registers instead of 4; the sum of
 *   r0 r1 r2 ·     ──────────▶  column 2: p2 q2 r2 s2      each row: column 0 + column 1 + column 2
 *   s0 s1 s2 ·                  (·: padding)
 */
import { BYTES, LANES } from '../ir/buffer.ts';
import type { RowwiseKernel } from '../ir/kernel.ts';
import type { Access, ScalarCode, ScalarNode } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { COMBINE } from './combine.ts';
import { type EmitContext, steadyNodes } from './emit-map.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { ScalarEmitter } from './scalar/scalar-emitter.ts';
import type { At } from './walk.ts';

/** What emitting a rowwise kernel needs besides the kernel. */
export interface RowwiseContext extends EmitContext {
  /** Buffers that are read outside of it: what else its stages store stays in registers. */
  readonly kept: ReadonlySet<number>;
}

/** Emits the stages for four rows, of which the first `count` are stored. */
export class RowGroup {
  private readonly c: FunctionCode;
  private readonly kernel: RowwiseKernel;
  private readonly context: RowwiseContext;
  private readonly at: At;
  private readonly count: number;
  /** Buffer → its numbers for these rows: a register for each column, or one for all. */
  private readonly values = new Map<number, readonly number[]>();
  /** What was loaded and transposed, by place. */
  private readonly blocks = new Map<string, readonly number[]>();

  constructor(
    c: FunctionCode,
    kernel: RowwiseKernel,
    context: RowwiseContext,
    at: At,
    count: number,
  ) {
    this.c = c;
    this.kernel = kernel;
    this.context = context;
    this.at = at;
    this.count = count;
  }

  /** The next stage. Groups do their stages in turn: while one waits for a result, another goes on. */
  emit(stage: RowwiseKernel['stages'][number]): void {
    if (stage.family === 'map') {
      this.code(stage.code, stage.shape.length > 1 ? this.kernel.columns : 1, null);
      return;
    }
    const result = this.c.local('v128');
    this.eachColumn(stage.element, [stage.node], this.kernel.columns, null, (emit, column) => {
      if (column > 0) this.c.get(result);
      emit(stage.node);
      if (column > 0) this.c.op(COMBINE[stage.monoid]);
      this.c.set(result);
    });
    this.code(stage.code, 1, result);
  }

  private code({ nodes, stores }: ScalarCode, columns: number, result: number | null): void {
    const { c } = this;
    const locals = stores.map((): number[] => []);
    const roots = stores.map(({ node }) => node);
    this.eachColumn(nodes, roots, columns, result, (emit) => {
      stores.forEach(({ node }, s) => {
        emit(node);
        const local = c.local('v128');
        c.set(local);
        locals[s].push(local);
      });
    });
    stores.forEach(({ access }, s) => {
      this.values.set(access.buffer, locals[s]);
      if (this.context.kept.has(access.buffer)) this.store(access, locals[s], columns);
    });
  }

  private eachColumn(
    nodes: readonly ScalarNode[],
    roots: readonly number[],
    columns: number,
    result: number | null,
    body: (emit: (node: number) => void, column: number) => void,
  ): void {
    const emitter = new ScalarEmitter(this.c, nodes, roots);
    // What every column has in common is computed for the first one only.
    const steady = steadyNodes(nodes, ({ strides }) => strides[1] ?? 0);
    const leaves = (column: number) => ({
      load: (access: Access) => this.load(access, column),
      result: () => this.c.get(result ?? 0),
    });
    if (columns > 1) emitter.hoist(steady, leaves(0));
    for (let column = 0; column < columns; column++) {
      const fresh = emitter.fork();
      body((node) => fresh.emit(node, leaves(column)), column);
    }
  }

  private load(access: Access, column: number): void {
    const { c } = this;
    const known = this.values.get(access.buffer);
    const [row, along = 0] = access.strides;
    if (known !== undefined) {
      c.get(along === 0 ? known[0] : known[column]);
      return;
    }
    const from = this.at(access);
    const offset = from.offset + column * along * BYTES;
    if (row === 0 || along !== 1) {
      // The same for all rows, or one number for each row.
      emitLoad(c, { ...from, offset }, row, LANES);
      return;
    }
    const block = Math.floor(column / LANES);
    const key = `${access.buffer}+${access.offset}:${row} ${block}`;
    let columns = this.blocks.get(key);
    if (columns === undefined) {
      const start = from.offset + block * LANES * BYTES;
      const rows = Array.from({ length: LANES }, (_, r) => {
        const local = c.local('v128');
        emitLoad(c, { ...from, offset: start + r * row * BYTES }, 1, LANES);
        c.set(local);
        return local;
      });
      columns = this.transposed(rows);
      this.blocks.set(key, columns);
    }
    c.get(columns[column % LANES]);
  }

  private store(access: Access, locals: readonly number[], columns: number): void {
    const [row] = access.strides;
    const from = this.at(access);
    const buffer = this.context.buffers[access.buffer];
    if (access.strides.length === 1 || columns === 1) {
      const padded = buffer.row === this.kernel.rows && access.offset % LANES === 0;
      emitStore(this.c, from, row, padded && row === 1 ? LANES : this.count, locals[0]);
      return;
    }
    const whole = buffer.row === columns && access.offset % LANES === 0;
    for (let first = 0; first < columns; first += LANES) {
      const block = Array.from(
        { length: LANES },
        (_, i) => locals[Math.min(first + i, columns - 1)],
      );
      this.transposed(block).forEach((local, r) => {
        if (r >= this.count) return;
        const lanes = whole ? LANES : Math.min(LANES, columns - first);
        const offset = from.offset + (r * row + first) * BYTES;
        emitStore(this.c, { ...from, offset }, 1, lanes, local);
      });
    }
  }

  /** Four registers with rows and columns exchanged. */
  private transposed([p, q, r, s]: readonly number[]): readonly number[] {
    const { c } = this;
    const mixed = (x: number, y: number, lanes: readonly [number, number, number, number]) => {
      const local = c.local('v128');
      c.get(x).get(y).shuffle(lanes).set(local);
      return local;
    };
    const low = [mixed(p, q, [0, 4, 1, 5]), mixed(r, s, [0, 4, 1, 5])];
    const high = [mixed(p, q, [2, 6, 3, 7]), mixed(r, s, [2, 6, 3, 7])];
    return [low, high].flatMap(([x, y]) => [mixed(x, y, [0, 1, 4, 5]), mixed(x, y, [2, 3, 6, 7])]);
  }
}
