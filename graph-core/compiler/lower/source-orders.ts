/**
 * In which order the axes of a given matrix lie in memory. Matrix products want the columns of their
 * second factor side by side; a matrix that is mostly used transposed is kept transposed, which makes
 * the transpose free. Matrices that are in no product, such as an optimizer's state, lie as those that they
 * are combined with element by element.
 */
import { opDef } from '../../ops/registry.ts';
import type { Program } from '../../program/program.ts';
import { elementCount, sameShape } from '../../tensor/shape.ts';

/** Axes from the outermost in memory, for the sources that are better kept transposed. */
export function sourceOrders(
  { instructions }: Program,
  live: Uint8Array,
): ReadonlyMap<number, readonly number[]> {
  /** For views of a matrix source: which, and whether its axes are exchanged. */
  const origin = new Map<number, { readonly source: number; readonly turned: boolean }>();
  /** Multiplications that want the source as it is, less those that want it transposed. */
  const votes = new Map<number, number>();
  const alike = new Groups();
  instructions.forEach(({ op, inputs, shape, attrs }, id) => {
    if (live[id] === 0) return;
    const definition = opDef(op);
    if (definition?.kind === 'source') {
      if (shape.length === 2) origin.set(id, { source: id, turned: false });
      return;
    }
    if (definition?.kind !== 'primitive') return;
    const { lower } = definition;
    if (lower.kind === 'map' && shape.length === 2) {
      for (const input of inputs) {
        if (sameShape(instructions[input].shape, shape)) alike.join(input, id);
      }
    }
    const from = origin.get(inputs[0]);
    if (from !== undefined && shape.length === 2) {
      const kept = shape.every((size, axis) => size === instructions[inputs[0]].shape[axis]);
      if (lower.kind === 'alias' && kept) origin.set(id, from);
      if (lower.kind === 'view' && lower.view === 'permute') {
        const permutation = attrs.permutation as readonly number[] | null;
        const turns = permutation === null || permutation[0] !== 0;
        origin.set(id, { source: from.source, turned: from.turned !== turns });
      }
    }
    if (lower.kind === 'kernel' && lower.name === 'matmul') {
      const second = origin.get(inputs[1]);
      if (second === undefined) return;
      const rows = elementCount(instructions[inputs[0]].shape);
      const vote = second.turned ? -rows : rows;
      votes.set(second.source, (votes.get(second.source) ?? 0) + vote);
    }
  });
  const groupVotes = new Map<number, number>();
  for (const [source, vote] of votes) {
    const group = alike.of(source);
    groupVotes.set(group, (groupVotes.get(group) ?? 0) + vote);
  }
  const orders = new Map<number, readonly number[]>();
  for (const source of origin.keys()) {
    if (opDef(instructions[source].op)?.kind !== 'source') continue;
    const vote = votes.get(source) ?? groupVotes.get(alike.of(source)) ?? 0;
    if (vote < 0) orders.set(source, [1, 0]);
  }
  return orders;
}

/** Values that are joined, directly or through others. */
class Groups {
  private readonly parent = new Map<number, number>();

  of(value: number): number {
    let root = value;
    for (let up = this.parent.get(root); up !== undefined; up = this.parent.get(root)) root = up;
    if (root !== value) this.parent.set(value, root);
    return root;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.of(a), this.of(b)];
    if (first !== second) this.parent.set(second, first);
  }
}
