/** The numbers of a formula: its operations emitted and run by the interpreter. */
import type { NodeId } from '../graph/document.ts';
import { Executor } from '../interpret/executor.ts';
import type { Emitter, Value } from '../ops/kit/emitter.ts';
import type { Formula } from '../ops/kit/formula.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Emits a formula whose symbols are values; every size must be known. */
export function emitFormula(
  g: Emitter,
  formula: Formula,
  symbols: Readonly<Record<string, Value>>,
): Value {
  switch (formula.kind) {
    case 'symbol': {
      const value = symbols[formula.name];
      if (value === undefined) throw new Error(`internal: nothing is bound to ${formula.name}`);
      return value;
    }
    case 'number':
      return g.full(formula.value);
    case 'size':
      if (typeof formula.size === 'number') return g.full(formula.size);
      throw new Error(`internal: the size ${formula.size} is not known`);
    case 'bound':
      return emitFormula(g, formula.value, symbols);
    case 'apply':
      return g.emit(
        formula.op,
        formula.inputs.map((input) => emitFormula(g, input, symbols)),
        formula.attrs,
      );
    default:
      return formula satisfies never;
  }
}

/** Who draws, where a formula draws: a node by its key, and what it draws from where that is something else. */
export interface FormulaOwner {
  readonly node: NodeId;
  readonly stream: string | undefined;
}

/** The value of a formula for these numbers. */
export function formulaValue(
  formula: Formula,
  symbols: Readonly<Record<string, Tensor>>,
  owner?: FormulaOwner,
): Tensor {
  const g = new ProgramBuilder();
  if (owner !== undefined) {
    g.node = owner.node;
    g.stream = owner.stream;
  }
  const sources = new Map<number, Tensor>();
  const values: Record<string, Value> = {};
  for (const [name, tensor] of Object.entries(symbols)) {
    values[name] = g.source('input', {}, tensor.shape);
    sources.set(values[name].id, tensor);
  }
  const { id } = emitFormula(g, formula, values);
  const executor = new Executor(g.finish(), sources, [id]);
  executor.run();
  return executor.value(id);
}
