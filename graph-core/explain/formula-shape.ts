/** The shape of a formula: what tells a scalar product from an elementwise one. Sizes may have names. */
import type { Formula } from '../ops/kit/formula.ts';
import { completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Shape } from '../tensor/shape.ts';

/** Null where shapes do not fit, which only a rule that is wrong brings about. */
export function formulaShape(formula: Formula): Shape | null {
  switch (formula.kind) {
    case 'symbol':
      return formula.shape;
    case 'number':
    case 'size':
      return [];
    case 'bound':
      return formulaShape(formula.value);
    case 'apply': {
      const definition = opDef(formula.op);
      if (definition === null) return null;
      const shapes: Shape[] = [];
      for (const input of formula.inputs) {
        const shape = formulaShape(input);
        if (shape === null) return null;
        shapes.push(shape);
      }
      const result = definition.infer(shapes, completeAttrs(definition, formula.attrs));
      return 'shape' in result ? result.shape : null;
    }
    default:
      return formula satisfies never;
  }
}
