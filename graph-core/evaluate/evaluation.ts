/**
 * A document evaluated: values forward, gradients of one target backward, for every node and every
 * wire. What has problems is left out; the rest is computed all the same.
 */
import { type Derivative, differentiate } from '../autodiff/differentiate.ts';
import { type EdgeId, type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../graph/limits.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor, elementsNeeded } from '../interpret/executor.ts';
import { type Feeds, type Flattened, flatten } from '../program/flatten.ts';
import type { Program } from '../program/program.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** What to evaluate besides the document. */
export interface EvaluationOptions {
  /** Values for source nodes instead of those in the document. */
  readonly feeds?: Feeds;
  /** The node to differentiate; the document's own target, or its last node, when absent. */
  readonly target?: NodeId;
}

/** Values and gradients of a document; made by `evaluateDocument`. */
export class Evaluation {
  readonly document: GraphDocument;
  /** What was left out and why, including numbers an operation could not work with. */
  readonly problems: readonly Problem[];
  /** The nodes that have values, in topological order. */
  readonly order: readonly NodeId[];
  /** The node whose gradients these are; null when no node has a value. */
  readonly target: NodeId | null;
  readonly flattened: Flattened;
  /** The gradient program; null without a target. */
  readonly derivative: Derivative | null;
  private readonly executor: Executor | null;
  private staticProblems: readonly Problem[];

  constructor(document: GraphDocument, options: EvaluationOptions) {
    this.document = document;
    this.flattened = flatten(document, options.feeds);
    const { program, problems, sources } = this.flattened;
    this.order = [...program.nodes.keys()];
    this.target = this.chooseTarget(options.target ?? document.target);
    const targetValue = this.target === null ? undefined : program.nodes.get(this.target);
    const derivative =
      targetValue === undefined
        ? null
        : differentiate(program, targetValue, program.nodes.values());
    const whole = derivative?.program ?? program;
    const elements = elementsNeeded(whole);
    this.staticProblems = problems;
    if (elements > MAX_TOTAL_ELEMENTS) {
      this.derivative = null;
      this.executor = null;
      this.order = [];
      this.problems = [...problems, tooLarge(elements)];
      return;
    }
    this.derivative = derivative;
    this.executor = new Executor(whole, copied(sources), shownValues(program, derivative));
    this.problems = this.run();
  }

  /** Computes everything again, after `setValue`. Gives all problems. */
  run(): readonly Problem[] {
    if (this.executor === null) return this.problems;
    const { instructions } = this.executor.program;
    const seen = new Set<NodeId>();
    const problems = [...this.staticProblems];
    for (const { value, fault } of this.executor.run()) {
      const { node } = instructions[value];
      if (node === null || seen.has(node)) continue;
      seen.add(node);
      problems.push({ ...fault, node });
    }
    return problems;
  }

  /** Replaces the value of a source node; gives what is wrong with that, and changes nothing then. */
  setValue(node: NodeId, value: Tensor): Problem | null {
    const id = this.flattened.program.nodes.get(node);
    const label = nodeLabel(this.document, node);
    if (id === undefined || this.executor === null) {
      return {
        code: 'no-value',
        ...(Object.hasOwn(this.document.nodes, node) ? { node } : {}),
        message: Object.hasOwn(this.document.nodes, node)
          ? `${label} could not be computed, so it has no value to replace`
          : `there is no node ${label}`,
        hint: 'use the key of a variable that has a value',
      };
    }
    if (!this.flattened.sources.has(id)) {
      return {
        code: 'computed-value',
        node,
        message: `${label} is computed by ${this.document.nodes[node].op}, its value cannot be set`,
        hint: 'set the values of inputs, parameters and constants',
      };
    }
    const tensor = this.executor.value(id);
    const fits = sameShape(tensor.shape, value.shape) && tensor.data.length === value.data.length;
    if (!fits) {
      return {
        code: 'value-shape',
        node,
        message: `${label} is ${formatShape(tensor.shape)}, the new value is ${formatShape(value.shape)} with ${value.data.length} numbers`,
        hint: `give ${tensor.data.length} numbers of shape ${formatShape(tensor.shape)}`,
      };
    }
    tensor.data.set(value.data);
    return null;
  }

  /** The node's value; undefined when it has none. Valid until the next run. */
  value(node: NodeId): Tensor | undefined {
    return this.tensor(this.flattened.program.nodes.get(node));
  }

  /** The tensor of a value of the program or its derivative, by number, where it was needed. */
  computed(value: number): Tensor | undefined {
    return this.tensor(value);
  }

  /** Gradient of the target with respect to the node; zeros where the target does not depend on it. */
  gradient(node: NodeId): Tensor | undefined {
    return this.gradientOf(this.flattened.program.nodes.get(node));
  }

  /** The value that travels forward on a wire. */
  edgeValue(edge: EdgeId): Tensor | undefined {
    return this.tensor(this.flattened.program.edges.get(edge));
  }

  /** The gradient that travels back on a wire: what this one use contributes to its source. */
  edgeGradient(edge: EdgeId): Tensor | undefined {
    return this.gradientOf(this.flattened.program.edges.get(edge));
  }

  /** True when the target depends on the node through operations that pass gradients on. */
  reached(node: NodeId): boolean {
    const id = this.flattened.program.nodes.get(node);
    return id !== undefined && this.derivative?.gradients.has(id) === true;
  }

  /** True when a gradient flows back on the wire. */
  edgeReached(edge: EdgeId): boolean {
    const id = this.flattened.program.edges.get(edge);
    return id !== undefined && this.derivative?.gradients.has(id) === true;
  }

  private gradientOf(value: number | undefined): Tensor | undefined {
    if (value === undefined || this.derivative === null) return undefined;
    const id = this.derivative.gradients.get(value);
    return id === undefined
      ? zeros(this.flattened.program.instructions[value].shape)
      : this.tensor(id);
  }

  private tensor(id: number | undefined): Tensor | undefined {
    return id === undefined ? undefined : this.executor?.values[id];
  }

  private chooseTarget(wanted: NodeId | undefined): NodeId | null {
    if (wanted !== undefined) return this.order.includes(wanted) ? wanted : null;
    return this.order[this.order.length - 1] ?? null;
  }
}

/** Evaluates `document` and the gradients of its target. Never throws for what the user made. */
export function evaluateDocument(
  document: GraphDocument,
  options: EvaluationOptions = {},
): Evaluation {
  return new Evaluation(document, options);
}

/** What the document shows: values of nodes and wires, and their gradients. */
function shownValues(program: Program, derivative: Derivative | null): number[] {
  const shown = [...program.nodes.values(), ...program.edges.values()];
  const gradients = shown.map((value) => derivative?.gradients.get(value));
  return [...shown, ...gradients.filter((gradient) => gradient !== undefined)];
}

function copied(sources: ReadonlyMap<number, Tensor>): ReadonlyMap<number, Tensor> {
  return new Map(
    [...sources].map(([id, { shape, data }]) => [id, { shape, data: data.slice() }] as const),
  );
}

function tooLarge(elements: number): Problem {
  return {
    code: 'too-large',
    message: `values and gradients have ${elements} elements together, the limit is ${MAX_TOTAL_ELEMENTS}`,
    hint: 'use smaller shapes or a smaller batch',
  };
}
