/**
 * What a link in a lesson names: `node:h`, `wire:w2>m` (`wire:x>sum.y` where two lead there), `value:h`,
 * `gradient:W[0,1]`, `gradient:x>q`, `set:b1=-4`, or a sum such as `=w1-0.25*d(w1)`.
 */
import type { EdgeId, GraphDocument, NodeId } from '../graph/document.ts';
import type { LessonValues } from '../graph/lesson.ts';
import { type TensorLiteral, tensorFromLiteral } from '../tensor/tensor.ts';

/** A reference that leads somewhere. */
export type Reference =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'wire'; readonly edge: EdgeId }
  | { readonly kind: 'number'; readonly of: 'value' | 'gradient'; readonly at: NumberPlace }
  | { readonly kind: 'set'; readonly values: LessonValues }
  | { readonly kind: 'sum'; readonly text: string };

/** Where a number stands; `index` by axis, all elements when empty. */
export type NumberPlace = { readonly index: readonly number[] } & (
  | { readonly node: NodeId }
  | { readonly edge: EdgeId }
);

/** The reference that `to` is in this document; null where it is none or leads nowhere. */
export function maybeReference(to: string, document: GraphDocument): Reference | null {
  if (to.startsWith('=')) return { kind: 'sum', text: to.slice(1) };
  const [, scheme, rest] = /^(\w+):(.+)$/s.exec(to) ?? [];
  switch (scheme) {
    case 'node': {
      const node = maybeNode(rest, document);
      return node === null ? null : { kind: 'node', node };
    }
    case 'wire': {
      const edge = maybeWire(rest, document);
      return edge === null ? null : { kind: 'wire', edge };
    }
    case 'value':
    case 'gradient': {
      const at = maybePlace(rest, document);
      return at === null ? null : { kind: 'number', of: scheme, at };
    }
    case 'set': {
      const values = maybeValues(rest, document);
      return values === null ? null : { kind: 'set', values };
    }
    default:
      return null;
  }
}

function maybePlace(text: string, document: GraphDocument): NumberPlace | null {
  const [, name, indices] = /^([^[\]]+)(?:\[([\d,]+)\])?$/.exec(text) ?? [];
  if (name === undefined) return null;
  const index = indices === undefined ? [] : indices.split(',').map(Number);
  if (name.includes('>')) {
    const edge = maybeWire(name, document);
    return edge === null ? null : { edge, index };
  }
  const node = maybeNode(name, document);
  return node === null ? null : { node, index };
}

/** A node by its key or, where one node alone has it, by its name. */
export function maybeNode(text: string, { nodes }: GraphDocument): NodeId | null {
  const name = text.trim();
  if (Object.hasOwn(nodes, name)) return name;
  const named = Object.keys(nodes).filter((id) => nodes[id].name === name);
  return named.length === 1 ? named[0] : null;
}

/** A wire as `from>to`, as `from>to.port` where several lead there, or by its key. */
export function maybeWire(text: string, document: GraphDocument): EdgeId | null {
  const { edges } = document;
  const written = text.trim();
  if (!written.includes('>')) return Object.hasOwn(edges, written) ? written : null;
  const [from, to] = written.split('>');
  const source = maybeNode(from, document);
  const between = (end: NodeId | null, port: string | null) =>
    Object.keys(edges).filter((id) => {
      const edge = edges[id];
      return edge.from === source && edge.to === end && (port === null || edge.port === port);
    });
  const whole = between(maybeNode(to, document), null);
  if (whole.length === 1) return whole[0];
  const dot = to.lastIndexOf('.');
  if (dot < 0) return null;
  const one = between(maybeNode(to.slice(0, dot), document), to.slice(dot + 1));
  return one.length === 1 ? one[0] : null;
}

/** How a wire is written: with its port only where it must be. */
export function wireText(edge: EdgeId, document: GraphDocument): string {
  const wire = document.edges[edge];
  if (wire === undefined) return edge;
  const short = `${wire.from}>${wire.to}`;
  return maybeWire(short, document) === edge ? short : `${short}.${wire.port}`;
}

/** `b1=-4` or `x=[1,2],y=3`. */
export function maybeValues(text: string, document: GraphDocument): LessonValues | null {
  const values: Record<NodeId, TensorLiteral> = {};
  for (const part of text.split(/,\s*(?=[\w.-]+\s*=)/)) {
    const [, name, written] = /^\s*([\w.-]+)\s*=\s*(\S.*?)\s*$/.exec(part) ?? [];
    if (name === undefined) return null;
    const node = maybeNode(name, document);
    const value = node === null ? null : maybeLiteral(written);
    if (node === null || value === null) return null;
    values[node] = value;
  }
  return values;
}

/** A number or nested lists of numbers as JSON writes them. */
export function maybeLiteral(text: string): TensorLiteral | null {
  try {
    const raw: unknown = JSON.parse(text);
    return 'data' in tensorFromLiteral(raw) ? (raw as TensorLiteral) : null;
  } catch {
    return null;
  }
}
