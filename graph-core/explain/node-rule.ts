/** The rules of one operation at the shapes at hand: its value, and how a gradient passes each port. */
import type { Attrs } from '../ops/kit/attributes.ts';
import {
  type Formula,
  type FormulaSymbol,
  f,
  type RuleSymbols,
  type Term,
} from '../ops/kit/formula.ts';
import { type OpDef, portsOf } from '../ops/kit/operation.ts';
import type { Dim, Shape } from '../tensor/shape.ts';
import { formulaShape } from './formula-shape.ts';

/** An operation with attributes, and the shapes that arrive at its ports. */
export interface RuleSite {
  readonly definition: OpDef;
  /** Complete. */
  readonly attrs: Attrs;
  /** By port; names are sizes too. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * The site of a node that was computed: a shape among its attributes is that of its output, so names of sizes
 * in it are read off `out`; the shapes that arrive have none to compare them with.
 */
export function computedSite(site: RuleSite, out: Shape | undefined): RuleSite {
  if (out === undefined) return site;
  const attrs: Record<string, Attrs[string]> = { ...site.attrs };
  for (const [name, spec] of Object.entries(site.definition.attrs)) {
    const shape = site.attrs[name];
    if (spec.kind !== 'shape' || !Array.isArray(shape) || shape.length !== out.length) continue;
    attrs[name] = shape.map((dim: Dim, axis) => (typeof dim === 'string' ? out[axis] : dim));
  }
  return { ...site, attrs };
}

/** How the gradient of a port follows. */
export type PortRule =
  /** No gradient flows, for this reason. */
  | { readonly kind: 'zero'; readonly reason: string }
  | {
      readonly kind: 'rule';
      /** The local derivative, for operations that work element by element. */
      readonly local: Formula | null;
      /** Before the sum below: in the shape of the output for elementwise operations. */
      readonly formula: Formula;
      /** Axes of the output along which the port was stretched; what comes back is summed over them. */
      readonly stretched: readonly number[];
      /** The whole rule: in the shape of the port. */
      readonly whole: Formula;
      /** What words say of some elements. */
      readonly cases: readonly CaseMask[];
    };

/** Where a case of a rule holds, and its words. */
export interface CaseMask {
  readonly where: Formula;
  readonly words: string;
}

const term = (part: Term): Formula => (typeof part === 'number' ? f.number(part) : part);

function symbolsAt({ definition, attrs, shapes }: RuleSite): RuleSymbols | null {
  const ports = portsOf(definition, attrs);
  const inputs: Record<string, FormulaSymbol> = {};
  for (const { name } of ports) {
    if (!Object.hasOwn(shapes, name)) return null;
    inputs[name] = { kind: 'symbol', name, shape: shapes[name] };
  }
  const result = definition.infer(
    ports.map(({ name }) => shapes[name]),
    attrs,
  );
  if ('fault' in result) return null;
  return {
    inputs,
    out: { kind: 'symbol', name: 'out', shape: result.shape },
    ct: { kind: 'symbol', name: 'ct', shape: result.shape },
    a: attrs,
  };
}

/** The value as a formula of the ports; null for variables, and where shapes are missing or do not fit. */
export function valueRule(site: RuleSite): Formula | null {
  if (site.definition.kind === 'source') return null;
  const symbols = symbolsAt(site);
  return symbols === null ? null : term(site.definition.rules.value(symbols));
}

/** How the gradient of `port` follows; null where shapes are missing or do not fit. */
export function portRule(site: RuleSite, port: string): PortRule | null {
  if (site.definition.kind === 'source') return null;
  const role = portsOf(site.definition, site.attrs).find(({ name }) => name === port)?.role;
  if (role !== undefined) return { kind: 'zero', reason: `the ${role} only chooses` };
  const rule = site.definition.rules.gradient[port];
  if (rule === undefined) return null;
  if ('zero' in rule) return { kind: 'zero', reason: rule.zero };
  const symbols = symbolsAt(site);
  if (symbols === null) return null;
  const local = 'local' in rule ? term(rule.local(symbols)) : null;
  const formula = term(
    'local' in rule ? chained(symbols.ct, rule.local(symbols)) : rule.vjp(symbols),
  );
  const shape = formulaShape(formula) ?? symbols.inputs[port].shape;
  const wanted = symbols.inputs[port].shape;
  const stretched = stretchedAxes(wanted, shape);
  const cases = (rule.cases ?? []).map(({ where, words }) => ({
    where: term(where(symbols)),
    words,
  }));
  const whole = summedTo(formula, wanted, stretched);
  return { kind: 'rule', local, formula, stretched, whole, cases };
}

/** Upstream times local; a local derivative of 1 is not worth a sign. */
function chained(ct: Formula, local: Term): Formula {
  if (local === 1) return ct;
  if (local === -1) return f.negate(ct);
  return f.times(ct, local);
}

/** Axes of `shape` that `from` does not have, or has with size 1. */
function stretchedAxes(from: Shape, shape: Shape): readonly number[] {
  const extra = shape.length - from.length;
  const differs = (dim: Dim, axis: number): boolean =>
    axis < extra || (from[axis - extra] === 1 && dim !== 1);
  return shape.flatMap((dim, axis) => (differs(dim, axis) ? [axis] : []));
}

/** A formula summed over axes along which a port was stretched, in the shape of the port. */
export function summedTo(formula: Formula, shape: Shape, axes: readonly number[]): Formula {
  if (axes.length === 0) return formula;
  const all = axes.length === (formulaShape(formula)?.length ?? axes.length);
  const summed = f.sum(formula, all ? null : axes);
  return shape.length === 0 ? summed : f.reshaped(summed, shape);
}
