/**
 * Compiled steps by what they were compiled from. The numbers of sources are not part of it: a run with
 * other weights, another rate or other rows takes the module that is there.
 */
import { drawsFrom } from '../../program/program.ts';
import { type CompiledStep, type CompileRequest, compile } from '../compile.ts';

/** Steps kept; the one not used for longest goes first. */
const MOST = 12;

const kept = new Map<string, CompiledStep>();

/** Compiles, or gives what the same request was compiled to before. */
export function compileOnce(request: CompileRequest): CompiledStep {
  const sources = [...request.sources];
  const outputs = [...(request.outputs ?? [])];
  const key = keyOf({ ...request, sources, outputs });
  const found = kept.get(key);
  const step = found ?? compile({ ...request, sources, outputs });
  kept.delete(key);
  kept.set(key, step);
  for (const [oldest] of kept) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  return step;
}

function keyOf({
  program,
  sources,
  outputs,
  updates,
  batches,
  masks,
  ...rest
}: CompileRequest & {
  readonly sources: readonly number[];
  readonly outputs: readonly number[];
}): string {
  const given = new Set(sources);
  // Who draws is part of what a constant is.
  const instructions = program.instructions.map((instruction, id) => {
    const { op, attrs, inputs, shape } = instruction;
    if (given.has(id)) return [op, shape];
    return [op, attrs, inputs, shape, inputs.length === 0 ? drawsFrom(instruction) : null];
  });
  return JSON.stringify(
    [
      instructions,
      sources,
      outputs,
      [...(updates ?? [])],
      batches === undefined ? null : { ...batches, rows: [...batches.rows] },
      [...(masks ?? [])],
      rest,
    ],
    exactly,
  );
}

/** JSON has one 0 and writes null for what is not finite. */
function exactly(_: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : `number ${Object.is(value, -0) ? '-0' : value}`;
}
