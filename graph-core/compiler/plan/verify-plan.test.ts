/** Every law of thread plans, each with a plan that breaks it. */
import { describe, expect, test } from 'vitest';
import { KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import type { Kernel } from '../ir/kernel.ts';
import { cutAxis, partOf } from './kernel-parts.ts';
import { splitAmong, type ThreadPlan } from './split.ts';
import { verifyPlan } from './verify-plan.ts';

/** Two large maps over the same rows, then a sum along them, for three threads. */
function sketch() {
  const g = new KernelSketch();
  const x = g.buffer('x', [96, 400], 'source');
  const h = g.buffer('h', [96, 400]);
  const y = g.buffer('y', [96, 400]);
  const s = g.buffer('s', [96]);
  g.map(h, [x], (b, [value]) => b.unary('exp', value));
  g.map(y, [h], (b, [value]) => b.unary('exp', value));
  g.sum(s, y);
  const program = g.program([s]);
  return { program, plan: splitAmong(program, 3) };
}

/** What is wrong when the parts of the first phase become what `change` makes of them. */
function withParts(
  change: (parts: ThreadPlan['phases'][number]['parts']) => ThreadPlan['phases'][number]['parts'],
): string[] {
  const { program, plan } = sketch();
  const [first, ...rest] = plan.phases;
  return verifyPlan(program, {
    ...plan,
    phases: [{ ...first, parts: change(first.parts) }, ...rest],
  });
}

/** A part that goes over `count` rows from `first` on. */
function rows(kernel: Kernel, first: number, count: number): Kernel {
  const size = 96;
  const cut = cutAxis(kernel, 2);
  const part =
    cut === null ? null : partOf(kernel, { ...cut, bounds: [first, first + count, size] }, 0);
  if (part === null) throw new Error('internal: the kernel cannot be cut');
  return part;
}

test('a plan as it is made is sound: two maps cut alike in one phase, the sum in the next', () => {
  const { program, plan } = sketch();
  expect(plan.phases.map(({ kernels }) => kernels)).toEqual([[0, 1], [2]]);
  expect(verifyPlan(program, plan)).toEqual([]);
  expect(verifyPlan(program, splitAmong(program, 1))).toEqual([]);
});

describe('kernels', () => {
  const phases = (...lists: (readonly number[])[]): string[] => {
    const { program, plan } = sketch();
    const parts = plan.phases.flatMap((phase) => phase.parts);
    const one = lists.map((kernels) => ({
      kernels,
      parts: parts.filter(({ index }) => kernels.includes(index)),
    }));
    return verifyPlan(program, { threads: 3, phases: one });
  };

  test('that are in no phase, in two, or in another order than the program has are refused', () => {
    expect(phases([0, 1], [2])).toEqual([]);
    expect(phases([0, 1])).toEqual(['1 kernels are in no phase']);
    expect(phases([0], [2])).toEqual(['phase 1: kernel 2 stands where kernel 1 should']);
    expect(phases([0, 1], [1], [2])).toEqual(['phase 1: kernel 1 stands where kernel 2 should']);
    expect(phases([1], [0], [2])).toEqual([
      'phase 0: kernel 1 stands where kernel 0 should',
      'phase 1: kernel 0 stands where kernel 2 should',
      'phase 2: kernel 2 stands where kernel 1 should',
    ]);
  });

  test('that need each other without a meeting between them are refused', () => {
    expect(phases([0, 1, 2])).toEqual([
      'phase 0: kernel 1 on thread 1 writes what kernel 2 on thread 0 reads of buffer 2',
      'phase 0: kernel 1 on thread 2 writes what kernel 2 on thread 0 reads of buffer 2',
    ]);
  });
});

describe('parts', () => {
  const title = 'phase 0: kernel 0 (map [96, 400])';

  test('of a thread or of a kernel that there is none of are refused', () => {
    expect(withParts((parts) => parts.with(0, { ...parts[0], thread: 3 }))[0]).toBe(
      'phase 0: thread 3 is none of 3',
    );
    expect(withParts((parts) => [...parts, { ...parts[0], index: 2 }])[0]).toBe(
      'phase 0: a part of kernel 2, which is not in the phase',
    );
  });

  test('in the wrong order of a thread are refused', () => {
    const found = withParts((parts) => [...parts.slice(3), ...parts.slice(0, 3)]);
    expect(found.slice(0, 1)).toEqual(['phase 0: thread 0 does kernel 0 too late']);
  });

  test('that leave something out or do it twice are refused', () => {
    expect(withParts((parts) => parts.slice(1))).toContain(`${title}: nobody does 0 to 31`);
    expect(withParts((parts) => parts.toSpliced(1, 1))).toContain(`${title}: nobody does 32 to 63`);
    expect(withParts((parts) => parts.toSpliced(2, 1))).toContain(`${title}: nobody does 64 to 95`);
    expect(withParts(([first, ...rest]) => [first, { ...first, thread: 1 }, ...rest])).toContain(
      `${title}: 0 to 31 are done twice`,
    );
    const longer = (parts: ReturnType<typeof sketch>['plan']['phases'][number]['parts']) => {
      const kernel = rows(sketch().program.kernels[0], 0, 40);
      return parts.with(0, { ...parts[0], kernel });
    };
    expect(withParts(longer)).toContain(`${title}: 32 to 39 are done twice`);
  });

  test('of another kernel, or that read other rows than they write, are refused', () => {
    expect(withParts((parts) => parts.with(0, { ...parts[3], index: 0 }))).toContain(
      `${title}: a part is none of it`,
    );
    const elsewhere = (parts: ReturnType<typeof sketch>['plan']['phases'][number]['parts']) => {
      const { kernel } = parts[1];
      if (kernel.family !== 'map') throw new Error('internal: a map is expected');
      const [load, ...rest] = kernel.code.nodes;
      if (load.op !== 'load') throw new Error('internal: a load is expected');
      const nodes = [{ ...load, access: { ...load.access, offset: 0 } }, ...rest];
      return parts.with(1, { ...parts[1], kernel: { ...kernel, code: { ...kernel.code, nodes } } });
    };
    expect(withParts(elsewhere)).toContain(`${title}: a part reads or writes elsewhere`);
  });

  test('on threads that change places with the next kernel touch what another one writes', () => {
    const found = withParts((parts) =>
      parts.map((part) => (part.index === 1 ? { ...part, thread: 2 - part.thread } : part)),
    );
    expect(found).toEqual([
      'phase 0: kernel 0 on thread 0 writes what kernel 1 on thread 2 reads of buffer 1',
      'phase 0: kernel 0 on thread 2 writes what kernel 1 on thread 0 reads of buffer 1',
    ]);
  });
});
