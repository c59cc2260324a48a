/**
 * A plugin for the built app: of the samples of operations only what formulas need (inputs and attributes) is shipped.
 * What they expect is for tests, and a fiftieth of the first load.
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
export const leanSamples = (): Plugin => ({
  name: 'gradwire-lean-samples',
  apply: 'build',
  enforce: 'post',
  transform: {
    filter: { id: OPERATIONS },
    handler(code) {
      let lean = code;
      for (const { start, end, elements = [] } of sampleLists(this.parse(code)).reverse()) {
        const samples = elements.map((sample) => leanSample(sample, code));
        lean = `${lean.slice(0, start)}[${samples.join(',')}]${lean.slice(end)}`;
      }
      return { code: lean, map: null };
    },
  },
});

/** The lists of samples, in the order of the file. */
function sampleLists(tree: unknown): Syntax[] {
  if (tree === null || typeof tree !== 'object') return [];
  if (Array.isArray(tree)) return tree.flatMap(sampleLists);
  const { type, key, value } = tree as Syntax;
  if (type === 'Property' && key?.name === 'samples') {
    const list = value as Syntax;
    if (list.type === 'ArrayExpression') return [list];
  }
  return Object.entries(tree).flatMap(([name, child]) =>
    name === 'parent' ? [] : sampleLists(child),
  );
}

function leanSample({ start, end, properties }: Syntax, code: string): string {
  if (properties === undefined) return code.slice(start, end);
  const kept = properties.filter(
    ({ type, key }) => type !== 'Property' || KEPT.includes(key?.name ?? ''),
  );
  return `{${kept.map((property) => code.slice(property.start, property.end)).join(',')}}`;
}
