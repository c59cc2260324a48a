/** Every operation by its samples: an operation is tested by existing. */
import { describe, expect, test } from 'vitest';
import { settingFault } from '../settings/setting-fault.ts';
import { OPERATION_LAWS } from '../testing/operations/operation-laws.ts';
import {
  backwardOf,
  CATEGORIES,
  completeAttrs,
  type OpDef,
  portsOf,
  pytorchOf,
  type Sample,
} from './kit/operation.ts';
import { OP_TYPES, OPS, opDef } from './registry.ts';

const PLACEHOLDER = /<(\w+)>/g;

/** Every operation with every one of its samples. */
const cases: readonly (readonly [name: string, op: string, definition: OpDef, sample: Sample])[] =
  OP_TYPES.flatMap((op) =>
    OPS[op].samples.map(
      (sample) => [`${op}: ${sample.title}`, op, OPS[op] as OpDef, sample] as const,
    ),
  );

const operations = OP_TYPES.map((op) => [op, OPS[op] as OpDef] as const);

describe.each(operations)('%s', (_, definition) => {
  const { doc } = definition;

  test('says what it is', () => {
    expect(doc.title).toMatch(/^[A-Z0-9]/);
    expect(doc.summary).toMatch(/^\S.*[\w)]\.$/);
    expect(doc.summary.length, doc.summary).toBeLessThanOrEqual(100);
    expect(doc.summary, 'the way back is told by `backward`').not.toMatch(/gradient|derivative/i);
    if ('backward' in doc) {
      const { backward } = doc;
      for (const text of typeof backward === 'string' ? [backward] : Object.values(backward)) {
        expect(text).toMatch(/^\S.*[\w²)]\.$/);
        expect(text.length, text).toBeLessThanOrEqual(130);
      }
    }
    expect(CATEGORIES).toContain(doc.category);
    expect([...doc.symbol].length).toBeGreaterThanOrEqual(1);
    expect([...doc.symbol].length).toBeLessThanOrEqual(7);
    for (const spec of Object.values(definition.attrs)) expect(spec.help).toMatch(/^.+\.$/);
  });

  test('has samples with titles of their own', () => {
    expect(definition.samples.length).toBeGreaterThan(0);
    const titles = definition.samples.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('answers for its exports', () => {
    const { onnx } = definition.exports;
    if ('none' in onnx) expect(onnx.none.length).toBeGreaterThan(10);
    else if ('op' in onnx) expect(onnx.since).toBeGreaterThanOrEqual(1);
    else expect(onnx.expansion).toBe(true);
  });

  test('gives an attribute and a port different names, for formulas name both', () => {
    for (const { name } of portsOf(definition, completeAttrs(definition, {}))) {
      expect(Object.keys(definition.attrs)).not.toContain(name);
    }
  });

  test('says how a gradient passes each of its ports', () => {
    if (definition.kind === 'source') return;
    for (const { name, role } of portsOf(definition, completeAttrs(definition, {}))) {
      if (role !== undefined) continue;
      const rule = definition.rules.gradient[name];
      expect(rule, `the gradient of ${name}`).toBeDefined();
      if (!('zero' in rule)) expect(backwardOf(definition, name)).not.toBe('');
      if ('zero' in rule) expect(rule.zero).toMatch(/\w[^.]$/);
    }
  });

  test('has attribute defaults that fit their own specs', () => {
    for (const [name, spec] of Object.entries(definition.attrs)) {
      expect(settingFault(name, spec, spec.default)).toBeNull();
    }
  });
});

describe.each(cases)('%s', (_, op, definition, sample) => {
  const attrs = completeAttrs(definition, (sample.attrs ?? {}) as never);
  const ports = portsOf(definition, attrs);

  test('has attributes that fit and survive JSON', () => {
    for (const [name, spec] of Object.entries(definition.attrs)) {
      expect(settingFault(name, spec, attrs[name])).toBeNull();
    }
    expect(Object.keys(definition.attrs)).toEqual(
      expect.arrayContaining(Object.keys(sample.attrs ?? {})),
    );
    expect(JSON.parse(JSON.stringify(attrs))).toEqual(attrs);
  });

  test.each(Object.entries(OPERATION_LAWS))('%s', (_, law) => {
    expect(law({ op, sample })).toBeNull();
  });

  test('has a PyTorch expression of its ports and attributes', () => {
    const template = pytorchOf(definition, attrs);
    if (typeof template !== 'string') {
      expect(template.none.length).toBeGreaterThan(5);
      return;
    }
    const known = new Set([...ports.map(({ name }) => name), ...Object.keys(attrs)]);
    for (const [, name] of template.matchAll(PLACEHOLDER)) expect(known).toContain(name);
    for (const { name } of ports) expect(template).toContain(`<${name}>`);
  });
});

test('opDef finds operations and nothing else', () => {
  expect(opDef('add')).toBe(OPS.add);
  for (const name of ['toString', '__proto__', 'constructor', '']) expect(opDef(name)).toBeNull();
});
