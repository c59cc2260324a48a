/**
 * A plugin for the built app, whose first load operations are a sixth of: of their samples only what formulas need (inputs
 * and attributes) is shipped, not what they expect; and not their counterparts elsewhere, which the app does not write.
 */
import type { Plugin } from 'vite';

const OPERATIONS = /graph-core\/ops\/[\w-]+\.ts$/;
const KEPT: readonly string[] = ['inputs', 'attrs'];

/** What of a syntax tree (ESTree) is looked at. */
interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly key?: Syntax & { readonly name?: string };
  readonly value?: unknown;
  readonly elements?: readonly Syntax[];
  readonly properties?: readonly Syntax[];
}

/** The plugin; it runs when types are gone. */
export const leanOperations = (): Plugin => ({
  name: 'gradwire-lean-operations',
  apply: 'build',
  enforce: 'post',
  transform: {
    filter: { id: OPERATIONS },
    handler(code) {
      let lean = code;
      for (const { name, value } of leanable(this.parse(code)).reverse()) {
        const { start, end, elements = [] } = value;
        const samples = elements.map((sample) => leanSample(sample, code)).join(',');
        lean = `${lean.slice(0, start)}${name === 'samples' ? `[${samples}]` : '{}'}${lean.slice(end)}`;
      }
      return { code: lean, map: null };
    },
  },
});

/** What is made lean: properties of records and what they hold. */
const LEAN: Readonly<Record<string, string>> = {
  samples: 'ArrayExpression',
  exports: 'ObjectExpression',
};

/** Lists of samples and counterparts elsewhere, in the order of the file. */
function leanable(tree: unknown): { readonly name: string; readonly value: Syntax }[] {
  if (tree === null || typeof tree !== 'object') return [];
  if (Array.isArray(tree)) return tree.flatMap(leanable);
  const { type, key, value } = tree as Syntax;
  const name = key?.name ?? '';
  if (type === 'Property' && Object.hasOwn(LEAN, name)) {
    const held = value as Syntax;
    if (held.type === LEAN[name]) return [{ name, value: held }];
  }
  return Object.entries(tree).flatMap(([part, child]) =>
    part === 'parent' ? [] : leanable(child),
  );
}

function leanSample({ start, end, properties }: Syntax, code: string): string {
  if (properties === undefined) return code.slice(start, end);
  const kept = properties.filter(
    ({ type, key }) => type !== 'Property' || KEPT.includes(key?.name ?? ''),
  );
  return `{${kept.map((property) => code.slice(property.start, property.end)).join(',')}}`;
}
