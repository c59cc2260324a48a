/** The local derivative of one elementwise operation at given numbers: what the chain rule multiplies by. */
import { differentiate } from '../autodiff/differentiate.ts';
import type { GraphNode, NodeId } from '../graph/document.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import type { Size } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Executor } from './executor.ts';

/**
 * ∂out/∂port, element by element, in the shape of the output; null for operations that are not
 * elementwise, where one output depends on many inputs and only the vector-Jacobian product is small. `owner` is the key
 * of the node, for what draws.
 */
export function localDerivative(
  node: GraphNode,
  inputs: Readonly<Record<string, Tensor>>,
  port: string,
  owner?: NodeId,
): Tensor | null {
  const definition = opDef(node.op);
  if (definition === null || definition.kind === 'source') return null;
  const rule = definition.rules.gradient[port];
  if (rule === undefined || !('local' in rule)) return null;
  const attrs = completeAttrs(definition, node.attrs);
  const ports = portsOf(definition, attrs);
  if (ports.some(({ name }) => inputs[name] === undefined)) return null;
  const result = definition.infer(
    ports.map(({ name }) => inputs[name].shape),
    attrs,
  );
  if ('fault' in result) return null;
  // Inputs are stretched first, so that the driver has nothing to sum back down.
  const shape = result.shape as Size;
  const g = new ProgramBuilder();
  g.node = owner ?? null;
  g.stream = node.stream;
  const sources = new Map<number, Tensor>();
  const stretched = ports.map(({ name }) => {
    const value = g.source('input', {}, inputs[name].shape);
    sources.set(value.id, inputs[name]);
    return g.broadcastTo(value, shape);
  });
  const out = g.emit(node.op, stretched, attrs);
  const at = ports.findIndex(({ name }) => name === port);
  const { program, gradients } = differentiate(g.finish(), out.id, [stretched[at].id]);
  const gradient = gradients.get(stretched[at].id);
  if (gradient === undefined) return null;
  const executor = new Executor(program, sources, [gradient]);
  executor.run();
  return executor.value(gradient);
}
