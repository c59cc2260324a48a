import { describe, expect, test } from 'vitest';
import { completeAttrs, type OpDef, portsOf, type Sample } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensor } from '../tensor/tensor.ts';
import { difference } from '../testing/close-to.ts';
import { computeSample } from '../testing/operations/operation-laws.ts';
import { sampleTensor } from '../testing/operations/sample-program.ts';
import { node } from '../testing/wired-graph.ts';
import { localDerivative } from './local-derivative.ts';

const scalar = (value: number): Tensor => tensor([], [value]);

describe('the local derivative', () => {
  test.each([
    ['multiply', 'x', { x: scalar(3), y: scalar(-4) }, [-4]],
    ['multiply', 'y', { x: scalar(3), y: scalar(-4) }, [3]],
    ['divide', 'y', { x: scalar(1), y: scalar(2) }, [-0.25]],
    ['max', 'x', { x: scalar(2), y: scalar(2) }, [0.5]],
    ['relu', 'x', { x: tensor([3], [-1, 0, 2]) }, [0, 0, 1]],
    ['subtract', 'y', { x: tensor([2], [1, 2]), y: scalar(5) }, [-1, -1]],
  ])('of %s by %s is what the chain rule multiplies by', (op, port, inputs, expected) => {
    const derivative = localDerivative(node(op), inputs as Record<string, Tensor>, port);
    expect([...(derivative?.data ?? [])]).toEqual(expected);
  });

  test.each([
    ['where one output depends on many inputs', 'softmax', { x: tensor([2], [1, 2]) }, 'x'],
    ['of a variable', 'input', {}, 'x'],
    ['of an operation that is not there', 'nonsense', { x: scalar(1) }, 'x'],
    ['by a port that is not there', 'add', { x: scalar(1), y: scalar(2) }, 'z'],
    ['where a number is missing', 'add', { x: scalar(1) }, 'x'],
    ['where shapes do not fit', 'add', { x: tensor([2], [1, 2]), y: tensor([3], [1, 2, 3]) }, 'x'],
  ])('is none %s', (_, op, inputs, port) => {
    expect(localDerivative(node(op), inputs as Record<string, Tensor>, port)).toBeNull();
  });

  const elementwise = OP_TYPES.flatMap((op) => {
    const definition: OpDef = OPS[op];
    if (definition.kind === 'source') return [];
    return definition.samples.flatMap((sample: Sample) => {
      const attrs = completeAttrs(definition, (sample.attrs ?? {}) as never);
      return portsOf(definition, attrs).flatMap(({ name }) => {
        const rule = definition.rules.gradient[name];
        return rule !== undefined && 'local' in rule
          ? [[op, sample.title, name, sample] as const]
          : [];
      });
    });
  });

  test.each(elementwise)(
    'of %s (%s) by %s, summed over what was stretched, is the gradient within 1e-12',
    (op, _, port, sample) => {
      const inputs = Object.fromEntries(
        Object.entries(sample.inputs).map(([name, value]) => [name, sampleTensor(value)]),
      );
      const derivative = localDerivative(node(op, sample.attrs as never), inputs, port);
      if (derivative === null) throw new Error('there is none');
      const { out, gradients } = computeSample({ op, sample });
      expect(derivative.shape).toEqual(out.shape);
      const sum = (x: Tensor): Tensor => scalar(x.data.reduce((total, n) => total + n, 0));
      const scale = Math.max(1, ...derivative.data.map(Math.abs).filter(Number.isFinite));
      expect(difference(sum(derivative), sum(gradients[port]), 1e-12, scale)).toBeNull();
    },
  );
});
