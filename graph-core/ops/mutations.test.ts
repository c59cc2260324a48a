/**
 * The laws that samples hold (`testing/operation-laws.ts`) bite: one slip in one part of any operation's
 * record is found by that operation's own samples. An operation whose samples let a slip pass needs another.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { zeros } from '../tensor/tensor.ts';
import { OPERATION_LAWS } from '../testing/operations/operation-laws.ts';
import type { Value } from './kit/emitter.ts';
import { f, type RuleSymbols, type Term } from './kit/formula.ts';
import type {
  CompositeDef,
  OpDef,
  PrimitiveDef,
  Sample,
  VjpContext,
  VjpResult,
} from './kit/operation.ts';
import { completeAttrs, portsOf } from './kit/operation.ts';
import { s } from './kit/scalar-expression.ts';
import { OP_TYPES, OPS } from './registry.ts';

/** A slip of 1 in 100,000: small enough to look right, large enough to be wrong. */
const SLIP = 1 + 1e-5;

/** Records as they can be written into; each test puts back what it changed. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };
const records = OPS as unknown as Readonly<Record<string, Writable<OpDef>>>;

let restore = (): void => {};
afterEach(() => restore());

/** Changes an operation's record until the end of the test. */
function mutate<D extends OpDef>(op: string, change: Partial<D>): void {
  const record = records[op];
  const original = { ...record };
  Object.assign(record, change);
  restore = () => {
    Object.assign(record, original);
    restore = () => {};
  };
}

/** The laws that some sample of `op` breaks now; a sample that cannot be run any more breaks all. */
function brokenLaws(op: string): readonly string[] {
  const samples: readonly Sample[] = OPS[op as keyof typeof OPS].samples;
  return Object.entries(OPERATION_LAWS).flatMap(([name, law]) => {
    const broken = samples.some((sample) => {
      try {
        return law({ op, sample }) !== null;
      } catch {
        return true;
      }
    });
    return broken ? [name] : [];
  });
}

const definitionOf = (op: string): OpDef => OPS[op as keyof typeof OPS] as OpDef;
const ofKind = <K extends OpDef['kind']>(kind: K): readonly string[] =>
  OP_TYPES.filter((op) => definitionOf(op).kind === kind);

const primitives = ofKind('primitive').map((op): readonly [string, PrimitiveDef] => [
  op,
  definitionOf(op) as PrimitiveDef,
]);
const composites = ofKind('composite').map((op): readonly [string, CompositeDef] => [
  op,
  definitionOf(op) as CompositeDef,
]);

/** Ports through which some sample lets a gradient pass. */
const gradientPorts = (definition: OpDef): readonly string[] => {
  if (definition.kind === 'source') return [];
  const names = new Set<string>();
  for (const { attrs = {} } of definition.samples) {
    for (const { name, role } of portsOf(definition, completeAttrs(definition, attrs as never))) {
      const rule = definition.rules.gradient[name];
      if (role === undefined && rule !== undefined && !('zero' in rule)) names.add(name);
    }
  }
  return [...names];
};

const gradients = primitives.flatMap(([op, definition]) =>
  gradientPorts(definition).map((port) => [op, port, definition] as const),
);

/** The operation's rule with the gradient of one port replaced. */
const vjpWith =
  (
    definition: PrimitiveDef,
    port: string,
    change: (
      gradient: Value,
      context: VjpContext<never>,
      g: Parameters<PrimitiveDef['vjp']>[0],
    ) => Value | 'zero',
  ): PrimitiveDef['vjp'] =>
  (g, context) => {
    const result: VjpResult = definition.vjp(g, context);
    const gradient = result[port];
    if (gradient === undefined || gradient === 'zero') return result;
    return { ...result, [port]: change(gradient, context as VjpContext<never>, g) };
  };

test('no operation breaks a law before it is changed', () => {
  for (const op of OP_TYPES) expect(brokenLaws(op), op).toEqual([]);
});

describe('a loop that is off by one part in 100,000', () => {
  const computed = primitives.filter(([, { forward }]) => forward !== 'alias');
  test.each(computed)('is found: %s', (op, { forward }) => {
    if (forward === 'alias') return;
    mutate<PrimitiveDef>(op, {
      forward: (inputs, out, a) => {
        const fault = forward(inputs, out, a);
        for (let i = 0; i < out.data.length; i++) out.data[i] = out.data[i] * SLIP + 1e-5;
        return fault;
      },
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a loop that forgets its last element', () => {
  const computed = primitives.filter(([, { forward }]) => forward !== 'alias');
  test.each(computed)('is found: %s', (op, { forward }) => {
    if (forward === 'alias') return;
    mutate<PrimitiveDef>(op, {
      forward: (inputs, out, a) => {
        const whole = zeros(out.shape);
        const fault = forward(inputs, whole, a);
        out.data.set(whole.data.subarray(0, Math.max(0, whole.data.length - 1)));
        if (out.data.length > 0) out.data[out.data.length - 1] = 12_345;
        return fault;
      },
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a gradient that is off by one part in 100,000', () => {
  test.each(gradients)('is found: %s, through %s', (op, port, definition) => {
    mutate<PrimitiveDef>(op, {
      vjp: vjpWith(definition, port, (gradient, _, g) => g.multiply(gradient, g.full(SLIP))),
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a gradient of the other sign', () => {
  test.each(gradients)('is found: %s, through %s', (op, port, definition) => {
    mutate<PrimitiveDef>(op, {
      vjp: vjpWith(definition, port, (gradient, _, g) =>
        g.subtract(g.multiply(gradient, g.full(0)), gradient),
      ),
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a gradient that is left out', () => {
  test.each(gradients)('is found: %s, through %s', (op, port, definition) => {
    mutate<PrimitiveDef>(op, { vjp: vjpWith(definition, port, () => 'zero') });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a lowering that is off by one part in 100,000', () => {
  const maps = primitives.filter(([, { lower }]) => lower.kind === 'map');
  test.each(maps)('is found: %s', (op, { lower }) => {
    if (lower.kind !== 'map') return;
    const scaled = s.binary('multiply', lower.expression, s.number(SLIP));
    mutate<PrimitiveDef>(op, {
      lower: { ...lower, expression: s.binary('add', scaled, s.number(1e-5)) },
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a shape with an axis too many', () => {
  test.each(primitives)('is found: %s', (op, { infer }) => {
    mutate<PrimitiveDef>(op, {
      infer: (shapes, a) => {
        const result = infer(shapes, a);
        return 'fault' in result ? result : { shape: [...result.shape, 2] };
      },
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('an expansion that is off by one part in 100,000', () => {
  test.each(composites)('is found: %s', (op, { expand }) => {
    mutate<CompositeDef>(op, {
      expand: (g, inputs, a) => {
        const out = expand(g, inputs, a);
        return g.add(g.multiply(out, g.full(SLIP)), g.full(1e-5));
      },
    });
    expect(brokenLaws(op)).not.toEqual([]);
  });
});

describe('a formula that is not what is computed', () => {
  test.each([...primitives, ...composites])('is found: %s', (op, { rules }) => {
    const value = (symbols: RuleSymbols): Term => f.add(rules.value(symbols), 1);
    mutate<PrimitiveDef>(op, { rules: { ...rules, value } });
    expect(brokenLaws(op)).toContain('has rules that give its numbers within 1e-10');
  });
});
