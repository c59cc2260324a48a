/** Maps as loops over vectors; the same code finishes each result of reductions. */
import type { Size } from '../../tensor/shape.ts';
import { type Buffer, LANES } from '../ir/buffer.ts';
import type { MapKernel } from '../ir/kernel.ts';
import {
  type Access,
  isHeavy,
  operandsOf,
  type ScalarCode,
  type ScalarNode,
} from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { type Leaves, ScalarEmitter } from './scalar/scalar-emitter.ts';
import { type At, collapsed, emitWalk, type Walked } from './walk.ts';

/** What emitting a kernel needs besides the kernel. */
export interface EmitContext {
  readonly buffers: readonly Buffer[];
  /** Where an access starts, its own offset included. */
  readonly start: At;
  /** Bytes from here on are free for a kernel to use while it runs. */
  readonly scratch: number;
}

/** Every access of scalar code: its loads, then its stores. */
export function accessesOf({ nodes, stores }: ScalarCode): Access[] {
  return [...loadsOf(nodes), ...stores.map(({ access }) => access)];
}

/** The accesses of the loads among `nodes`. */
export const loadsOf = (nodes: readonly ScalarNode[]): Access[] =>
  nodes.flatMap((node) => (node.op === 'load' ? [node.access] : []));

/** Whether an incomplete last vector may be stored whole: the rest of the row is padding. */
export function mayStoreWhole(
  buffers: readonly Buffer[],
  stores: readonly Access[],
  extent: number,
  strideOf: (access: Access) => number,
): boolean {
  return (
    extent % LANES === 0 ||
    stores.every((access) => {
      const buffer = buffers[access.buffer];
      const stride = strideOf(access);
      return buffer.row === extent && access.offset % LANES === 0 && (stride === 1 || extent === 1);
    })
  );
}

/** Bodies that may be written out: many small ones, few large ones. */
export function unrollingOf(nodes: readonly ScalarNode[]): { budget: number; unroll: number } {
  let weight = 1;
  for (const node of nodes) weight += isHeavy(node) ? 25 : 1;
  return {
    budget: Math.max(1, Math.floor(160 / weight)),
    unroll: weight <= 8 ? 4 : weight <= 20 ? 2 : 1,
  };
}

/** Emits a map. */
export function emitMap(c: FunctionCode, kernel: MapKernel, context: EmitContext): void {
  const { code } = kernel;
  const accesses = accessesOf(code);
  const space = collapsed(
    kernel.shape,
    accesses.map((access) => ({ access, strides: access.strides })),
  );
  emitCodeOver(c, code, space, context);
}

/** Emits scalar code for every element of a collapsed space. */
function emitCodeOver(
  c: FunctionCode,
  code: ScalarCode,
  { shape, walked }: { readonly shape: Size; readonly walked: readonly Walked[] },
  { buffers, start }: EmitContext,
): void {
  const along = new Map(walked.map(({ access, strides }) => [access, strides.at(-1) ?? 0]));
  const strideOf = (access: Access): number => along.get(access) ?? 0;
  const roots = code.stores.map(({ node }) => node);
  const base = new ScalarEmitter(c, code.nodes, roots);
  const steady = steadyNodes(code.nodes, strideOf);
  let ready = base;
  const leaves = (at: At, lanes: number): Leaves => ({
    load: (access) => emitLoad(c, at(access), strideOf(access), lanes),
    result: () => {
      throw new Error('internal: a map has no result');
    },
  });
  const extent = shape.at(-1) ?? 1;
  emitWalk(c, {
    walked,
    start,
    shape,
    vector: true,
    whole: mayStoreWhole(
      buffers,
      code.stores.map(({ access }) => access),
      extent,
      strideOf,
    ),
    ...unrollingOf(code.nodes),
    before: (at) => {
      ready = base.fork();
      if (shape.length > 0) ready.hoist(steady, leaves(at, LANES));
    },
    body: (at, lanes) => {
      if (shape.length === 0) {
        emitStraightLine(c, code, ready, at);
        return;
      }
      const emitter = ready.fork();
      const values = code.stores.map(({ node }) => {
        emitter.emit(node, leaves(at, lanes));
        const local = c.local('v128');
        c.set(local);
        return local;
      });
      code.stores.forEach(({ access }, i) => {
        const stride = extent === 1 ? 1 : strideOf(access);
        emitStore(c, at(access), stride, lanes, values[i]);
      });
    },
  });
}

/**
 * Scalar code for a single element. A result is stored as soon as nothing is left to be read at its place,
 * which may be that of a source or of a value no longer needed: long code has few values at a time then.
 */
function emitStraightLine(c: FunctionCode, code: ScalarCode, emitter: ScalarEmitter, at: At): void {
  const place = (access: Access): string => `${at(access).pointer}+${at(access).offset}`;
  const unread = new Map<string, Set<Access>>();
  for (const access of loadsOf(code.nodes)) {
    const key = place(access);
    unread.set(key, (unread.get(key) ?? new Set()).add(access));
  }
  const leaves: Leaves = {
    load: (access) => {
      unread.get(place(access))?.delete(access);
      emitLoad(c, at(access), 0, 1);
    },
    result: () => {
      throw new Error('internal: a map has no result');
    },
  };
  let waiting: { readonly access: Access; readonly local: number }[] = [];
  for (const { access, node } of code.stores) {
    const local = c.local('v128');
    emitter.emit(node, leaves);
    c.set(local);
    waiting.push({ access, local });
    waiting = waiting.filter((store) => {
      if ((unread.get(place(store.access))?.size ?? 0) > 0) return true;
      emitStore(c, at(store.access), 1, 1, store.local);
      return false;
    });
  }
  for (const { access, local } of waiting) emitStore(c, at(access), 1, 1, local);
}

/** Nodes that are the same all along the innermost axis. */
export function steadyNodes(
  nodes: readonly ScalarNode[],
  strideOf: (access: Access) => number,
): boolean[] {
  const steady: boolean[] = [];
  for (const node of nodes) {
    steady.push(
      node.op === 'load'
        ? strideOf(node.access) === 0
        : node.op !== 'result' && operandsOf(node).every((operand) => steady[operand]),
    );
  }
  return steady;
}
