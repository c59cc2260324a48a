/** What does the steps of a run: the compiled loop where it can be had and agrees with the interpreter, else that. */

import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { elementCount } from '../../tensor/shape.ts';
import type { TrainingStep } from '../step/training-step.ts';
import { CompiledRun, compileTraining, type RunOptions } from './compiled-run.ts';
import type { InterpretedRun } from './interpreted-run.ts';
import { agrees, compareEngines, type Parity } from './parity.ts';

/** Instructions on tensors of more than one element that are compiled: some half a second's work. */
const MOST_INSTRUCTIONS = 3000;

/** Pages of WebAssembly memory in a MiB. */
const PAGES_IN_MIB = 16;

/** What does the steps, with what is known about it. */
export type Playing =
  /** The compiled loop, which has agreed with the interpreter. */
  | { readonly kind: 'compiled'; readonly run: CompiledRun; readonly parity: Parity }
  /** The interpreter, and why; with the parity when a loop was compiled but differs. */
  | { readonly kind: 'interpreter'; readonly because: string; readonly parity: Parity | null };

/** The compiled loop where it can be had and agrees with the interpreter on the first steps. */
export function playingOf(reference: InterpretedRun, options: RunOptions): Playing {
  const interpreter = (because: string, parity: Parity | null = null): Playing => ({
    kind: 'interpreter',
    because,
    parity,
  });
  if (options.engine === 'interpreter') return interpreter('the interpreter was asked for');
  const run = compiledRun(reference.definition, options);
  if (typeof run === 'string') return interpreter(run);
  try {
    const parity = compareEngines(reference, run);
    if (typeof parity !== 'string' && agrees(parity)) return { kind: 'compiled', run, parity };
    run.loop.dismiss();
    if (typeof parity === 'string') return interpreter(parity);
    return interpreter('the compiled loop disagrees with it', parity);
  } catch (error) {
    run.loop.dismiss();
    reference.rewind();
    return interpreter(trapped(0, error));
  }
}

/** The compiled run, or why there is none: training goes on by the interpreter, and the reason is shown. */
function compiledRun(step: TrainingStep, options: RunOptions): CompiledRun | string {
  const large = step.program.instructions.filter(({ shape }) => elementCount(shape) > 1);
  if (large.length > MOST_INSTRUCTIONS) {
    return `a step has ${large.length} instructions on tensors, ${MOST_INSTRUCTIONS} are compiled`;
  }
  if (typeof WebAssembly === 'undefined') return 'this browser has no WebAssembly';
  let pages = 0;
  try {
    const compiled = compileTraining(step, options);
    pages = compiled.pages;
    return new CompiledRun(step, CompiledLoop.create(compiled, options.crew?.enlist));
  } catch (error) {
    // Only where there is something to be made an instance of can memory or permission be missing.
    if (pages === 0) return reasonOf(error);
    if (error instanceof RangeError) {
      return `the loop needs ${Math.ceil(pages / PAGES_IN_MIB)} MiB of memory, which are not to be had`;
    }
    return `WebAssembly is not allowed here: ${reasonOf(error)}`;
  }
}

/** Why a loop broke off. */
export const trapped = (step: number, error: unknown): string =>
  `the compiled loop broke off after step ${step}: ${reasonOf(error)}`;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
