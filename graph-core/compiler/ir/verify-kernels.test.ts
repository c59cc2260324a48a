/** Every law of kernel programs, each with a program that breaks it and no other. */
import { describe, expect, test } from 'vitest';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import type { Buffer } from './buffer.ts';
import type { Kernel, KernelProgram, MapKernel } from './kernel.ts';
import type { Access, ScalarNode } from './scalar-code.ts';
import { KernelVerifier, verifyKernels } from './verify-kernels.ts';

/** h = -x, s = Σ h over the columns, y = h s: sound as it is. */
function sketch() {
  const g = new KernelSketch();
  const x = g.buffer('x', [4, 6], 'source');
  const h = g.buffer('h', [4, 6]);
  const s = g.buffer('s', [4]);
  const y = g.buffer('y', [4, 6]);
  const c = g.buffer('c', [6], 'constant');
  const negative = g.map(h, [x], (b, [value]) => b.unary('negate', value));
  const sums = g.sum(s, h);
  const scale: Access = { buffer: s.id, offset: 0, strides: [1, 0] };
  const scaled = g.map(y, [h, scale], (b, [p, q]) => b.binary('multiply', p, q));
  return { g, x, h, s, y, c, negative, sums, scaled };
}

/** What is wrong when the kernels of the sketch become what `change` makes of them. */
function problemsOf(change: (all: ReturnType<typeof sketch>) => readonly Kernel[]): string[] {
  const all = sketch();
  return verifyKernels({ ...all.g.program([all.y]), kernels: change(all) });
}

const withNodes = (kernel: MapKernel, nodes: readonly ScalarNode[]): MapKernel => ({
  ...kernel,
  code: { ...kernel.code, nodes },
});
const storing = (
  kernel: MapKernel,
  access: Access,
  node = kernel.code.stores[0].node,
): MapKernel => ({
  ...kernel,
  code: { ...kernel.code, stores: [{ access, node }] },
});
const loading = (kernel: MapKernel, access: Access): MapKernel =>
  withNodes(kernel, [{ op: 'load', access }, ...kernel.code.nodes.slice(1)]);

test('a sound program has no problems', () => {
  expect(problemsOf(({ g }) => g.kernels)).toEqual([]);
});

describe('scalar code', () => {
  test.each<[string, ScalarNode, string]>([
    ['a later node', { op: 'unary', fn: 'exp', x: 1 }, 'node 1 uses a later one'],
    ['no node', { op: 'unary', fn: 'exp', x: -1 }, 'node 1 uses node -1, there is none'],
    ['NaN', { op: 'unary', fn: 'exp', x: Number.NaN }, 'node 1 uses node NaN, there is none'],
    ['a result of nothing', { op: 'result' }, 'node 1 uses a result there is none of'],
  ])('that uses %s is refused', (_, node, problem) => {
    const found = problemsOf(({ negative, sums, scaled }) => [
      withNodes(negative, [negative.code.nodes[0], node]),
      sums,
      scaled,
    ]);
    expect(found).toEqual([`kernel 0 (map [4, 6]): ${problem}`]);
  });

  test('that stores or combines what there is none of is refused', () => {
    expect(
      problemsOf(({ negative, sums, scaled, h }) => [
        storing(negative, accessOf(h), 7),
        sums,
        scaled,
      ]),
    ).toEqual(['kernel 0 (map [4, 6]): stores node 7, there is none']);
    expect(
      problemsOf(({ negative, sums, scaled }) => [negative, { ...sums, node: 3 }, scaled]),
    ).toEqual(['kernel 1 (reduce add [4] over [6]): combines node 3, there is none']);
  });
});

describe('an access', () => {
  const reading = (access: (all: ReturnType<typeof sketch>) => Access): string[] =>
    problemsOf((all) => [loading(all.negative, access(all)), all.sums, all.scaled]);

  test.each<[string, (all: ReturnType<typeof sketch>) => Access, string]>([
    ['of no buffer', ({ x }) => ({ ...accessOf(x), buffer: 99 }), 'names buffer 99, there is none'],
    [
      'with a stride too few',
      ({ x }) => ({ ...accessOf(x), strides: [8] }),
      '1 strides for 2 axes of buffer 0',
    ],
    [
      'that begins one element late and ends in the padding',
      ({ x }) => ({ ...accessOf(x), offset: 1 }),
      'touches element 30 of buffer 0, which ends at 29',
    ],
    [
      'that begins before the buffer',
      ({ x }) => ({ ...accessOf(x), offset: -1 }),
      'touches element -1 of buffer 0, which ends at 29',
    ],
    [
      'that runs backward out of the buffer',
      ({ x }) => ({ ...accessOf(x), strides: [-8, 1] }),
      'touches element -24 of buffer 0, which ends at 29',
    ],
    [
      'whose rows are farther apart than those of the buffer',
      ({ x }) => ({ ...accessOf(x), strides: [9, 1] }),
      'touches element 32 of buffer 0, which ends at 29',
    ],
  ])('%s is refused', (_, access, problem) => {
    expect(reading(access)).toEqual([`kernel 0 (map [4, 6]): ${problem}`]);
  });

  test('of a buffer without elements is refused, one without elements of its own is not', () => {
    const empty = (rows: number): string[] => {
      const g = new KernelSketch();
      const x = g.buffer('x', [0, 6], 'source');
      const y = g.buffer('y', [rows, 6]);
      g.map(y, [accessOf(x)]);
      return verifyKernels(g.program());
    };
    expect(empty(0)).toEqual([]);
    expect(empty(1)).toEqual(['kernel 0 (map [1, 6]): touches buffer 0, which is empty']);
  });

  test('of an output or of an order that is taken for numbers is refused', () => {
    const { g, y, x, h } = sketch();
    const place = { kind: 'view', access: { ...accessOf(y), offset: 8 }, shape: [4, 6] } as const;
    expect(verifyKernels({ ...g.program(), outputs: new Map([[5, place]]) })).toEqual([
      'output 5 reaches out of buffer 3',
    ]);
    const order = g.order(6);
    const program = g.program();
    const first = (access: Access): KernelProgram => ({
      ...program,
      kernels: [g.map(h, [access]), ...program.kernels.slice(1, 3)],
    });
    expect(verifyKernels(first({ ...accessOf(order), strides: [0, 1] }))).toEqual([
      'kernel 0 (map [4, 6]): takes buffer 5 for f32, which holds an order',
    ]);
    expect(verifyKernels(first(accessOf(x)))).toEqual([]);
  });
});

describe('what is read', () => {
  test('before it is written is refused', () => {
    expect(problemsOf(({ negative, sums, scaled }) => [negative, scaled, sums])).toEqual([
      'kernel 1 (map [4, 6]): reads buffer 2 before it is written',
    ]);
  });

  test('when a part of it is still to come is refused; the part that is there may be read', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4], 'source');
    const joined = g.buffer('joined', [8]);
    const y = g.buffer('y', [8]);
    const part = (offset: number): MapKernel => ({
      ...storing(g.map(joined, [accessOf(x)]), { ...accessOf(joined), offset }),
      shape: [4],
    });
    const [first, second] = [part(0), part(4)];
    const all = g.map(y, [joined]);
    const own = { ...g.map(y, [joined]), shape: [4] };
    const program = (...kernels: Kernel[]) => verifyKernels({ ...g.program(), kernels });
    expect(program(first, second, all)).toEqual([]);
    expect(program(first, all)).toEqual([
      'kernel 1 (map [8]): reads buffer 1 when 4 of its 8 elements are written',
    ]);
    expect(program(first, own)).toEqual([]);
    expect(program(second, own)).toEqual([
      'kernel 1 (map [4]): reads buffer 1 when 4 of its 8 elements are written',
    ]);
  });

  test('at an element other than the one that is written over is refused', () => {
    const shifted = (offset: number, strides: readonly number[]) =>
      problemsOf(({ g, h, negative, sums, scaled }) => {
        const over = g.map(h, [{ buffer: h.id, offset, strides }], (b, [value]) =>
          b.unary('exp', value),
        );
        return [negative, over, sums, scaled];
      });
    expect(shifted(0, [8, 1])).toEqual([]);
    expect(shifted(5, [8, 0])).toEqual([
      'kernel 1 (map [4, 6]): reads elements of buffer 1 that it writes at others',
    ]);
  });
});

describe('what is written', () => {
  test('twice by one kernel, or into a constant, is refused', () => {
    expect(
      problemsOf(({ negative, sums, scaled, h }) => [
        negative,
        storing(negative, { ...accessOf(h), strides: [0, 1] }),
        sums,
        scaled,
      ]),
    ).toEqual(['kernel 1 (map [4, 6]): writes an element of buffer 1 twice']);
    expect(
      problemsOf(({ negative, sums, scaled, h }) => {
        const [store] = negative.code.stores;
        const code = { ...negative.code, stores: [store, { ...store, access: accessOf(h) }] };
        return [{ ...negative, code }, sums, scaled];
      }),
    ).toEqual(['kernel 0 (map [4, 6]): writes an element of buffer 1 twice']);
    expect(
      problemsOf(({ g, c, x, negative, sums, scaled }) => [
        negative,
        sums,
        scaled,
        g.map(c, [{ ...accessOf(x), strides: [1] }]),
      ]),
    ).toEqual(['kernel 3 (map [6]): writes buffer 4, a constant']);
  });

  test('never, or not all of it, though it is an output or replaces a source, is refused', () => {
    expect(problemsOf(({ negative, sums }) => [negative, sums])).toEqual([
      'output 3 is never written',
    ]);
    const { g, x, h } = sketch();
    const replaced = (next: Buffer, kernels: readonly Kernel[]) =>
      verifyKernels({ ...g.program([], [[x, next]]), kernels });
    expect(replaced(h, g.kernels)).toEqual([]);
    expect(replaced(h, [])).toEqual(['the next value of buffer 0 is never written']);
    expect(replaced(x, g.kernels)).toEqual(['the next value of buffer 0 is never written']);
  });

  test('over a source whose old numbers are still to be read is refused', () => {
    const g = new KernelSketch();
    const [w, v] = [g.buffer('w', [4], 'source'), g.buffer('v', [4])];
    const next = g.map(w, [w], (b, [value]) => b.unary('negate', value));
    const reader = g.map(v, [w]);
    const inOrder = (...kernels: Kernel[]) =>
      verifyKernels({ ...g.program([v], [[w, w]]), kernels });
    expect(inOrder(reader, next)).toEqual([]);
    expect(inOrder(next, reader)).toEqual([
      'kernel 1 (map [4]): reads buffer 0 after its next value was written over it',
    ]);
  });

  test('for a source that lies otherwise, or has another size, is refused', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [6, 4], 'source');
    const y = { ...g.buffer('y', [6, 4]), strides: [1, 6] };
    g.buffers[y.id] = y;
    g.map(y, [x]);
    expect(verifyKernels(g.program([], [[x, y]]))).toEqual([
      'the next value of buffer 0 lies otherwise',
    ]);
    g.buffers[y.id] = { ...x, id: y.id, role: 'computed', size: 28 };
    g.kernels[0] = g.map(g.buffers[y.id], [x]);
    expect(verifyKernels({ ...g.program([], [[x, y]]), kernels: [g.kernels[0]] })).toEqual([
      'the next value of buffer 0 has another size',
    ]);
  });
});

describe('batches', () => {
  /** x = the next 5 of 20 rows. */
  function batches() {
    const g = new KernelSketch();
    const x = g.buffer('x', [5, 3], 'source');
    const data = g.buffer('data', [20, 3], 'source');
    const order = g.order(20);
    const kernel = g.batch(x, data, order);
    const [shuffle] = g.kernels;
    return { g, x, data, order, kernel, shuffle };
  }
  const title = 'batch of 5 of 20 rows, 3 each';

  test('of more rows than there are, or than a batch has, are refused', () => {
    const { g, kernel, shuffle } = batches();
    const problems = (change: object) =>
      verifyKernels({ ...g.program(), kernels: [shuffle, { ...kernel, ...change }] });
    expect(problems({})).toEqual([]);
    expect(problems({ every: 5 })).toEqual([
      `kernel 1 (${title}): takes 5 batches of 5 from 20 rows`,
    ]);
    expect(problems({ batch: 4 })).toEqual([`kernel 1 (${title}): copies 5 rows of a batch of 4`]);
  });

  test('by an order that is not drawn, has other rows or is no order are refused', () => {
    const { g, kernel, shuffle, data } = batches();
    const kernels = (...list: Kernel[]) => verifyKernels({ ...g.program(), kernels: list });
    expect(kernels(kernel)).toEqual([`kernel 0 (${title}): takes an order of 0 rows for 20`]);
    expect(kernels(kernel, shuffle)).toEqual([
      `kernel 0 (${title}): takes an order of 0 rows for 20`,
    ]);
    expect(kernels({ ...shuffle, count: 10 } as Kernel, kernel)).toEqual([
      `kernel 1 (${title}): takes an order of 10 rows for 20`,
    ]);
    expect(kernels(shuffle, { ...kernel, indices: { ...accessOf(data), strides: [1] } })).toEqual([
      `kernel 1 (${title}): takes buffer 1 for an order, which holds f32`,
      `kernel 1 (${title}): takes an order of 0 rows for 20`,
    ]);
  });
});

test('a matrix product without rows and columns, or of what it writes, is refused', () => {
  const g = new KernelSketch();
  const [a, b, out] = [
    g.buffer('a', [4, 4], 'source'),
    g.buffer('b', [4, 4]),
    g.buffer('out', [4, 4]),
  ];
  g.map(b, [a]);
  const kernel = g.product(out, a, b);
  expect(verifyKernels(g.program())).toEqual([]);
  const over = { ...kernel, code: { ...kernel.code, stores: [{ access: accessOf(b), node: 0 }] } };
  expect(verifyKernels({ ...g.program(), kernels: [g.kernels[0], over] })).toEqual([
    'kernel 1 (gemm [4, 4] over 4): reads elements of buffer 1 that it writes at others',
  ]);
  expect(verifyKernels({ ...g.program(), kernels: [{ ...kernel, shape: [4] }] })[0]).toBe(
    'kernel 0 (gemm [4] over 4): has no rows and columns',
  );
});

test('stages of a rowwise kernel that go over other rows, or read other rows of each other, are refused', () => {
  const all = sketch();
  const { g, negative, sums, scaled, h } = all;
  const rowwise = (...stages: Kernel[]): string[] =>
    verifyKernels({
      ...g.program([all.y]),
      kernels: [{ family: 'rowwise', rows: 4, columns: 6, stages, origin: [] } as Kernel],
    });
  const title = 'kernel 0 (rowwise [4, 6], 3 stages)';
  expect(rowwise(negative, sums, scaled)).toEqual([]);
  expect(rowwise({ ...negative, shape: [4, 5] }, sums, scaled)).toEqual([
    `${title}: stage 0 goes over [4, 5], the rows over [4, 6]`,
    `${title}: reads buffer 1 when 20 of its 24 elements are written`,
    `${title}: reads buffer 1 when 20 of its 24 elements are written`,
  ]);
  const upward = loading(scaled, { buffer: h.id, offset: 24, strides: [-8, 1] });
  expect(rowwise(negative, sums, upward)).toEqual([
    `${title}: reads elements of buffer 1 that it writes at others`,
  ]);
});

test('a kernel that was found sound is looked at again when its buffers have changed', () => {
  const { g, x } = sketch();
  const verifier = new KernelVerifier();
  expect(verifier.verify(g.program())).toEqual([]);
  const smaller = g.buffers.with(x.id, { ...x, shape: [3, 6] });
  expect(verifier.verify({ ...g.program(), buffers: smaller })).toEqual([
    'kernel 0 (map [4, 6]): touches element 29 of buffer 0, which ends at 21',
  ]);
});

describe('a scatter', () => {
  const scatterInto = (strides: readonly number[]): readonly string[] => {
    const g = new KernelSketch();
    const from = g.buffer('from', [2, 3], 'source');
    const indices = g.buffer('indices', [2], 'source');
    const to = g.buffer('to', [20]);
    g.add({
      family: 'scatter',
      ...{ outer: 1, count: 2, inner: 3, size: 4, origin: [] },
      from: { ...accessOf(from), strides: [0, ...from.strides] },
      indices: accessOf(indices),
      to: { ...accessOf(to), strides },
    });
    return verifyKernels(g.program());
  };

  test('into a block without gaps is sound, whatever the stride of an axis of one', () => {
    expect(scatterInto([0, 3, 1])).toEqual([]);
  });

  test('into rows with padding is refused: what it clears would not be what it adds to', () => {
    expect(scatterInto([0, 4, 1])).toEqual([
      'kernel 0 (scatter 2 to 4, 1 × 3): clears a block of strides [12,3,1], adds by [0,4,1]',
    ]);
  });
});
