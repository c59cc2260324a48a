/** What nodes of the network of a training run say about given features, with the weights as they are now. */
import type { NodeId } from '../../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../../graph/limits.ts';
import { Executor, elementsNeeded } from '../../interpret/executor.ts';
import { flatten } from '../../program/flatten.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Forward, forwardOf, type Proof, refusalOf } from '../run/forward.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import { largestDifference } from '../run/parity.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import { meanMasks } from '../step/masks.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { lossRows } from './loss-rows.ts';

/** Points of a picture that are held against the interpreter. */
const SAMPLE = 256;

/** Computes nodes for a fixed number of rows, all in one pass; shares the weights of its run. */
export class NodeOutputs {
  private readonly forward: Forward;
  /** Node → value in the program. */
  private readonly values: ReadonlyMap<NodeId, number>;
  private readonly features: Tensor;
  /** Rows in a pass. */
  readonly rows: number;

  private constructor(
    forward: Forward,
    values: ReadonlyMap<NodeId, number>,
    features: Tensor,
    rows: number,
  ) {
    this.forward = forward;
    this.values = values;
    this.features = features;
    this.rows = rows;
  }

  /**
   * The outputs of `nodes` for so many rows; null when one of them has no row for each row of features, when a
   * row has to do with others, or when so many take too much memory.
   */
  static forRows(run: InterpretedRun, rows: number, nodes: readonly NodeId[]): NodeOutputs | null {
    const { program, sources, values, features } = programFor(run, rows, nodes);
    if (values.size < nodes.length || features === undefined) return null;
    for (const [node, value] of values) {
      if (program.instructions[value].shape[0] !== rows) return null;
      if (!lossRows(assertFeeding(run.plan)).rowByRow(node)) return null;
    }
    if (elementsNeeded(program) > MAX_TOTAL_ELEMENTS) return null;
    // `features` is kept alive as an output: what ignores it is still an answer.
    const given = sources.get(features);
    const proof = given && sampleProof(run, { rows, values, features: given });
    const forward = forwardOf(
      program,
      sources,
      [...new Set([...values.values(), features])],
      proof,
    );
    return new NodeOutputs(forward, values, forward.value(features), rows);
  }

  /** Computes them for features [rows, features], row-major. */
  compute(features: ArrayLike<number>): void {
    this.features.data.set(features);
    this.forward.run();
  }

  /** What `node` said, [rows, width] row-major; valid until the next pass. */
  of(node: NodeId): Float64Array {
    const value = this.values.get(node);
    if (value === undefined) throw new Error(`internal: ${node} is not computed`);
    return this.forward.value(value).data;
  }

  /** Numbers of `node` in a row. */
  widthOf(node: NodeId): number {
    return this.of(node).length / this.rows;
  }

  /** Why the interpreter computes although the program was compiled; empty otherwise. */
  get refusal(): string {
    return refusalOf(this.forward);
  }
}

/** The program of the nodes for so many rows with the weights of the run; the numbers are values. */
function programFor(run: InterpretedRun, rows: number, nodes: Iterable<NodeId>) {
  const feeding = assertFeeding(run.plan);
  const { document, inputs } = feeding;
  const { program, sources } = flatten(
    document,
    batchFeeds(feeding, new Array<number>(rows).fill(0)),
  );
  const shared = new Map([...sources, ...meanMasks(program)]);
  for (const [id, tensor] of run.weights()) {
    const value = program.nodes.get(id);
    if (value !== undefined) shared.set(value, tensor);
  }
  const values = new Map<NodeId, number>();
  for (const node of nodes) {
    const value = program.nodes.get(node);
    if (value !== undefined) values.set(node, value);
  }
  const features = inputs.features === null ? undefined : program.nodes.get(inputs.features);
  return { program, sources: shared, values, features };
}

interface Picture {
  readonly rows: number;
  readonly values: ReadonlyMap<NodeId, number>;
  readonly features: Tensor;
}

/** Holds a picture against the interpreter at points spread over it: each row comes from itself alone. */
function sampleProof(run: InterpretedRun, picture: Picture): Proof | undefined {
  const { rows } = picture;
  if (rows <= SAMPLE) return undefined;
  return (found) => {
    const { program, sources, values, features } = programFor(run, SAMPLE, picture.values.keys());
    const given = features === undefined ? undefined : sources.get(features);
    if (values.size < picture.values.size || given === undefined) return Number.POSITIVE_INFINITY;
    const executor = new Executor(program, sources, values.values());
    // From the first to the last, some 16 apart and at times 17: points of every column of a grid come.
    const places = Array.from({ length: SAMPLE }, (_, i) =>
      Math.floor((i * (rows - 1)) / (SAMPLE - 1)),
    );
    copyRows(picture.features, places, given);
    executor.run();
    const gaps = [...values].map(([node, value]) => {
      const { shape, data } = executor.value(value);
      const picked: Tensor = { shape, data: new Float64Array(data.length) };
      copyRows(found(picture.values.get(node) ?? -1), places, picked);
      return largestDifference(picked, executor.value(value));
    });
    return Math.max(0, ...gaps);
  };
}

/** Copies whole rows by their places. */
function copyRows(from: Tensor, places: readonly number[], to: Tensor): void {
  const width = to.data.length / places.length;
  for (const [i, place] of places.entries()) {
    to.data.set(from.data.subarray(place * width, (place + 1) * width), i * width);
  }
}
