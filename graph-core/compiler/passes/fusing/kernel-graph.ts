/**
 * Kernels while they are being fused: who writes and reads which buffer, in an order that keeps every
 * dependency. Changes are local, so that fusing a program takes time in proportion to what is fused.
 */

import { BufferUses, pinnedBuffers } from '../../ir/dependencies.ts';
import { buffersRead, buffersWritten, type Kernel, type KernelProgram } from '../../ir/kernel.ts';
import { withoutUnread } from '../../ir/kernel-rewrites.ts';

/** Kernels that may be worth another look, the first in the order next. */
export class Agenda {
  private readonly open = new Set<Kernel>();
  private readonly graph: KernelGraph;
  private cursor = 0;

  constructor(graph: KernelGraph) {
    this.graph = graph;
    for (const kernel of graph.order) this.open.add(kernel);
  }

  add(kernel: Kernel): void {
    this.open.add(kernel);
    this.cursor = Math.min(this.cursor, this.graph.positionOf(kernel));
  }

  /** The next kernel, taken off the agenda; null when there is none. */
  next(): Kernel | null {
    const { order } = this.graph;
    for (; this.cursor < order.length; this.cursor++) {
      const kernel = order[this.cursor];
      if (this.open.delete(kernel)) return kernel;
    }
    return null;
  }

  /** Positions from here on have changed. */
  rewind(position: number): void {
    this.cursor = Math.min(this.cursor, position);
  }
}

/** The kernels of a program. */
export class KernelGraph {
  /** In order. */
  readonly order: Kernel[];
  /** Buffers that stay written. */
  readonly pinned: ReadonlySet<number>;
  private readonly program: KernelProgram;
  private readonly positions = new Map<Kernel, number>();
  private readonly uses = new BufferUses<Kernel>();
  private readonly agendas: Agenda[] = [];

  constructor(program: KernelProgram) {
    this.program = program;
    this.order = [...program.kernels];
    this.pinned = pinnedBuffers(program);
    for (const kernel of this.order) this.link(kernel);
    this.number(0, this.order.length);
  }

  /** The program as it is now. */
  finish(): KernelProgram {
    return { ...this.program, kernels: this.order };
  }

  /** A list of all kernels that changes of their surroundings put them back on. */
  agenda(): Agenda {
    const agenda = new Agenda(this);
    this.agendas.push(agenda);
    return agenda;
  }

  positionOf(kernel: Kernel): number {
    return this.positions.get(kernel) ?? 0;
  }

  readersOf(buffer: number): ReadonlySet<Kernel> {
    return this.uses.readersOf(buffer);
  }

  writersOf(buffer: number): ReadonlySet<Kernel> {
    return this.uses.writersOf(buffer);
  }

  /** Whether something between the two must come after `first` and before `last`. */
  hasDetour(first: Kernel, last: Kernel): boolean {
    return this.behind(first, last).detour;
  }

  /** `joined` takes the place of both; what depends on `first` and stood between comes after it. */
  join(first: Kernel, last: Kernel, joined: Kernel): void {
    const { found } = this.behind(first, last);
    const from = this.positionOf(first);
    const to = this.positionOf(last);
    const between = this.order.slice(from + 1, to);
    const early = between.filter((kernel) => !found.has(kernel));
    const late = between.filter((kernel) => found.has(kernel));
    this.unlink(first);
    this.unlink(last);
    this.order.splice(from, to - from + 1, ...early, joined, ...late);
    this.link(joined);
    this.number(from, this.order.length);
    this.changed(joined, [first, last]);
  }

  /** `next` takes the place of `kernel`. */
  replace(kernel: Kernel, next: Kernel): void {
    const at = this.positionOf(kernel);
    this.unlink(kernel);
    this.order[at] = next;
    this.link(next);
    this.positions.set(next, at);
    this.changed(next, [kernel]);
  }

  /** Everything before `last` that must come after `first`, and whether it leads to `last`. */
  private behind(first: Kernel, last: Kernel): { found: ReadonlySet<Kernel>; detour: boolean } {
    const end = this.positionOf(last);
    const found = new Set<Kernel>();
    const open: Kernel[] = [first];
    let detour = false;
    for (let kernel = open.pop(); kernel !== undefined; kernel = open.pop()) {
      const position = this.positionOf(kernel);
      this.uses.visitDependent(kernel, (other) => {
        const at = this.positionOf(other);
        if (at <= position || at > end || found.has(other)) return;
        if (other === last) {
          detour ||= kernel !== first;
          return;
        }
        found.add(other);
        open.push(other);
      });
    }
    return { found, detour };
  }

  private link(kernel: Kernel): void {
    this.uses.add(kernel, kernel);
  }

  private unlink(kernel: Kernel): void {
    this.uses.delete(kernel, kernel);
    this.positions.delete(kernel);
  }

  private number(from: number, to: number): void {
    for (let i = from; i < to; i++) this.positions.set(this.order[i], i);
    for (const agenda of this.agendas) agenda.rewind(from);
  }

  /** Stores that nobody reads any more go, and with them their kernels; the neighbors get another look. */
  private changed(fresh: Kernel, old: readonly Kernel[]): void {
    const touched = new Set<number>();
    for (const kernel of [fresh, ...old]) for (const id of buffersRead(kernel)) touched.add(id);
    const dirty = new Set<Kernel>([fresh]);
    for (const id of buffersWritten(fresh)) for (const k of this.readersOf(id)) dirty.add(k);
    for (const id of touched) {
      for (const writer of [...this.writersOf(id)]) this.trim(writer);
      for (const k of this.writersOf(id)) dirty.add(k);
      for (const k of this.readersOf(id)) dirty.add(k);
    }
    for (const agenda of this.agendas) {
      for (const kernel of dirty) if (this.positions.has(kernel)) agenda.add(kernel);
    }
  }

  /** Drops what nobody reads of a kernel's results. */
  private trim(kernel: Kernel): void {
    const ids = [...buffersWritten(kernel)];
    const needed = new Set(ids.filter((id) => this.pinned.has(id) || this.readersOf(id).size > 0));
    if (needed.size === ids.length) return;
    if (needed.size > 0) {
      const trimmed = withoutUnread(kernel, needed);
      if (trimmed !== kernel) this.replace(kernel, trimmed);
      return;
    }
    const at = this.positionOf(kernel);
    this.unlink(kernel);
    this.order.splice(at, 1);
    this.number(at, this.order.length);
    for (const id of buffersRead(kernel)) {
      for (const writer of [...this.writersOf(id)]) this.trim(writer);
      for (const agenda of this.agendas) {
        for (const other of [...this.writersOf(id), ...this.readersOf(id)]) agenda.add(other);
      }
    }
  }
}
