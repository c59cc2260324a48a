/** Ways to break plans of threads and of memory; each gives one mutant for every place where it applies. */
import type { Addresses } from '../../compiler/ir/buffer.ts';
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
  readsOf,
  type Walk,
  writesOf,
} from '../../compiler/ir/kernel.ts';
import type { Part, ThreadPlan } from '../../compiler/plan/split.ts';
import { movingAxis, withAccess } from './kernel-mutations.ts';

type PlanMutation = (plan: ThreadPlan, program: KernelProgram) => readonly ThreadPlan[];

/** A mutation of the parts of one phase. */
const ofParts =
  (
    change: (parts: readonly Part[], i: number, plan: ThreadPlan) => readonly Part[] | null,
  ): PlanMutation =>
  (plan) =>
    plan.phases.flatMap((phase, p) =>
      phase.parts.flatMap((_, i) => {
        const parts = change(phase.parts, i, plan);
        return parts === null
          ? []
          : [{ ...plan, phases: plan.phases.with(p, { ...phase, parts }) }];
      }),
    );

const isCut = (parts: readonly Part[], { index }: Part): boolean =>
  parts.filter((part) => part.index === index).length > 1;

/** One access of a part that is cut begins elsewhere. */
const ofPartAccesses = (list: (kernel: Kernel) => readonly Walk[]): PlanMutation =>
  ofParts((parts, i) => {
    const part = parts[i];
    const walk = list(part.kernel).find((w) => movingAxis(w) >= 0);
    if (!isCut(parts, part) || walk === undefined) return null;
    const { access } = walk;
    const fresh = { ...access, offset: access.offset + access.strides[movingAxis(walk)] };
    return parts.with(i, { ...part, kernel: withAccess(part.kernel, access, fresh) });
  });

/** What breaks thread plans. */
export const PLAN_MUTATIONS: Readonly<Record<string, PlanMutation>> = {
  'a part left out': ofParts((parts, i) => parts.toSpliced(i, 1)),
  'a part done by two threads': ofParts((parts, i, { threads }) => [
    ...parts,
    { ...parts[i], thread: (parts[i].thread + 1) % threads },
  ]),
  'a part of a thread that there is none of': ofParts((parts, i, { threads }) =>
    parts.with(i, { ...parts[i], thread: threads }),
  ),
  'a part of another kernel': ofParts((parts, i) =>
    parts.with(i, { ...parts[i], index: parts[i].index + 1 }),
  ),
  'a part that writes elsewhere': ofPartAccesses(writesOf),
  'a part that reads elsewhere': ofPartAccesses(readsOf),
  'the whole kernel as a part': ofParts((parts, i) => {
    const part = parts[i];
    const whole = isCut(parts, part) && part.kernel.family === 'map';
    const twin = parts.find(({ index, thread }) => index === part.index && thread !== part.thread);
    return whole && twin !== undefined ? parts.with(i, { ...part, kernel: twin.kernel }) : null;
  }),
  'a phase left out': (plan) =>
    plan.phases.map((_, p) => ({ ...plan, phases: plan.phases.toSpliced(p, 1) })),
  'a phase done twice': (plan) =>
    plan.phases.map((phase, p) => ({ ...plan, phases: plan.phases.toSpliced(p, 0, phase) })),
  'two phases that have changed places': (plan) =>
    plan.phases.slice(1).map((phase, p) => {
      return { ...plan, phases: plan.phases.toSpliced(p, 2, phase, plan.phases[p]) };
    }),
  'no meeting between two phases': (plan) =>
    plan.phases.slice(1).map((phase, p) => {
      const before = plan.phases[p];
      const joined = {
        kernels: [...before.kernels, ...phase.kernels],
        parts: [...before.parts, ...phase.parts],
      };
      return { ...plan, phases: plan.phases.toSpliced(p, 2, joined) };
    }),
};

interface MemoryMutant {
  readonly addresses: Addresses;
  readonly end: number;
  readonly program?: KernelProgram;
}
type MemoryMutation = (
  plan: MemoryMutant,
  program: KernelProgram,
  phases: readonly (readonly number[])[],
) => readonly MemoryMutant[];

/** A mutation of the address of one buffer. */
const ofAddresses =
  (
    change: (at: number, id: number, plan: MemoryMutant, program: KernelProgram) => number | null,
  ): MemoryMutation =>
  (plan, program) =>
    [...plan.addresses].flatMap(([id, at]) => {
      const fresh = change(at, id, plan, program);
      return fresh === null
        ? []
        : [{ ...plan, addresses: new Map([...plan.addresses, [id, fresh]]) }];
    });

/** What breaks memory plans. */
export const MEMORY_MUTATIONS: Readonly<Record<string, MemoryMutation>> = {
  'a buffer without a place': ({ addresses, end }) =>
    [...addresses.keys()].map((id) => {
      return { end, addresses: new Map([...addresses].filter(([other]) => other !== id)) };
    }),
  'a buffer over the control words': ofAddresses(() => 0),
  'a buffer behind the end': ofAddresses((_, __, { end }) => end),
  'a buffer between two vectors': ofAddresses((at) => at + 4),
  'a buffer over a source': ofAddresses((_, id, { addresses }, { buffers }) => {
    const source = buffers.find((b) => b.role === 'source' && b.id !== id && addresses.has(b.id));
    return source === undefined ? null : (addresses.get(source.id) ?? null);
  }),
  'a buffer that begins in the middle of a source': ofAddresses(
    (_, id, { addresses }, { buffers }) => {
      const source = buffers.find((b) => b.role === 'source' && b.id !== id && b.size > 64);
      if (source === undefined) return null;
      return (addresses.get(source.id) ?? 0) + 16 * Math.floor(source.size / 8);
    },
  ),
  'a result over what its kernel still reads elsewhere': ({ addresses, end }, program, phases) =>
    phases.flatMap((list) =>
      list.flatMap((i) => {
        const kernel = program.kernels[i];
        if (kernel.family === 'map') return [];
        const [out] = buffersWritten(kernel);
        const [read] = [...buffersRead(kernel)].filter((id) => id !== out);
        const at = read === undefined ? undefined : addresses.get(read);
        return at === undefined ? [] : [{ end, addresses: new Map([...addresses, [out, at]]) }];
      }),
    ),
  'a memory that ends too early': ({ addresses, end }, { buffers }) => {
    const last = Math.max(...[...addresses].map(([id, at]) => at + 4 * buffers[id].size));
    return end > last ? [{ addresses, end: last - 16 }] : [{ addresses, end: end - 16 }];
  },
  'a source that has grown': (plan, program) =>
    program.buffers.flatMap((buffer) => {
      if (buffer.role !== 'source') return [];
      const larger = { ...buffer, size: buffer.size + plan.end };
      return [
        { ...plan, program: { ...program, buffers: program.buffers.with(buffer.id, larger) } },
      ];
    }),
};
