/** What operations say about inputs they cannot work with: the whole text, with numbers and repair. */
import { describe, expect, test } from 'vitest';
import { Executor } from '../interpret/executor.ts';
import type { Shape } from '../tensor/shape.ts';
import { sampleProgram } from '../testing/operations/sample-program.ts';
import type { Attrs } from './kit/attributes.ts';
import { completeAttrs, type Sample } from './kit/operation.ts';
import { OPS, type OpType } from './registry.ts';

const infer = (op: OpType, shapes: readonly Shape[], attrs: Attrs = {}) =>
  OPS[op].infer(shapes, completeAttrs(OPS[op], attrs));

/** Message and hint, as the interface shows them. */
function check(op: OpType, shapes: readonly Shape[], attrs: Attrs): string {
  const result = infer(op, shapes, attrs);
  return 'fault' in result ? `${result.fault.message} → ${result.fault.hint}` : 'no fault';
}

test.each<[OpType, readonly Shape[], Attrs, string]>([
  [
    'add',
    [[2, 3], [4]],
    {},
    'add: x is [2, 3], y is [4]; sizes 3 and 4 at axis -1 do not broadcast → make both 3 or both 4, or one of them 1',
  ],
  [
    'where',
    [[2], [2], [3]],
    {},
    'where: the others are [2], y is [3]; sizes 2 and 3 at axis -1 do not broadcast → make both 2 or both 3, or one of them 1',
  ],
  ['clip', [[2]], { min: 2, max: 1 }, 'clip: min 2 is above max 1 → exchange them'],
  ['maxout', [[]], {}, 'maxout: x is a scalar, it needs an axis → use max for two values'],
  [
    'maxout',
    [[2, 3]],
    {},
    'maxout: the last size of [2, 3] does not divide into groups of 2 → make the last size a multiple of 2',
  ],
  [
    'sum',
    [[2]],
    { axes: [1] },
    'sum: axis 1 does not exist, the input has 1 axis → use axes from -1 to 0, each once',
  ],
  [
    'mean',
    [[]],
    { axes: [0] },
    'mean: axis 0 does not exist, the input has 0 axes → leave axes empty for a scalar',
  ],
  [
    'sum',
    [[2, 3]],
    { axes: [1, -1] },
    'sum: axis -1 is given twice → use axes from -2 to 1, each once',
  ],
  [
    'reduceMax',
    [[2, 0]],
    { axes: [1] },
    'reduceMax: axis 1 has size 0, and nothing has no maximum → give it at least one element',
  ],
  [
    'reduceMin',
    [[0]],
    {},
    'reduceMin: axis 0 has size 0, and nothing has no minimum → give it at least one element',
  ],
  [
    'broadcastTo',
    [[1, 3]],
    { shape: [-1, 3] },
    'broadcastTo: shape [-1, 3] has a size of -1 → give every size; only reshape works one out',
  ],
  [
    'softmax',
    [[]],
    {},
    'softmax: axis -1 does not exist, the input is a scalar → give the input at least one axis',
  ],
  [
    'softmax',
    [[2, 0]],
    {},
    'softmax: axis 1 of [2, 0] has size 0, and nothing cannot add up to 1 → give it at least one element',
  ],
  [
    'reshape',
    [[2, 3]],
    { shape: [4] },
    'reshape: [2, 3] has 6 elements, [4] has 4 → choose sizes with the same product, or -1 for one of them',
  ],
  [
    'reshape',
    [[2, 3]],
    { shape: [-1, -1] },
    'reshape: [-1, -1] leaves two sizes open → leave at most one size -1',
  ],
  [
    'reshape',
    [[2, 3]],
    { shape: [4, -1] },
    'reshape: 6 elements of [2, 3] do not divide into [4, -1] → choose sizes whose product divides the number of elements',
  ],
  [
    'flatten',
    [[2]],
    { startAxis: 1 },
    'flatten: axis 1 does not exist, the input is [2] → use start axis 0 to flatten everything',
  ],
  [
    'broadcastTo',
    [[3]],
    { shape: [2] },
    'broadcastTo: [3] does not stretch to [2] → only axes of size 1 and new leading axes can stretch',
  ],
  [
    'transpose',
    [[2, 3]],
    { permutation: [0, 0] },
    'transpose: [0,0] does not order the 2 axes of [2, 3] → name each axis from 0 to 1 once',
  ],
  [
    'concat',
    [
      [2, 3],
      [2, 4],
    ],
    {},
    'concat: x1 is [2, 3], x2 is [2, 4]; only axis 0 may differ → make all other sizes equal',
  ],
  [
    'slice',
    [[2]],
    { axis: 1 },
    'slice: axis 1 does not exist, the input has 1 axis → use an axis from -1 to 0',
  ],
  [
    'scatterAdd',
    [[], [2]],
    {},
    'scatterAdd: x is scalar, it needs the axes of indices, [2] → give x one value for each index',
  ],
  [
    'scatterAdd',
    [[3], [2]],
    {},
    'scatterAdd: x is [3], at axis 0 it needs the sizes of indices, [2] → give x one value for each index',
  ],
  [
    'matmul',
    [
      [2, 3],
      [2, 3],
    ],
    {},
    'matmul: inner sizes differ, a is [2, 3], b is [2, 3] → transpose b?',
  ],
  [
    'matmul',
    [[], [2]],
    {},
    'matmul: a is a scalar, it needs at least one axis → use multiply for scalars',
  ],
  [
    'matmul',
    [
      [2, 1, 3],
      [4, 3, 1],
    ],
    {},
    'matmul: leading sizes do not broadcast, a is [2, 1, 3], b is [4, 3, 1] → make the leading sizes equal, or 1',
  ],
  ['dot', [[2], [3]], {}, 'dot: last sizes differ, x is [2], y is [3] → make the last sizes equal'],
  ['outer', [[], [3]], {}, 'outer: x is a scalar, it needs an axis → use multiply'],
  [
    'linear',
    [[5, 3], [4, 2], [4]],
    {},
    'linear: x is [5, 3] with 3 features, weight is [4, 2] for 2 → give weight the shape [4, 3]',
  ],
  [
    'linear',
    [[5, 4], [4, 2], [4]],
    {},
    'linear: x is [5, 4] with 4 features, weight is [4, 2] for 2 → transpose weight?',
  ],
  [
    'linear',
    [[5, 2], [4, 2], [3]],
    {},
    'linear: bias is [3], weight is [4, 2] for 4 outputs → give bias the shape [4]',
  ],
  [
    'linear',
    [[2], [2], [2]],
    {},
    'linear: weight is [2], it needs two axes → give it the shape [outputs, inputs]',
  ],
  [
    'softmaxLoss',
    [
      [5, 3],
      [5, 3],
    ],
    {},
    'softmaxLoss: logits is [5, 3], so target must be [5], but it is [5, 3] → set targets to probability?',
  ],
  [
    'softmaxLoss',
    [[5, 3], [5]],
    { targets: 'probability' },
    'softmaxLoss: logits is [5, 3], so target must be [5, 3], but it is [5] → set targets to index?',
  ],
  [
    'hinge',
    [[], []],
    {},
    'hinge: scores is scalar, its last axis has no classes → give it one number for each class',
  ],
  [
    'squaredError',
    [[5, 1], [5]],
    {},
    'squaredError: prediction is [5, 1], target is [5] → reshape one of them',
  ],
  [
    'binaryCrossEntropy',
    [[5], []],
    {},
    'binaryCrossEntropy: logits is [5], target is scalar → reshape one of them',
  ],
])('%s of %j with %j: %s', (op, shapes, attrs, expected) => {
  expect(check(op, shapes, attrs)).toBe(expected);
});

test.each<[OpType, readonly Shape[], Attrs, Shape]>([
  ['add', [['N', 2], [2]], {}, ['N', 2]],
  ['linear', [['N', 2], [3, 2], [3]], {}, ['N', 3]],
  [
    'matmul',
    [
      ['N', 'D'],
      ['D', 3],
    ],
    {},
    ['N', 3],
  ],
  ['flatten', [['N', 2, 3]], {}, ['N', 6]],
  ['flatten', [['N', 2]], { startAxis: 0 }, ['2N']],
  ['reshape', [['N', 4]], { shape: [-1, 2] }, ['2N', 2]],
  ['maxout', [['N', 4]], {}, ['N', 2]],
  [
    'concat',
    [
      ['N', 2],
      ['N', 3],
    ],
    { axis: 1 },
    ['N', 5],
  ],
  ['concat', [['N'], [2]], {}, ['N + 2']],
  ['slice', [['N', 2]], {}, ['N', 2]],
  ['slice', [['N', 2]], { start: 1, end: -1 }, ['(N[1:-1])', 2]],
  ['pad', [['N']], { before: 1, after: 2 }, ['N + 3']],
  ['pad', [['N + 1']], { interior: 1 }, ['2N + 1']],
  ['pad', [['N']], { interior: 2, before: 1 }, ['3N - 1']],
  ['slice', [['M·N + 1']], { start: 1 }, ['((M·N+1)[1:])']],
  ['concat', [['N'], ['N']], {}, ['2N']],
  ['gather', [[10, 2], ['N']], {}, ['N', 2]],
  ['oneHot', [['N']], { classes: 3 }, ['N', 3]],
  ['softmaxLoss', [['N', 3], ['N']], { reduction: 'none' }, ['N']],
  ['softmaxLoss', [['N', 3], ['N']], {}, []],
  ['sum', [['N', 3]], { axes: [0], keepDims: true }, [1, 3]],
])(
  '%s of %j with %j has the shape %j before the batch size is known',
  (op, shapes, attrs, shape) => {
    expect(infer(op, shapes, attrs)).toEqual({ shape });
  },
);

describe('numbers that name nothing', () => {
  const run = (op: OpType, inputs: Sample['inputs'], attrs: Attrs = {}) => {
    const program = sampleProgram(op, { inputs, attrs });
    const executor = new Executor(program.builder.finish(), program.sources);
    const messages = executor.run().map(({ fault }) => fault.message);
    return { messages, numbers: [...executor.value(program.out.id).data] };
  };

  test('a class beyond the last is a fault, and its row is NaN', () => {
    expect(run('oneHot', { x: [0, 1, 7] }, { classes: 3 })).toEqual({
      messages: ['oneHot: index 7 at position 2, but there are 3 classes (0 to 2)'],
      numbers: [1, 0, 0, 0, 1, 0, NaN, NaN, NaN],
    });
  });

  test('a class index that is not whole, negative or NaN is a fault', () => {
    for (const index of [0.5, -1, Number.NaN]) {
      expect(run('oneHot', { x: index }).messages).toEqual([
        `oneHot: index ${index} at position 0, but there are 2 classes (0 to 1)`,
      ]);
    }
  });

  test('gather and scatterAdd say which index is out of range', () => {
    expect(run('gather', { x: [1, 2], indices: [0, 2, -3] })).toEqual({
      messages: ['gather: index 2 at position 1, but there are 2 elements (-2 to 1)'],
      numbers: [1, NaN, NaN],
    });
    expect(run('scatterAdd', { x: [1, 2], indices: [0, 5] }, { size: 2 })).toEqual({
      messages: ['scatterAdd: index 5 at position 1, but there are 2 elements (-2 to 1)'],
      numbers: [NaN, NaN],
    });
    expect(run('gather', { x: { shape: [0], data: [] }, indices: 0 })).toEqual({
      messages: ['gather: index 0 at position 0, but there are 0 elements'],
      numbers: [NaN],
    });
  });

  test.each(['softmaxLoss', 'crossEntropy', 'hinge'] as const)(
    'the %s of a wrong label is NaN, not a number that looks right',
    (op) => {
      const [port] = {
        softmaxLoss: ['logits'],
        crossEntropy: ['probabilities'],
        hinge: ['scores'],
      }[op];
      const { messages, numbers } = run(
        op,
        {
          [port]: [
            [0.2, 0.8],
            [0.5, 0.5],
          ],
          target: [0, 2],
        },
        { reduction: 'none' },
      );
      expect(messages).toEqual(['oneHot: index 2 at position 1, but there are 2 classes (0 to 1)']);
      expect(numbers[0]).not.toBeNaN();
      expect(numbers[1]).toBeNaN();
    },
  );
});
