/**
 * The local derivatives of nodes, element by element: which element of a port moves which element of the output, and by
 * how much. For an elementwise operation one run of its rule gives them all; for others there is one run for each element
 * of the output.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { EdgeId, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor } from '../interpret/executor.ts';
import type { Value } from '../ops/kit/emitter.ts';
import { portsOf } from '../ops/kit/operation.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { broadcastInto } from '../tensor/broadcast.ts';
import { elementCount, type Size } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** ∂ output element / ∂ input element, where it is not 0. */
export interface LocalEntry {
  readonly output: number;
  readonly input: number;
  readonly derivative: number;
}

/** Entries of one wire, by output element. */
export type LocalEntries = readonly LocalEntry[];

/** Most numbers computed for one answer. */
const MOST_WORK = 40_000_000;

/** Wire → local derivatives of the node it goes into, for wires between `nodes`. */
export function localJacobians(
  evaluation: Evaluation,
  nodes: ReadonlySet<NodeId>,
): ReadonlyMap<EdgeId, LocalEntries> | Problem {
  const { document, flattened } = evaluation;
  const all = new Map<EdgeId, LocalEntries>();
  const quick = new ElementwiseRules(evaluation);
  let work = 0;
  for (const id of nodes) {
    const inferred = flattened.inference.nodes.get(id);
    if (inferred === undefined || inferred.definition.kind === 'source') continue;
    const wires = inferred.edges.filter((edge) => nodes.has(document.edges[edge].from));
    if (wires.length === 0 || quick.take(id, wires)) continue;
    const shape = inferred.shape as Size;
    const sizes = inferred.edges.map((edge) => evaluation.edgeValue(edge)?.data.length ?? 0);
    work += elementCount(shape) * (elementCount(shape) + sizes.reduce((a, b) => a + b, 0));
    if (work > MOST_WORK) return tooLarge(id);
    for (const [edge, entries] of generalEntries(evaluation, id, wires)) all.set(edge, entries);
  }
  for (const [edge, entries] of quick.run()) all.set(edge, entries);
  return all;
}

const tooLarge = (node: NodeId): Problem => ({
  code: 'too-large',
  node,
  message: 'the paths go through too many numbers to be told apart',
  hint: 'use fewer rows of data',
});

/** The rules of all elementwise nodes as one program, so that one run is enough. */
class ElementwiseRules {
  private readonly evaluation: Evaluation;
  private readonly g = new ProgramBuilder();
  private readonly sources = new Map<number, Tensor>();
  private readonly wanted: { edge: EdgeId; local: Value; from: Size; to: Size }[] = [];

  constructor(evaluation: Evaluation) {
    this.evaluation = evaluation;
  }

  /** Takes a node in; false where it is not elementwise. */
  take(node: NodeId, wires: readonly EdgeId[]): boolean {
    const { evaluation, g } = this;
    const { document, flattened } = evaluation;
    const inferred = flattened.inference.nodes.get(node);
    const out = evaluation.value(node);
    if (inferred?.definition.kind !== 'primitive' || out === undefined) return false;
    const { definition, attrs, edges } = inferred;
    if (definition.lower.kind !== 'map') return false;
    const held = (tensor: Tensor): Value => {
      const value = g.source('input', {}, tensor.shape);
      this.sources.set(value.id, tensor);
      return value;
    };
    const ports = portsOf(definition, attrs);
    const inputs: Record<string, Value> = {};
    for (const edge of edges) {
      const tensor = evaluation.edgeValue(edge);
      if (tensor === undefined) return false;
      inputs[document.edges[edge].port] = g.broadcastTo(held(tensor), out.shape);
    }
    if (ports.some(({ name }) => inputs[name] === undefined)) return false;
    const ct = g.full(1, out.shape);
    const byPort = definition.vjp(g, { inputs, out: held(out), ct, a: attrs });
    for (const edge of wires) {
      const local = byPort[document.edges[edge].port];
      const tensor = evaluation.edgeValue(edge);
      if (local === undefined || local === 'zero' || tensor === undefined) continue;
      this.wanted.push({
        edge,
        local: g.broadcastTo(local, out.shape),
        from: tensor.shape,
        to: out.shape,
      });
    }
    return true;
  }

  /** The entries of all wires of what was taken in. */
  run(): Map<EdgeId, LocalEntries> {
    const { g, sources, wanted } = this;
    const executor = new Executor(
      g.finish(),
      sources,
      wanted.map(({ local }) => local.id),
    );
    executor.run();
    return new Map(
      wanted.map(({ edge, local, from, to }) => {
        const input = positionsIn(from, to);
        const { data } = executor.value(local.id);
        const entries = Array.from(data, (derivative, output) => ({
          output,
          input: input[output],
          derivative,
        }));
        return [edge, entries];
      }),
    );
  }
}

/** For each element of `to`, the element of `from` that is stretched to it. */
function positionsIn(from: Size, to: Size): Float64Array {
  const count = elementCount(from);
  const positions = new Float64Array(elementCount(to));
  broadcastInto(
    positions,
    Float64Array.from({ length: count }, (_, i) => i),
    from,
    to,
  );
  return positions;
}

/** One run of the rule for each element of the output. */
function generalEntries(
  evaluation: Evaluation,
  node: NodeId,
  wires: readonly EdgeId[],
): Map<EdgeId, LocalEntry[]> {
  const { document, flattened } = evaluation;
  const inferred = flattened.inference.nodes.get(node);
  const found = new Map<EdgeId, LocalEntry[]>(wires.map((edge) => [edge, []]));
  if (inferred === undefined || inferred.definition.kind === 'source') return found;
  const g = new ProgramBuilder();
  // What draws inside, such as a dropout, draws as it does in the document.
  g.node = node;
  g.stream = document.nodes[node].stream;
  const sources = new Map<number, Tensor>();
  const portValues = new Map<EdgeId, Value>();
  const inputs = inferred.edges.map((edge) => {
    const tensor = evaluation.edgeValue(edge) ?? zeros([]);
    const value = g.source('input', {}, tensor.shape);
    sources.set(value.id, tensor);
    portValues.set(edge, value);
    return value;
  });
  const out = g.emit(document.nodes[node].op, inputs, inferred.attrs);
  const which = zeros(out.shape);
  const seed = g.source('input', {}, out.shape);
  sources.set(seed.id, which);
  const weighted = g.sum(g.multiply(out, seed));
  const ids = wires.flatMap((edge) => portValues.get(edge)?.id ?? []);
  const { program, gradients } = differentiate(g.finish(), weighted.id, ids);
  const results = wires.map((edge) => gradients.get(portValues.get(edge)?.id ?? -1));
  const executor = new Executor(
    program,
    sources,
    results.filter((id) => id !== undefined),
  );
  for (let output = 0; output < which.data.length; output++) {
    which.data[output] = 1;
    executor.run();
    which.data[output] = 0;
    wires.forEach((edge, i) => {
      const result = results[i];
      if (result === undefined) return;
      executor.value(result).data.forEach((derivative, input) => {
        if (derivative !== 0) found.get(edge)?.push({ output, input, derivative });
      });
    });
  }
  return found;
}
