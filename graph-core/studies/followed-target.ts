/**
 * The other way round: the target is taken to a value, and the variables follow their gradients. Each step goes along the
 * gradient as far as the tangent says, x += g (t - f) / |g|², and is halved while it does not come nearer.
 */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor } from '../interpret/executor.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What is asked for. */
export interface FollowQuestion {
  /** By how much the target is to become more; the sum of its elements where it has several. */
  readonly by: number;
  /** The variables that follow; all that the target depends on smoothly when absent. */
  readonly nodes?: readonly NodeId[];
}

/** Where the variables went. */
export interface FollowedTarget {
  readonly from: number;
  /** What the target became: the value asked for, or as near as the gradients led. */
  readonly reached: number;
  readonly arrived: boolean;
  readonly steps: number;
  readonly nodes: readonly {
    readonly node: NodeId;
    readonly before: Tensor;
    readonly after: Tensor;
  }[];
}

const MOST_STEPS = 200;
/** Halvings of one step before it counts as none. */
const MOST_HALVINGS = 30;
/** Of the way that was asked for. */
const NEAR = 1e-9;

/** Follows. */
export function followTarget(
  evaluation: Evaluation,
  { by, nodes }: FollowQuestion,
): FollowedTarget | Problem {
  const { target, derivative, flattened, order } = evaluation;
  const of = target === null ? undefined : flattened.program.nodes.get(target);
  if (of === undefined || derivative === null) {
    return {
      code: 'no-target',
      message: 'nothing is computed that could be moved',
      hint: 'add a node',
    };
  }
  const followers = order.flatMap((node) => {
    const value = flattened.program.nodes.get(node);
    const gradient = value === undefined ? undefined : derivative.gradients.get(value);
    const source = value === undefined ? undefined : flattened.sources.get(value);
    const isChosen = nodes === undefined ? isVariable(evaluation, node) : nodes.includes(node);
    if (value === undefined || gradient === undefined || source === undefined || !isChosen)
      return [];
    return [{ node, value, gradient }];
  });
  if (followers.length === 0) {
    return {
      code: 'nothing-follows',
      message: 'no variable moves the target',
      hint: 'choose a target that depends on an input or a parameter',
    };
  }
  const way = new Way(evaluation, of, followers);
  return way.follow(by);
}

/** What a person can set: it has a value of its own to be given. */
function isVariable({ flattened }: Evaluation, node: NodeId): boolean {
  const definition = flattened.inference.nodes.get(node)?.definition;
  return definition?.kind === 'source' && definition.isTrained !== undefined
    ? true
    : definition !== undefined && Object.hasOwn(definition.attrs, 'value');
}

interface Follower {
  readonly node: NodeId;
  readonly value: number;
  readonly gradient: number;
}

class Way {
  private readonly executor: Executor;
  private readonly sources = new Map<number, Tensor>();
  private readonly of: number;
  private readonly followers: readonly Follower[];

  constructor(evaluation: Evaluation, of: number, followers: readonly Follower[]) {
    const { flattened, derivative } = evaluation;
    for (const id of flattened.sources.keys()) {
      // As they were last computed with, weights of a run included.
      const tensor = evaluation.computed(id) ?? flattened.sources.get(id);
      if (tensor !== undefined)
        this.sources.set(id, { shape: tensor.shape, data: tensor.data.slice() });
    }
    const program = derivative?.program ?? flattened.program;
    const wanted = [of, ...followers.map(({ gradient }) => gradient)];
    this.executor = new Executor(program, this.sources, wanted);
    this.of = of;
    this.followers = followers;
  }

  follow(by: number): FollowedTarget {
    const before = this.followers.map(({ value }) => copied(this.sources.get(value)));
    const from = this.run();
    const wanted = from + by;
    let at = from;
    let steps = 0;
    const near = NEAR * Math.max(Math.abs(wanted - from), Number.MIN_VALUE);
    while (steps < MOST_STEPS && Math.abs(wanted - at) > near) {
      const next = this.step(at, wanted);
      if (next === null) break;
      at = next;
      steps++;
    }
    const nodes = this.followers.map(({ node, value }, i) => ({
      ...{ node, before: before[i], after: copied(this.sources.get(value)) },
    }));
    return { from, reached: at, arrived: Math.abs(wanted - at) <= near, steps, nodes };
  }

  /** One step; null where none comes nearer. */
  private step(at: number, wanted: number): number | null {
    const gradients = this.followers.map(({ gradient }) =>
      this.executor.value(gradient).data.slice(),
    );
    const square = gradients.reduce((sum, g) => sum + g.reduce((s, x) => s + x * x, 0), 0);
    if (!(square > 0) || !Number.isFinite(square)) return null;
    const starts = this.followers.map(({ value }) => this.sources.get(value)?.data.slice());
    let rate = (wanted - at) / square;
    for (let halving = 0; halving < MOST_HALVINGS; halving++, rate /= 2) {
      this.followers.forEach(({ value }, i) => {
        const data = this.sources.get(value)?.data;
        starts[i]?.forEach((x, j) => {
          if (data !== undefined) data[j] = x + rate * gradients[i][j];
        });
      });
      const next = this.run();
      if (Math.abs(wanted - next) < Math.abs(wanted - at)) return next;
    }
    this.followers.forEach(({ value }, i) => {
      const start = starts[i];
      if (start !== undefined) this.sources.get(value)?.data.set(start);
    });
    this.run();
    return null;
  }

  private run(): number {
    this.executor.run();
    return this.executor.value(this.of).data.reduce((sum, x) => sum + x, 0);
  }
}

const copied = (tensor: Tensor | undefined): Tensor =>
  tensor === undefined
    ? { shape: [], data: new Float64Array(1) }
    : { shape: tensor.shape, data: tensor.data.slice() };
