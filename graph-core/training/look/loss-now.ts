/** The loss of a run without a data set, with the weights as they are now: what the next step would begin with. */
import { Executor } from '../../interpret/executor.ts';
import { flatten } from '../../program/flatten.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import { meanMasks } from '../step/masks.ts';

/** Computes it again and again; shares the weights of its run, so the run must be in sync. */
export class LossNow {
  private readonly executor: Executor;
  private readonly loss: number;

  constructor(run: InterpretedRun) {
    const { document, settings } = run.plan;
    const { program, sources } = flatten(document);
    const loss = program.nodes.get(settings.loss);
    if (loss === undefined) throw new Error('internal: the loss of a run has no value');
    const shared = new Map([...sources, ...meanMasks(program)]);
    for (const [node, tensor] of run.weights()) {
      const value = program.nodes.get(node);
      if (value !== undefined) shared.set(value, tensor);
    }
    this.executor = new Executor(program, shared, [loss]);
    this.loss = loss;
  }

  /** Not a number where an operation meets one that it cannot work with. */
  compute(): number {
    return this.executor.run().length > 0 ? Number.NaN : this.executor.value(this.loss).data[0];
  }
}
