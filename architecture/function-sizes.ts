/** How long every function is and how many parameters it takes, read off the syntax tree. */
import { parseSync } from 'vite';

/** A function with its extent. */
export interface FunctionSize {
  /** Its name, or that of the variable, property or method it is given to. */
  readonly name: string;
  /** Its first line, counted from 1. */
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

/** As far as this file reads a syntax tree (ESTree). */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly params?: readonly unknown[];
  readonly [field: string]: unknown;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** The functions of a file in reading order. */
export function functionSizes(path: string, text: string): readonly FunctionSize[] {
  const { program } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  const sizes: FunctionSize[] = [];
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const visit = (node: unknown, givenName: string): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, givenName);
    if (!isNode(node)) return;
    const name = nameOf(node) ?? givenName;
    if (FUNCTIONS.includes(node.type)) {
      const line = lineOf(node.start);
      const lines = lineOf(node.end) - line + 1;
      sizes.push({ name, line, lines, parameters: node.params?.length ?? 0 });
    }
    for (const field of Object.values(node)) visit(field, name);
  };
  visit(program, 'a function');
  return sizes;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The name under which a function in this node can be found: its own, or that of what it is given to. */
function nameOf(node: SyntaxNode): string | null {
  const named = node.id ?? node.key;
  return isNode(named) && typeof named.name === 'string' ? named.name : null;
}
