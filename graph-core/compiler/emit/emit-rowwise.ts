/**
 * Several maps and reductions over the same short rows, one row at a time, the row in registers. What a
 * later stage reads of an earlier one never touches memory; it is stored only if a kernel behind reads it.
 *
 * Softmax cross-entropy of scores [n, 10], one row: three vectors, the last with 2 of 4 lanes in use.
 *
 *   scores  v0 v1 v2   (loaded once)
 *   reduce  max:  v0 ∨ v1 ∨ (v2 with −∞ in its free lanes), then across the lanes: m m m m
 *   map     exp:  e0 e1 e2 = exp(v − m)
 *   reduce  add:  e0 + e1 + (e2 with 0 in its free lanes), then across the lanes; what follows it: log
 *   map     gradient: e / sum − target, stored, for the weights' gradient reads it
 */
import type { Monoid } from '../../ops/kit/lowering.ts';
import { BYTES, LANES } from '../ir/buffer.ts';
import type { RowwiseKernel } from '../ir/kernel.ts';
import { NEUTRAL } from '../ir/monoid.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { COMBINE } from './combine.ts';
import { accessesOf, loadsOf } from './emit-map.ts';
import { RowGroup, type RowwiseContext } from './emit-row-group.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { ScalarEmitter } from './scalar/scalar-emitter.ts';
import { type Address, type At, emitWalk, type Walked } from './walk.ts';

/** Rows of at most so many columns go four at a time. */
const FEW_COLUMNS = 8;

/** Groups whose instructions alternate: a group alone waits most of the time, for its exp and log. */
const TOGETHER = 3;

/** Emits the kernel. */
export function emitRowwise(c: FunctionCode, kernel: RowwiseKernel, context: RowwiseContext): void {
  const accesses = kernel.stages.flatMap((stage) => [
    ...(stage.family === 'reduce' ? loadsOf(stage.element) : []),
    ...accessesOf(stage.code),
  ]);
  if (kernel.columns <= FEW_COLUMNS && kernel.rows >= LANES) {
    emitGroups(c, kernel, context, accesses);
    return;
  }
  const walked: Walked[] = accesses.map((access) => ({ access, strides: [access.strides[0]] }));
  emitWalk(c, {
    walked,
    start: context.start,
    shape: [kernel.rows],
    vector: false,
    whole: false,
    budget: 1,
    unroll: 1,
    body: (at) => new Row(c, kernel, context, at).emit(),
  });
}

/** Four rows make a group; some groups go together, the last of all may store fewer rows. */
function emitGroups(
  c: FunctionCode,
  kernel: RowwiseKernel,
  context: RowwiseContext,
  accesses: readonly Access[],
): void {
  const together = (at: At, rows: number) => {
    const groups: RowGroup[] = [];
    for (let first = 0; first < rows; first += LANES) {
      const own: At = (access) => {
        const from = at(access);
        return { ...from, offset: from.offset + first * access.strides[0] * BYTES };
      };
      const count = Math.min(LANES, rows - first);
      groups.push(new RowGroup(c, kernel, context, own, count));
    }
    for (const stage of kernel.stages) for (const group of groups) group.emit(stage);
  };
  const round = LANES * TOGETHER;
  const rounds = Math.floor(kernel.rows / round);
  if (rounds > 0) {
    emitWalk(c, {
      walked: accesses.map((access) => ({ access, strides: [access.strides[0] * round] })),
      start: context.start,
      shape: [rounds],
      vector: false,
      whole: false,
      budget: 1,
      unroll: 1,
      body: (at) => together(at, round),
    });
  }
  const rest: At = (access) => {
    const from = context.start(access);
    return { ...from, offset: from.offset + rounds * round * access.strides[0] * BYTES };
  };
  together(rest, kernel.rows - rounds * round);
}

class Row {
  private readonly c: FunctionCode;
  private readonly kernel: RowwiseKernel;
  private readonly context: RowwiseContext;
  private readonly at: At;
  /** Buffer → its row in registers: one for each vector, or a single one with the number in all lanes. */
  private readonly rows = new Map<number, readonly number[]>();

  constructor(c: FunctionCode, kernel: RowwiseKernel, context: RowwiseContext, at: At) {
    this.c = c;
    this.kernel = kernel;
    this.context = context;
    this.at = at;
  }

  emit(): void {
    for (const stage of this.kernel.stages) {
      if (stage.family === 'map') {
        this.code(stage.code, stage.shape.length > 1 ? this.kernel.columns : 1, null);
        continue;
      }
      const result = this.reduced(stage.element, stage.node, stage.monoid);
      this.code(stage.code, 1, result);
    }
  }

  /** Computes and stores one vector after the other. */
  private code(
    code: RowwiseKernel['stages'][number]['code'],
    columns: number,
    result: number | null,
  ): void {
    const { c } = this;
    const emitter = new ScalarEmitter(
      c,
      code.nodes,
      code.stores.map(({ node }) => node),
    );
    const locals = code.stores.map((): number[] => []);
    for (let v = 0; v * LANES < columns; v++) {
      const fresh = emitter.fork();
      code.stores.forEach(({ node }, s) => {
        fresh.emit(node, {
          load: (access) => this.load(access, v, columns),
          result: () => c.get(result ?? 0),
        });
        const local = c.local('v128');
        c.set(local);
        locals[s].push(local);
      });
    }
    code.stores.forEach(({ access }, s) => {
      this.rows.set(access.buffer, locals[s]);
      if (!this.context.kept.has(access.buffer)) return;
      const { row } = this.context.buffers[access.buffer];
      const whole = access.strides.length > 1 && row === columns && access.offset % LANES === 0;
      locals[s].forEach((local, v) => {
        const lanes = whole ? LANES : Math.min(LANES, columns - v * LANES);
        emitStore(c, this.vector(access, v), 1, lanes, local);
      });
    });
  }

  /** The combination of a row's elements, in all lanes. */
  private reduced(element: Parameters<typeof loadsOf>[0], node: number, monoid: Monoid): number {
    const { c } = this;
    const { columns } = this.kernel;
    const emitter = new ScalarEmitter(c, element, [node]);
    const result = c.local('v128');
    const vectors = Math.ceil(columns / LANES);
    for (let v = 0; v < vectors; v++) {
      emitter.fork().emit(node, {
        load: (access) => this.load(access, v, columns),
        result: () => {},
      });
      const lanes = columns - v * LANES;
      if (lanes < LANES) c.splat(NEUTRAL[monoid]).laneMask(lanes).op('v128.bitselect');
      if (v > 0) c.get(result).op(COMBINE[monoid]);
      c.set(result);
    }
    const combine = COMBINE[monoid];
    if (columns > 2) {
      c.get(result).get(result).get(result).shuffle([2, 3, 0, 1]).op(combine).set(result);
    }
    c.get(result).get(result).get(result).shuffle([1, 0, 3, 2]).op(combine).set(result);
    if (columns <= 2) c.get(result).get(result).shuffle([0, 0, 0, 0]).set(result);
    return result;
  }

  private load(access: Access, v: number, columns: number): void {
    const row = this.rows.get(access.buffer);
    const stride = columns === 1 ? 0 : (access.strides[1] ?? 0);
    if (row !== undefined) {
      this.c.get(stride === 0 ? row[0] : row[v]);
      return;
    }
    const lanes = Math.min(LANES, columns - v * LANES);
    const from = this.at(access);
    const offset = from.offset + v * LANES * stride * BYTES;
    emitLoad(this.c, { ...from, offset }, stride, lanes);
  }

  private vector(access: Access, v: number): Address {
    const from = this.at(access);
    return { ...from, offset: from.offset + v * LANES * BYTES };
  }
}
