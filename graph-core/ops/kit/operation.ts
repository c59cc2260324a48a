/**
 * The operation record: one object holds everything every operation must answer. A primitive adds how
 * to compute it, its vector-Jacobian product as program, and its loop as data; a composite adds only
 * its expansion; a source adds the value it starts from.
 *
 * Names in rules: `x`, `y`, `a`, `b` inputs, `out` the output, `ct` the cotangent of the output
 * (upstream gradient), `a` attributes where no input is called so, `g` the emitter.
 */
import type { AttrValues } from '../../graph/document.ts';
import type { Fault } from '../../graph/problem.ts';
import { completeValues } from '../../settings/given-values.ts';
import type { Settings, SettingValues } from '../../settings/setting.ts';
import type { Dim, Shape } from '../../tensor/shape.ts';
import type { Tensor, TensorLiteral } from '../../tensor/tensor.ts';
import type { Attrs } from './attributes.ts';
import type { Emitter, Value } from './emitter.ts';
import type { GradientRule, RuleSymbols, Term } from './formula.ts';
import type { Lowering } from './lowering.ts';
import type { MaskDraw } from './random-mask.ts';

/** Where an operation stands in the palette, in this order. */
export const CATEGORIES = [
  'variables',
  'arithmetic',
  'functions',
  'activations',
  'comparison',
  'reduction',
  'shape',
  'linear algebra',
  'losses',
  'regularization',
] as const;

/** One of the palette's groups. */
export type Category = (typeof CATEGORIES)[number];

/** An input of an operation. */
export interface Port {
  readonly name: string;
  readonly help: string;
  /** `index`: whole numbers that select something; no gradient flows through it. */
  readonly role?: 'index' | 'condition';
}

/** What people read about an operation. */
export interface OpDoc {
  readonly title: string;
  /** What it does with values; one sentence, ends with a full stop. */
  readonly summary: string;
  readonly category: Category;
  /** What stands in the round node: one to four characters, or a word such as `ReLU`. */
  readonly symbol: string;
}

/** What people read about an operation with inputs. */
export interface ComputedDoc extends OpDoc {
  /**
   * What it does with a gradient on its way back; one sentence, ends with a full stop. By port where the
   * ports differ: a step speaks of its own port only.
   */
  readonly backward: string | Readonly<Record<string, string>>;
}

/** The mathematics that is shown of an operation; every sample holds it against the numbers. */
export interface OpRules<A = Attrs> {
  readonly value: (symbols: RuleSymbols<A>) => Term;
  /** By port; through an index or a condition none flows, so they have no entry. */
  readonly gradient: Readonly<Record<string, GradientRule<A>>>;
}

/** What shape inference found: a shape, or a fault the caller puts in its place. */
export type Inferred = { readonly shape: Shape } | { readonly fault: Fault };

/** Builders for `Inferred`. */
export const inferred = (shape: readonly Dim[]): Inferred => ({ shape });
/** A fault with its numbers and its repair. */
export const faulty = (code: string, message: string, hint: string, port?: string): Inferred => ({
  fault: port === undefined ? { code, message, hint } : { code, message, hint, port },
});

/** The operation's counterpart elsewhere, or why there is none. */
export interface Exports<A = Attrs> {
  readonly onnx:
    | { readonly op: string; readonly since: number }
    /** Written as the operations it expands into. */
    | { readonly expansion: true }
    | { readonly none: string };
  /**
   * A Python expression in which `<port>` is a variable holding a tensor and `<attr>` a literal
   * (`None`, `True`, `[0, 1]`, `'mean'`), or a function of the attributes giving one.
   */
  readonly pytorch: string | ((a: A) => string) | { readonly none: string };
}

/** Numbers for a sample's input: nested lists, or shape and data where lists cannot say it. */
export type SampleTensor =
  | TensorLiteral
  | { readonly shape: readonly number[]; readonly data: readonly number[] };

/** The shape of a sample's numbers. */
export function sampleShape(value: SampleTensor): readonly number[] {
  if (typeof value === 'object' && 'shape' in value) return value.shape;
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  return shape;
}

/** One example of an operation; samples drive every test that covers all operations. */
export interface Sample<A = Attrs> {
  /** What is particular about it: `tie`, `logits of ±1e4`, `size-one axis`. */
  readonly title: string;
  readonly inputs: Readonly<Record<string, SampleTensor>>;
  readonly attrs?: Partial<A>;
  /** Expected output; compared within 1e-12 relative. */
  readonly out?: SampleTensor;
  /** Expected gradients of the sum of the output, where they are a matter of convention or of limits. */
  readonly gradients?: Readonly<Record<string, SampleTensor>>;
  /** Why central differences do not apply here (a kink, a tie, a pole, infinite numbers). */
  readonly notSmooth?: string;
  /**
   * Why the rules, computed as they are written, lose digits or have no number here, where the operation
   * does not (an overflow, a cancellation, 0 ln 0); they must then really differ.
   */
  readonly beyondRules?: string;
}

interface OpBase<A> {
  readonly inputs: readonly Port[] | ((a: A) => readonly Port[]);
  readonly attrs: Settings;
  /** Shapes of the inputs in the order of the ports → shape of the output. Names are dimensions too. */
  readonly infer: (shapes: readonly Shape[], a: A) => Inferred;
  readonly exports: Exports<A>;
  readonly samples: readonly Sample<A>[];
}

/** What a vector-Jacobian product may use: inputs by port name, output, cotangent, attributes. */
export interface VjpContext<A> {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly out: Value;
  readonly ct: Value;
  readonly a: A;
}

/**
 * Gradients by port name. Each has the input's shape or one it broadcasts to; the driver sums it back
 * down. `'zero'` where the output does not depend smoothly on the input.
 */
export type VjpResult = Readonly<Record<string, Value | 'zero'>>;

/** An operation that is computed as such. */
export interface PrimitiveDef<A = Attrs> extends OpBase<A> {
  readonly kind: 'primitive';
  readonly doc: ComputedDoc;
  readonly rules: OpRules<A>;
  /**
   * Plain loops over row-major f64: the specification. `out.data` holds leftovers and must be
   * overwritten completely. Inputs of a map have been broadcast to the shape of `out` before.
   * `'alias'`: the output is the first input's numbers under another shape or name.
   * Returns a fault for numbers it cannot work with (an index out of range).
   */
  readonly forward:
    | 'alias'
    | ((inputs: readonly Tensor[], out: Tensor, a: A) => Fault | undefined | void);
  readonly vjp: (g: Emitter, context: VjpContext<A>) => VjpResult;
  readonly lower: Lowering;
}

/** An operation made of others; everything else follows from the expansion. */
export interface CompositeDef<A = Attrs> extends OpBase<A> {
  readonly kind: 'composite';
  readonly doc: ComputedDoc;
  readonly rules: OpRules<A>;
  readonly expand: (g: Emitter, inputs: Readonly<Record<string, Value>>, a: A) => Value;
}

/** A variable: its value is given or drawn, not computed. */
export interface SourceDef<A = Attrs> extends OpBase<A> {
  readonly kind: 'source';
  readonly doc: OpDoc;
  /**
   * The value it starts from, given its concrete shape; null when the user has to give one. What draws, draws
   * by its seed and by the stream of its node, so that two nodes do not draw the same.
   */
  readonly initial: (shape: readonly number[], a: A, stream: string) => Tensor | null;
  /** How training draws it anew at each step, for `owner`; predictions take the mean. Absent for what stays. */
  readonly redraw?: (a: A, owner: number) => MaskDraw;
  /** Whether training changes it; absent for what is given. */
  readonly isTrained?: (a: A) => boolean;
}

/** Any operation. */
export type OpDef<A = Attrs> = PrimitiveDef<A> | CompositeDef<A> | SourceDef<A>;

/** What the author of an operation writes: everything but the kind, attributes typed by their settings. */
type Authored<D, S extends Settings> = Omit<D, 'kind' | 'attrs'> & { readonly attrs: S };

// The registry holds operations of all attribute types; `completeAttrs` and `settingFault` guarantee at the
// border what the type system forgets here.
const erase = (definition: unknown): never => definition as never;

/** Declares a primitive. */
export function primitive<const S extends Settings>(
  definition: Authored<PrimitiveDef<SettingValues<S>>, S>,
): PrimitiveDef {
  return erase({ kind: 'primitive', ...definition });
}

/** Declares a composite. */
export function composite<const S extends Settings>(
  definition: Authored<CompositeDef<SettingValues<S>>, S>,
): CompositeDef {
  return erase({ kind: 'composite', ...definition });
}

/** Declares a source. */
export function source<const S extends Settings>(
  definition: Authored<SourceDef<SettingValues<S>>, S>,
): SourceDef {
  return erase({ kind: 'source', ...definition });
}

/** The attributes with defaults filled in. */
export function completeAttrs(definition: OpDef, attrs: AttrValues): Attrs {
  return completeValues(definition.attrs, attrs);
}

/** Whether training changes a variable with these attributes. */
export function changesInTraining(definition: OpDef | null, attrs: AttrValues): boolean {
  if (definition?.kind !== 'source') return false;
  return definition.isTrained?.(completeAttrs(definition, attrs)) === true;
}

/** The PyTorch template for these (complete) attributes, or why there is none. */
export function pytorchOf(definition: OpDef, attrs: Attrs): string | { readonly none: string } {
  const { pytorch } = definition.exports;
  return typeof pytorch === 'function' ? pytorch(attrs) : pytorch;
}

/** What happens to a gradient on its way back through `port`; empty where nothing is said of it. */
export function backwardOf({ doc }: { readonly doc: ComputedDoc }, port: string): string {
  return typeof doc.backward === 'string' ? doc.backward : (doc.backward[port] ?? '');
}

/** The input ports for these (complete) attributes. */
export function portsOf(definition: OpDef, attrs: Attrs): readonly Port[] {
  return typeof definition.inputs === 'function' ? definition.inputs(attrs) : definition.inputs;
}
