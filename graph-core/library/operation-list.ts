/** The operations as plain data, for listings and for programs that write graphs. */

import { typicalLatex } from '../explain/typical-rule.ts';
import { type Category, completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { OP_TYPES, opDef } from '../ops/registry.ts';
import type { Settings } from '../settings/setting.ts';

/** One operation: what it is called, what it takes and what it can be told. */
export interface OperationSummary {
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly category: Category;
  /** Its value; a template with ports in angle brackets: `<x> + <y>`. Empty for variables. */
  readonly latex: string;
  /** Input ports in order; for an operation whose number of inputs can be chosen, those of its defaults. */
  readonly inputs: readonly { readonly name: string; readonly help: string }[];
  /** True when the ports depend on the attributes. */
  readonly variadic: boolean;
  readonly attrs: Settings;
}

/** Every operation, in the order of the registry. */
export function listOperations(): readonly OperationSummary[] {
  return OP_TYPES.map((name) => operationSummary(name)).filter((summary) => summary !== null);
}

/** One operation, or null for a name that is none. */
export function operationSummary(name: string): OperationSummary | null {
  const definition = opDef(name);
  if (definition === null) return null;
  const { title, summary, category } = definition.doc;
  const attrs = completeAttrs(definition, {});
  return {
    name,
    title,
    summary,
    category,
    latex: typicalLatex(definition),
    inputs: portsOf(definition, attrs).map((port) => ({
      name: port.name,
      help: port.help,
    })),
    variadic: typeof definition.inputs === 'function',
    attrs: definition.attrs,
  };
}
