/**
 * KaTeX, loaded when the first formula is shown, and made to obey a strict content security policy:
 * it writes `style` attributes on some nodes, which the policy refuses, so those become CSSOM calls.
 */
import type { KatexOptions, TrustContext } from 'katex';

/** Characters; KaTeX itself has no limit and 400 kB froze a page for a minute. */
export const longestFormula = 2000;

/** Classes a formula may use through `\htmlClass`, so that its colors follow the theme. */
const trustedClasses = new Set(['value', 'gradient', 'quiet', 'upstream', 'local', 'current']);

const options: KatexOptions = {
  throwOnError: true,
  strict: 'ignore',
  output: 'htmlAndMathml',
  maxSize: 20,
  maxExpand: 200,
  trust: (context: TrustContext) =>
    (context.command === '\\htmlClass' && trustedClasses.has(context.class)) ||
    (context.command === '\\htmlData' && isTermMark(context.attributes)),
};

/** `\htmlData{term=x}` marks a term, so that the page finds it again; nothing else is marked. */
function isTermMark(attributes: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(attributes);
  return entries.every(([name, key]) => name === 'data-term' && /^\w{1,40}$/.test(key));
}

/** The part of KaTeX's tree that matters here; toNode() makes the element. */
interface TreeNode {
  readonly attributes?: Record<string, string | undefined>;
  readonly children?: readonly TreeNode[];
}

interface DomTree extends TreeNode {
  toNode(): Node;
}

/** Draws a formula into an element; throws KaTeX's ParseError when the formula is wrong. */
export type RenderFormula = (tex: string, into: HTMLElement, display: boolean) => void;

let loaded: RenderFormula | null = null;
let loading: Promise<RenderFormula> | null = null;

/** The renderer when it is already here, so that a formula does not flicker. */
export function maybeKatex(): RenderFormula | null {
  return loaded;
}

/** Loads KaTeX and its style sheet once; a failed load may be tried again. */
export function loadKatex(): Promise<RenderFormula> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(
    ([{ default: katex }]) => {
      // Not in KaTeX's types, but its documented way to the tree behind `render`.
      const { __renderToDomTree: toTree } = katex as unknown as {
        __renderToDomTree(tex: string, options: KatexOptions): DomTree;
      };
      loaded = (tex, into, display) => {
        const tree = toTree(tex, { ...options, displayMode: display });
        const widths = takeStyles(tree);
        into.replaceChildren(tree.toNode());
        if (widths) applyWidths(into);
      };
      return loaded;
    },
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** Removes `style` attributes from the tree; true when an svg lost the width it had there. */
function takeStyles(node: TreeNode): boolean {
  let found = false;
  if (node.attributes?.style !== undefined) {
    if (node.attributes.style.startsWith('width:')) {
      node.attributes['data-own-width'] = '';
      found = true;
    }
    delete node.attributes.style;
  }
  for (const child of node.children ?? []) found = takeStyles(child) || found;
  return found;
}

/** Overrides KaTeX's `.katex svg { width: 100% }` as the attribute would have. */
function applyWidths(element: HTMLElement): void {
  for (const svg of element.querySelectorAll<SVGElement>('svg[data-own-width]')) {
    svg.style.width = svg.getAttribute('width') ?? '';
  }
}
