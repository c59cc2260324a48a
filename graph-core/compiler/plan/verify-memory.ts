/**
 * The laws of a memory plan. Whatever is touched, given from outside or looked at lies on a whole vector
 * behind the control words and inside the memory. Sources and constants keep their numbers from one step to
 * the next and what is computed keeps them from the phase that writes it to the last that reads it: so long
 * nobody else lies there. The one exception is a map that writes over what it reads at the same element for
 * the last time. A breach is our bug.
 */
import { type Addresses, type Buffer, BYTES } from '../ir/buffer.ts';
import {
  buffersRead,
  buffersWritten,
  type KernelProgram,
  readsOf,
  writesOf,
} from '../ir/kernel.ts';
import { isSameElement } from '../ir/meeting.ts';

/** Bytes of a vector: loads and stores of four f32 begin at a multiple. */
const VECTOR = 16;

/** Addresses in bytes, and where the memory in use ends. */
interface Plan {
  readonly addresses: Addresses;
  readonly end: number;
}

/** Numbers of the kernels that run between two meetings. */
type Phases = readonly (readonly number[])[];

/** Where a buffer lies, and from which phase to which its numbers are needed. */
interface Tenant {
  readonly buffer: Buffer;
  readonly at: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a plan of the memory from `first` on, one sentence each; empty when it is sound. */
export function verifyMemory(
  program: KernelProgram,
  plan: Plan,
  first: number,
  phases: Phases,
): string[] {
  const problems: string[] = [];
  const tenants: Tenant[] = [];
  for (const [id, { why, from, to }] of needsOf(program, phases)) {
    const at = plan.addresses.get(id);
    const buffer = program.buffers[id];
    if (at === undefined) {
      problems.push(`buffer ${id}, ${why}, has no address`);
      continue;
    }
    const end = at + buffer.size * BYTES;
    if (at < first || end > plan.end) {
      problems.push(`buffer ${id}, ${why}, lies at ${at}, outside of ${first} to ${plan.end}`);
    } else if (at % VECTOR !== 0) {
      problems.push(`buffer ${id}, ${why}, lies at ${at}, which is no whole vector`);
    } else if (end > at) tenants.push({ buffer, at, end, from, to });
  }
  verifyTenants(program, tenants, phases, (problem) => problems.push(problem));
  return problems;
}

interface Need {
  readonly why: string;
  readonly from: number;
  to: number;
}

/** Who needs a place, why, and for how long. */
function needsOf(
  { buffers, kernels, outputs, updates }: KernelProgram,
  phases: Phases,
): Map<number, Need> {
  const needs = new Map<number, Need>();
  const end = phases.length;
  for (const { id, role } of buffers) {
    if (role === 'source') needs.set(id, { why: 'a source', from: 0, to: end });
  }
  const need = (id: number, phase: number, why: () => string) => {
    const known = needs.get(id);
    if (known !== undefined) known.to = Math.max(known.to, phase);
    else if (buffers[id].role === 'constant')
      needs.set(id, { why: 'a constant', from: 0, to: end });
    else needs.set(id, { why: why(), from: phase, to: phase });
  };
  phases.forEach((list, phase) => {
    for (const i of list) {
      for (const id of buffersRead(kernels[i])) need(id, phase, () => `read by kernel ${i}`);
      for (const id of buffersWritten(kernels[i])) need(id, phase, () => `written by kernel ${i}`);
    }
  });
  for (const [value, place] of outputs) {
    if (place.kind === 'view') need(place.access.buffer, end, () => `output ${value}`);
  }
  for (const [source, next] of updates) need(next, end, () => `the next value of buffer ${source}`);
  return needs;
}

/** Goes through the phases with the tenants that are in, by address: who comes in may touch no neighbor. */
function verifyTenants(
  program: KernelProgram,
  tenants: Tenant[],
  phases: Phases,
  say: (problem: string) => void,
): void {
  const inside: Tenant[] = [];
  const leaving = new Map<number, Tenant[]>();
  tenants.sort((p, q) => p.from - q.from || p.at - q.at);
  let phase = -1;
  for (const tenant of tenants) {
    for (; phase < tenant.from; phase++) {
      for (const old of leaving.get(phase) ?? []) inside.splice(placeOf(inside, old.at, old), 1);
    }
    const place = placeOf(inside, tenant.at);
    for (const other of [inside[place - 1], inside[place]]) {
      if (other === undefined || other.end <= tenant.at || tenant.end <= other.at) continue;
      if (mayWriteOver(program, other, tenant, phases)) continue;
      say(
        `buffers ${other.buffer.id} and ${tenant.buffer.id} share memory at ${Math.max(tenant.at, other.at)}`,
      );
    }
    inside.splice(place, 0, tenant);
    const list = leaving.get(tenant.to);
    if (list === undefined) leaving.set(tenant.to, [tenant]);
    else list.push(tenant);
  }
}

/** Where in the list, which is sorted by address, something at `at` belongs, or where `tenant` is. */
function placeOf(inside: readonly Tenant[], at: number, tenant?: Tenant): number {
  let low = 0;
  for (let high = inside.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (inside[middle].at < at) low = middle + 1;
    else high = middle;
  }
  if (tenant !== undefined) while (inside[low] !== tenant) low++;
  return low;
}

/** True when a map that runs alone reads of the old buffer, for the last time, the element it writes. */
function mayWriteOver(program: KernelProgram, old: Tenant, fresh: Tenant, phases: Phases): boolean {
  if (old.at !== fresh.at || old.buffer.size !== fresh.buffer.size) return false;
  if (old.buffer.role !== 'computed' || old.to !== fresh.from || old.from >= fresh.from)
    return false;
  const [index, ...more] = phases[fresh.from];
  const kernel = program.kernels[index];
  if (more.length > 0 || kernel.family !== 'map') return false;
  const reads = readsOf(kernel).filter(({ access }) => access.buffer === old.buffer.id);
  const writes = writesOf(kernel).filter(({ access }) => access.buffer === fresh.buffer.id);
  return writes.length > 0 && reads.every((read) => writes.every((w) => isSameElement(read, w)));
}
