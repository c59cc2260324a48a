/**
 * Every operation against PyTorch: values, gradients and the exported expression. The cases and what
 * torch answered lie in torch-cases.golden.json; TORCH_CASES=n draws n new ones for each operation and asks
 * the python3 that PYTHON names, TORCH_CASES=write replaces the file.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Executor } from '../interpret/executor.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { completeAttrs, type OpDef, portsOf, pytorchOf } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS, type OpType } from '../ops/registry.ts';
import { type Tensor, tensor, zeros } from '../tensor/tensor.ts';
import { difference } from './close-to.ts';
import { CaseRandom, type CaseTensor, DRAWS } from './draw-cases.ts';
import { sampleProgram } from './operations/sample-program.ts';

interface Answer {
  readonly out: CaseTensor;
  readonly gradients: Readonly<Record<string, CaseTensor>>;
}

interface TorchCase extends Answer {
  readonly op: OpType;
  readonly attrs: Attrs;
  readonly python: string;
  readonly inputs: Readonly<Record<string, CaseTensor>>;
  readonly fixed: readonly string[];
  readonly ct: CaseTensor;
}

const file = new URL('./torch-cases.golden.json', import.meta.url);
const wanted = process.env['TORCH_CASES'];

/** Cases for each operation in the file; few, because all of them are to be read by people. */
const IN_FILE = 3;

function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** The exported expression with the attributes put in; ports are variables. */
function pythonExpression(definition: OpDef, attrs: Attrs): string {
  const template = pytorchOf(definition, attrs);
  if (typeof template !== 'string') throw new Error('internal: no PyTorch expression');
  return template.replace(/<(\w+)>/g, (_, name: string) =>
    Object.hasOwn(attrs, name) ? pythonLiteral(attrs[name]) : name,
  );
}

function drawCase(op: OpType, seed: number): Omit<TorchCase, keyof Answer> {
  const definition: OpDef = OPS[op];
  const random = new CaseRandom(seed);
  const drawn = DRAWS[op]?.(random);
  if (drawn === undefined) throw new Error(`internal: no cases for ${op}`);
  const attrs = completeAttrs(definition, drawn.attrs ?? {});
  const ports = portsOf(definition, attrs);
  const inferred = definition.infer(
    ports.map(({ name }) => drawn.inputs[name].shape),
    attrs,
  );
  if ('fault' in inferred) throw new Error(`internal: ${inferred.fault.message}`);
  return {
    op,
    attrs,
    python: pythonExpression(definition, attrs),
    inputs: drawn.inputs,
    fixed: ports.filter(({ role }) => role !== undefined).map(({ name }) => name),
    ct: random.fill(inferred.shape as readonly number[], random.number),
  };
}

function askTorch(cases: readonly Omit<TorchCase, keyof Answer>[]): TorchCase[] {
  const script = new URL('./torch-cases.py', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync(process.env['PYTHON'] ?? 'python3', [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stdout === '') throw new Error(stderr);
  const answers: (Answer | { error: string })[] = JSON.parse(stdout);
  const errors = answers.flatMap((answer, i) =>
    'error' in answer ? [`${cases[i].python}: ${answer.error}`] : [],
  );
  if (errors.length > 0) throw new Error(errors.slice(0, 20).join('\n'));
  return answers.flatMap((answer, i) => ('error' in answer ? [] : [{ ...cases[i], ...answer }]));
}

const drawAll = (count: number): TorchCase[] =>
  askTorch(
    OP_TYPES.filter((op) => DRAWS[op] !== undefined).flatMap((op) =>
      Array.from({ length: count }, (_, seed) => drawCase(op, seed)),
    ),
  );

const read = ({ shape, data }: CaseTensor): Tensor => tensor(shape, data.map(Number));

function cases(): readonly TorchCase[] {
  if (wanted !== undefined && wanted !== 'write') return drawAll(Number(wanted));
  if (wanted === 'write') {
    const lines = drawAll(IN_FILE).map((one) => JSON.stringify(one));
    writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

const byOp = new Map<OpType, TorchCase[]>();
for (const one of cases()) byOp.set(one.op, [...(byOp.get(one.op) ?? []), one]);

describe.each([...byOp])('%s', (_op, group) => {
  test('agrees with PyTorch within 1e-11 in value and gradient', () => {
    for (const { op, attrs, inputs, ct, out, gradients } of group) {
      const about = JSON.stringify({ attrs, inputs, ct });
      const program = sampleProgram(op, { inputs, attrs });
      const g = program.builder;
      const upstream = g.source('input', {}, ct.shape);
      program.sources.set(upstream.id, read(ct));
      const loss = g.sum(g.multiply(program.out, upstream));
      const ports = Object.keys(gradients);
      const derivative = differentiate(
        g.finish(),
        loss.id,
        ports.map((port) => program.inputs[port].id),
      );
      const executor = new Executor(derivative.program, program.sources);
      expect(executor.run()).toEqual([]);
      // Units in the last place of the largest number in a sum are what is lost at most.
      const within = (actual: Tensor, expected: Tensor) =>
        difference(
          actual,
          expected,
          1e-11,
          Math.max(1e-2, ...expected.data.map(Math.abs).filter(Number.isFinite)),
        );
      expect(within(executor.value(program.out.id), read(out)), about).toBeNull();
      for (const port of ports) {
        const id = derivative.gradients.get(program.inputs[port].id);
        const actual = id === undefined ? zeros(inputs[port].shape) : executor.value(id);
        expect(within(actual, read(gradients[port])), `${port} in ${about}`).toBeNull();
      }
    }
  });

  test('exports the expression that PyTorch was asked', () => {
    for (const { op, attrs, python } of group) {
      expect(pythonExpression(OPS[op], attrs)).toBe(python);
    }
  });
});

/** Operations whose numbers torch draws by another generator. */
const BY_CHANCE: ReadonlySet<string> = new Set(['dropout']);

test('every operation with inputs has cases', () => {
  const missing = OP_TYPES.filter(
    (op) =>
      !byOp.has(op) &&
      !BY_CHANCE.has(op) &&
      portsOf(OPS[op], completeAttrs(OPS[op], {})).length > 0,
  );
  expect(missing).toEqual([]);
});
