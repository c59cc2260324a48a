/** Every law of memory plans, each with a plan that breaks it. */
import { expect, test } from 'vitest';
import { KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { BYTES } from '../ir/buffer.ts';
import { planMemory } from './plan-memory.ts';
import { verifyMemory } from './verify-memory.ts';

const FIRST = 4160;

/** x → h → (s, y): h is needed until y is there, y may lie on h; next is what w becomes; c is a constant. */
function sketch() {
  const g = new KernelSketch();
  const x = g.buffer('x', [4, 8], 'source');
  const w = g.buffer('w', [4, 8], 'source');
  const c = g.buffer('c', [4, 8], 'constant');
  const h = g.buffer('h', [4, 8]);
  const s = g.buffer('s', [4]);
  const y = g.buffer('y', [4, 8]);
  const next = g.buffer('next', [4, 8]);
  g.map(h, [x, c], (b, [p, q]) => b.binary('add', p, q));
  g.sum(s, h);
  g.map(y, [h], (b, [value]) => b.unary('exp', value));
  g.map(next, [w, y], (b, [p, q]) => b.binary('add', p, q));
  const program = g.program([s], [[w, next]]);
  const phases = g.kernels.map((_, i) => [i]);
  const plan = planMemory(program, FIRST, phases);
  /** What is wrong when some buffers lie elsewhere; null: nowhere. */
  const moved = (to: ReadonlyMap<{ readonly id: number }, number | null>, end = plan.end) => {
    const addresses = new Map(plan.addresses);
    for (const [{ id }, at] of to) {
      if (at === null) addresses.delete(id);
      else addresses.set(id, at);
    }
    return verifyMemory(program, { addresses, end }, FIRST, phases);
  };
  const at = ({ id }: { readonly id: number }): number => plan.addresses.get(id) ?? -1;
  return { x, w, c, h, s, y, next, program, phases, plan, moved, at };
}

test('a plan as it is made is sound, and a map writes over what it reads for the last time', () => {
  const { moved, at, h, y } = sketch();
  expect(moved(new Map())).toEqual([]);
  expect(at(y)).toBe(at(h));
});

test('a source, a constant, an output or a next value without a place is refused', () => {
  const { moved, x, c, h, s, next } = sketch();
  expect(moved(new Map([[x, null]]))).toEqual(['buffer 0, a source, has no address']);
  expect(moved(new Map([[c, null]]))).toEqual(['buffer 2, a constant, has no address']);
  expect(moved(new Map([[h, null]]))).toEqual(['buffer 3, written by kernel 0, has no address']);
  expect(moved(new Map([[s, null]]))).toEqual(['buffer 4, written by kernel 1, has no address']);
  expect(moved(new Map([[next, null]]))).toEqual(['buffer 6, written by kernel 3, has no address']);
});

test('what lies over the control words, over the end, or between two vectors is refused', () => {
  const { moved, x, plan } = sketch();
  const outside = (at: number) =>
    `buffer 0, a source, lies at ${at}, outside of 4160 to ${plan.end}`;
  expect(moved(new Map([[x, 0]]))).toEqual([outside(0)]);
  expect(moved(new Map([[x, plan.end - 64]]))).toEqual([outside(plan.end - 64)]);
  expect(moved(new Map([[x, plan.end + 4]]), plan.end + 1000)).toEqual([
    `buffer 0, a source, lies at ${plan.end + 4}, which is no whole vector`,
  ]);
});

test('who shares memory with a source or a constant, even for one phase, is refused', () => {
  const { moved, at, x, w, c, y } = sketch();
  expect(moved(new Map([[w, at(x)]]))).toEqual([`buffers 0 and 1 share memory at ${at(x)}`]);
  expect(moved(new Map([[y, at(w) + 16]]))).toContain(
    `buffers 1 and 5 share memory at ${at(w) + 16}`,
  );
  expect(moved(new Map([[y, at(c)]]))).toContain(`buffers 2 and 5 share memory at ${at(c)}`);
});

test('who is written where a number is still needed is refused', () => {
  const { moved, at, h, s, next, plan } = sketch();
  // s is written while h is there.
  expect(moved(new Map([[s, at(h) + 64]]))).toContain(
    `buffers 3 and 4 share memory at ${at(h) + 64}`,
  );
  // An output is needed to the end of the step.
  const behind = plan.end;
  expect(moved(new Map([[s, behind]]), behind + 128)).toEqual([]);
  const both = new Map([
    [s, behind],
    [next, behind],
  ]);
  expect(moved(both, behind + 128)).toEqual([`buffers 4 and 6 share memory at ${behind}`]);
});

test('writing over is for maps that run alone, at the same element, to the very place', () => {
  const { moved, at, h, y, program, phases, plan } = sketch();
  // Half of it is not the very place.
  const shifted = new Map([[y, at(h) + 16]]);
  expect(moved(shifted, plan.end + 16)).toContain(`buffers 3 and 5 share memory at ${at(h) + 16}`);
  // Two kernels at the same time.
  const together = [[0], [1, 2], [3]];
  expect(verifyMemory(program, plan, FIRST, together)).toContain(
    `buffers 3 and 5 share memory at ${at(h)}`,
  );
  // Read at another element.
  const kernel = program.kernels[2];
  if (kernel.family !== 'map') throw new Error('internal: a map is expected');
  const [load, ...rest] = kernel.code.nodes;
  if (load.op !== 'load') throw new Error('internal: a load is expected');
  const columns = { ...load, access: { ...load.access, strides: [1, 4] } };
  const turned = { ...kernel, code: { ...kernel.code, nodes: [columns, ...rest] } };
  const kernels = program.kernels.with(2, turned);
  expect(verifyMemory({ ...program, kernels }, plan, FIRST, phases)).toEqual([
    `buffers 3 and 5 share memory at ${at(h)}`,
  ]);
});

test('a buffer is as long as its size says, padding included', () => {
  const { program, plan, phases, at, w, c } = sketch();
  const larger = program.buffers.with(1, { ...program.buffers[1], size: 4096 });
  const end = plan.end + 4096 * BYTES;
  const problems = verifyMemory({ ...program, buffers: larger }, { ...plan, end }, FIRST, phases);
  expect(at(c)).toBeGreaterThan(at(w));
  expect(problems).toContain(`buffers 1 and 2 share memory at ${at(c)}`);
});
