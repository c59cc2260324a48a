/**
 * How the values of a program depend on the rows of its batch, and on how many there are: found by holding the
 * programs of two batch sizes side by side and reading what the operations say about their loops. What is not
 * understood counts as mixed: whoever asks computes it with all rows at once.
 */
import type { KernelName, ViewName } from '../../ops/kit/lowering.ts';
import { completeAttrs, type PrimitiveDef, portsOf } from '../../ops/kit/operation.ts';
import type { ScalarBinary, ScalarExpression } from '../../ops/kit/scalar-expression.ts';
import { assertAxis } from '../../ops/kit/shape-rules.ts';
import { opDef } from '../../ops/registry.ts';
import type { Instruction, Program } from '../../program/program.ts';
import { elementCount, type Size, sameShape } from '../../tensor/shape.ts';

/**
 * With n rows a value is n^power times
 * - `fixed`: numbers that no row has a part in;
 * - `rows`: numbers along `axis` that each come from their own row alone;
 * - `total`: a sum of one term a row (power 0: it adds up; power -1: their mean).
 */
export type RowForm =
  | { readonly kind: 'fixed'; readonly power: number }
  | { readonly kind: 'rows'; readonly axis: number; readonly power: number }
  | { readonly kind: 'total'; readonly power: number }
  | { readonly kind: 'mixed' };

/** A program made for so many rows. */
export interface SizedProgram {
  readonly program: Program;
  readonly rows: number;
}

const MIXED: RowForm = { kind: 'mixed' };

/** The form of each value, where `rowSources` hold one row after the other; null when the programs differ in more than sizes. */
export function rowForms(
  small: SizedProgram,
  large: SizedProgram,
  rowSources: ReadonlySet<number>,
): readonly RowForm[] | null {
  const { instructions } = small.program;
  const others = large.program.instructions;
  if (others.length !== instructions.length) return null;
  const sizes: Sizes = [small.rows, large.rows];
  const forms: RowForm[] = [];
  for (const [id, instruction] of instructions.entries()) {
    const other = others[id];
    if (other.op !== instruction.op || !sameShape(other.inputs, instruction.inputs)) return null;
    const rows = rowAxis(instruction.shape, other.shape, sizes);
    forms.push(
      rows === 'mixed'
        ? MIXED
        : new Reading(instruction, other, instructions, forms, sizes).form(
            rows,
            rowSources.has(id),
          ),
    );
  }
  return forms;
}

type Sizes = readonly [number, number];

/** The axis whose size is a multiple of the rows; null when no size depends on them. */
function rowAxis(a: Size, b: Size, [n, m]: Sizes): number | null | 'mixed' {
  if (a.length !== b.length) return 'mixed';
  const differing = a.flatMap((size, axis) => (size === b[axis] ? [] : [axis]));
  if (differing.length === 0) return null;
  const [axis] = differing;
  const isMultiple = a[axis] % n === 0 && a[axis] / n === b[axis] / m;
  return differing.length === 1 && isMultiple ? axis : 'mixed';
}

/** One instruction, read. */
class Reading {
  private readonly own: Instruction;
  private readonly other: Instruction;
  private readonly inputs: readonly RowForm[];
  private readonly shapes: readonly Size[];
  private readonly sizes: Sizes;

  constructor(
    own: Instruction,
    other: Instruction,
    all: readonly Instruction[],
    forms: readonly RowForm[],
    sizes: Sizes,
  ) {
    this.own = own;
    this.other = other;
    this.inputs = own.inputs.map((id) => forms[id]);
    this.shapes = own.inputs.map((id) => all[id].shape);
    this.sizes = sizes;
  }

  /** `axis` is that of the rows in the result; null without. */
  form(axis: number | null, isRowSource: boolean): RowForm {
    const definition = opDef(this.own.op);
    if (definition === null || definition.kind === 'composite') return MIXED;
    if (definition.kind === 'source') {
      if (isRowSource) return axis === 0 ? { kind: 'rows', axis, power: 0 } : MIXED;
      return along(axis, 0);
    }
    const { lower } = definition;
    if (lower.kind === 'fill') return this.fill(axis);
    if (this.inputs.some(({ kind }) => kind === 'mixed')) return MIXED;
    if (lower.kind === 'alias') return this.renamed(axis);
    const isStretch = lower.kind === 'view' && lower.view === 'stretch';
    if (!isStretch && JSON.stringify(this.own.attrs) !== JSON.stringify(this.other.attrs)) {
      return MIXED;
    }
    switch (lower.kind) {
      case 'map':
        return this.alignedRows(axis) ? this.mapped(definition, lower.expression, axis) : MIXED;
      case 'reduce':
        return this.reduced(axis, lower.monoid === 'add');
      case 'view':
        return this.viewed(axis, lower.view);
      case 'kernel':
        return this.kernel(axis, lower.name);
      default:
        lower satisfies never;
        return MIXED;
    }
  }

  /** A number that is the same for every batch, or a power of the number of rows. */
  private fill(axis: number | null): RowForm {
    const [a, b] = [Number(this.own.attrs.value), Number(this.other.attrs.value)];
    if (Object.is(a, b)) return along(axis, 0);
    const [n, m] = this.sizes;
    for (const power of [1, -1]) {
      if (Math.abs((b / a) * (n / m) ** power - 1) < 1e-12) return along(axis, power);
    }
    return MIXED;
  }

  /** The same numbers in the same order: rows stay together when as many numbers stand before them. */
  private renamed(axis: number | null): RowForm {
    const [form] = this.inputs;
    if (form.kind !== 'rows') return axis === null ? form : MIXED;
    if (axis === null) return MIXED;
    const before = (shape: Size, at: number): number => elementCount(shape.slice(0, at));
    return before(this.shapes[0], form.axis) === before(this.own.shape, axis)
      ? along(axis, form.power)
      : MIXED;
  }

  private viewed(axis: number | null, view: ViewName): RowForm {
    const [form] = this.inputs;
    if (form.kind !== 'rows') return this.spread(form, axis);
    if (axis === null || this.own.shape[axis] !== this.shapes[0][form.axis]) return MIXED;
    if (view === 'stretch') return this.alignedRows(axis) ? along(axis, form.power) : MIXED;
    const cut =
      view === 'slice' ? assertAxis(Number(this.own.attrs.axis), this.own.shape.length) : null;
    return cut === axis ? MIXED : along(axis, form.power);
  }

  private reduced(axis: number | null, isSum: boolean): RowForm {
    const [form] = this.inputs;
    if (form.kind === 'rows') {
      if (axis !== null) return isSum || form.power === 0 ? along(axis, form.power) : MIXED;
      return isSum ? { kind: 'total', power: form.power } : MIXED;
    }
    if (axis !== null) return MIXED;
    return isSum || (form.kind === 'fixed' && form.power === 0) ? form : MIXED;
  }

  private kernel(axis: number | null, name: KernelName): RowForm {
    const rows = this.inputs.flatMap((form, i) => (form.kind === 'rows' ? [i] : []));
    for (const i of rows) {
      const form = this.inputs[i];
      // An axis of rows that has grown was joined or padded along itself.
      if (form.kind !== 'rows' || axis === null) continue;
      if (this.shapes[i][form.axis] !== this.own.shape[axis]) return MIXED;
    }
    const powers = this.inputs.map((form) => (form.kind === 'mixed' ? 0 : form.power));
    const totals = this.inputs.filter(({ kind }) => kind === 'total').length;
    if (name === 'matmul') {
      const power = powers[0] + powers[1];
      if (totals > 0) return totals === 1 && rows.length === 0 ? { kind: 'total', power } : MIXED;
      // What neither result has as an axis was summed over: the rows of both.
      if (axis === null && rows.length > 0) return { kind: 'total', power };
      return along(axis, power);
    }
    const isSame = powers.every((power) => power === powers[0]);
    if (name === 'concat') {
      if (totals > 0) return totals === this.inputs.length && isSame ? this.inputs[0] : MIXED;
      if (rows.length === 0) return isSame ? this.spread(this.inputs[0], axis) : MIXED;
      const axes = new Set(this.inputs.map((form) => (form.kind === 'rows' ? form.axis : null)));
      return isSame && axes.size === 1 && axes.has(axis) && axis !== null
        ? along(axis, powers[0])
        : MIXED;
    }
    // Any other function of a row: right where one input has rows and the result still has them.
    if (totals > 0 || powers.some((power) => power !== 0) || rows.length > 1) return MIXED;
    if (rows.length === 1 && axis === null) return MIXED;
    return name === 'scatterAdd' && rows.length > 0 ? MIXED : along(axis, 0);
  }

  /** A value without rows, repeated along an axis of rows or not. */
  private spread(form: RowForm, axis: number | null): RowForm {
    if (axis === null) return form;
    return form.kind === 'fixed' ? along(axis, form.power) : MIXED;
  }

  /** True when all rows lie along the axis of rows of the result, aligned at the last axis. */
  private alignedRows(axis: number | null): boolean {
    const rank = this.own.shape.length;
    return this.inputs.every(
      (form, i) =>
        form.kind !== 'rows' ||
        (axis !== null && form.axis + rank - this.shapes[i].length === axis),
    );
  }

  private mapped(
    definition: PrimitiveDef,
    expression: ScalarExpression,
    axis: number | null,
  ): RowForm {
    const ports = portsOf(definition, completeAttrs(definition, this.own.attrs));
    const byName = new Map(ports.map(({ name }, i) => [name, this.inputs[i]] as const));
    const formOf = (part: ScalarExpression): RowForm => {
      switch (part.kind) {
        case 'port':
          return byName.get(part.name) ?? MIXED;
        case 'attr':
        case 'number':
          return { kind: 'fixed', power: 0 };
        case 'unary':
          return part.fn === 'negate' ? formOf(part.x) : plain([formOf(part.x)]);
        case 'binary':
          return combined(part.fn, formOf(part.x), formOf(part.y));
        case 'select':
          return plain([formOf(part.condition), formOf(part.x), formOf(part.y)]);
        default:
          part satisfies never;
          return MIXED;
      }
    };
    const form = formOf(expression);
    if (form.kind === 'mixed' || form.kind === 'total') return axis === null ? form : MIXED;
    return along(axis, form.power);
  }
}

const along = (axis: number | null, power: number): RowForm =>
  axis === null ? { kind: 'fixed', power } : { kind: 'rows', axis, power };

/** Any function of numbers that do not depend on how many rows there are. */
function plain(forms: readonly RowForm[]): RowForm {
  const fits = forms.every(
    (form) => (form.kind === 'rows' || form.kind === 'fixed') && form.power === 0,
  );
  return fits ? (forms.find(({ kind }) => kind === 'rows') ?? forms[0]) : MIXED;
}

function combined(fn: ScalarBinary, x: RowForm, y: RowForm): RowForm {
  if (x.kind === 'mixed' || y.kind === 'mixed') return MIXED;
  switch (fn) {
    case 'add':
    case 'subtract': {
      if (x.kind === 'total' || y.kind === 'total') {
        const [total, rest] = x.kind === 'total' ? [x, y] : [y, x];
        // Σ g / n + c is the mean of g + c; a sum of terms takes no constant in without knowing n.
        if (rest.kind === 'rows') return MIXED;
        const wanted = total.power + (rest.kind === 'total' ? 0 : 1);
        return rest.power === wanted ? total : MIXED;
      }
      return x.power === y.power ? (x.kind === 'rows' ? x : y) : MIXED;
    }
    case 'multiply': {
      if (x.kind === 'fixed') return { ...y, power: x.power + y.power };
      if (y.kind === 'fixed') return { ...x, power: x.power + y.power };
      return x.kind === 'rows' && y.kind === 'rows' ? { ...x, power: x.power + y.power } : MIXED;
    }
    case 'divide': {
      if (y.kind === 'total') return MIXED;
      if (y.kind === 'fixed') return { ...x, power: x.power - y.power };
      return x.kind === 'total' ? MIXED : { ...y, power: x.power - y.power };
    }
    default:
      return plain([x, y]);
  }
}
