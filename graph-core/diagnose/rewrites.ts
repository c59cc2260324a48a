/**
 * Stable rewrites: the same mathematics in a form whose numbers stay finite, where a graph is written in one whose do
 * not. Each finds itself at a node and writes into a draft. Those that add an ε change the values, by about as much.
 */
import type { NodeId } from '../graph/document.ts';
import type { DocumentDraft } from '../graph/edit.ts';
import { numberWords } from './fault-words.ts';
import {
  attrsAt,
  becomes,
  dropUnread,
  feeding,
  type GraphSpot,
  insert,
  isNumber,
  labelAt,
  opAt,
  rewire,
} from './graph-pattern.ts';

/** One way to write a part of a graph anew. */
export interface Rewrite {
  /** What becomes of it: `softmax, then ln: as one log-softmax`. */
  readonly title: string;
  /** Values change by about this much; absent where they are the same. */
  readonly epsilon?: number;
  readonly write: (draft: DocumentDraft) => void;
}

/** Small enough not to be seen, large enough for 1 / √ε in 32 bits. */
const EPSILON = 1e-12;

type Pattern = (spot: GraphSpot) => Rewrite | null;

/** A rewrite and the node that has the same value afterwards. */
export interface PlacedRewrite extends Rewrite {
  readonly node: NodeId;
}

const sameInput = (a: GraphSpot | null, b: GraphSpot | null): a is GraphSpot =>
  a !== null && b !== null && a.node === b.node;

/** ln softmax x → logSoftmax x. */
const logOfSoftmax: Pattern = (spot) => {
  const soft = opAt(spot) === 'log' ? feeding(spot, 'x', 'softmax') : null;
  const x = soft && feeding(soft, 'x');
  if (soft === null || x === null) return null;
  return {
    title: 'softmax and its logarithm as one log-softmax',
    write: (draft) => {
      becomes(draft, spot.node, 'logSoftmax', {
        attrs: draft.nodes[soft.node].attrs,
        inputs: { x: x.node },
      });
      dropUnread(draft, [soft.node]);
    },
  };
};

/** crossEntropy(softmax x, t) → softmaxLoss(x, t). */
const entropyOfSoftmax: Pattern = (spot) => {
  const soft = opAt(spot) === 'crossEntropy' ? feeding(spot, 'probabilities', 'softmax') : null;
  const [x, target] = [soft && feeding(soft, 'x'), feeding(spot, 'target')];
  if (soft === null || x === null || target === null || attrsAt(soft).axis !== -1) return null;
  return {
    title: 'softmax and cross-entropy as one softmax loss, of the scores',
    write: (draft) => {
      becomes(draft, spot.node, 'softmaxLoss', {
        attrs: draft.nodes[spot.node].attrs,
        inputs: { logits: x.node, target: target.node },
      });
      dropUnread(draft, [soft.node]);
    },
  };
};

/** ln σ(x) → −softplus(−x). */
const logOfSigmoid: Pattern = (spot) => {
  const sigma = opAt(spot) === 'log' ? feeding(spot, 'x', 'sigmoid') : null;
  const x = sigma && feeding(sigma, 'x');
  if (sigma === null || x === null) return null;
  return {
    title: 'the logarithm of σ as −softplus(−x)',
    write: (draft) => {
      const minus = insert(draft, 'negate', { inputs: { x: x.node }, before: spot.node });
      const plus = insert(draft, 'softplus', { inputs: { x: minus }, before: spot.node });
      becomes(draft, spot.node, 'negate', { inputs: { x: plus } });
      dropUnread(draft, [sigma.node]);
    },
  };
};

/** `1 - σ(x)` at a spot: the sigmoid, and the nodes that go. */
function oneMinusSigmoid(spot: GraphSpot | null) {
  if (spot === null || opAt(spot) !== 'subtract') return null;
  const one = feeding(spot, 'x');
  const sigma = feeding(spot, 'y', 'sigmoid');
  const x = sigma && feeding(sigma, 'x');
  if (one === null || sigma === null || x === null || !isNumber(one, 1)) return null;
  return { x: x.node, gone: [spot.node, sigma.node, one.node] };
}

/** ln(1 - σ(x)) → −softplus(x). */
const logOfOneMinusSigmoid: Pattern = (spot) => {
  const found = opAt(spot) === 'log' ? oneMinusSigmoid(feeding(spot, 'x')) : null;
  if (found === null) return null;
  return {
    title: 'the logarithm of 1 − σ as −softplus(x)',
    write: (draft) => {
      const plus = insert(draft, 'softplus', { inputs: { x: found.x }, before: spot.node });
      becomes(draft, spot.node, 'negate', { inputs: { x: plus } });
      dropUnread(draft, found.gone);
    },
  };
};

/** 1 - σ(x) → σ(−x). */
const complementOfSigmoid: Pattern = (spot) => {
  const found = oneMinusSigmoid(spot);
  if (found === null) return null;
  return {
    title: '1 − σ(x) as σ(−x)',
    write: (draft) => {
      const minus = insert(draft, 'negate', { inputs: { x: found.x }, before: spot.node });
      becomes(draft, spot.node, 'sigmoid', { inputs: { x: minus } });
      dropUnread(draft, found.gone.slice(1));
    },
  };
};

/** ln(1 + exp x) → softplus x. */
const softplusByHand: Pattern = (spot) => {
  const sum = opAt(spot) === 'log' ? feeding(spot, 'x', 'add') : null;
  if (sum === null) return null;
  const [left, right] = [feeding(sum, 'x'), feeding(sum, 'y')];
  const [one, e] = isNumber(left, 1) ? [left, right] : [right, left];
  const x = e !== null && opAt(e) === 'exp' ? feeding(e, 'x') : null;
  if (x === null || e === null || one === null || !isNumber(one, 1)) return null;
  return {
    title: 'ln(1 + exp x) as softplus',
    write: (draft) => {
      becomes(draft, spot.node, 'softplus', { inputs: { x: x.node } });
      dropUnread(draft, [sum.node, e.node, one.node]);
    },
  };
};

/** ln Σ exp x → logSumExp x. */
const logSumExpByHand: Pattern = (spot) => {
  const sum = opAt(spot) === 'log' ? feeding(spot, 'x', 'sum') : null;
  const e = sum && feeding(sum, 'x', 'exp');
  const x = e && feeding(e, 'x');
  if (sum === null || e === null || x === null) return null;
  return {
    title: 'the logarithm of a sum of exponentials as one log-sum-exp',
    write: (draft) => {
      const { attrs } = draft.nodes[sum.node];
      becomes(draft, spot.node, 'logSumExp', { attrs, inputs: { x: x.node } });
      dropUnread(draft, [sum.node, e.node]);
    },
  };
};

/** exp x / Σ exp x → softmax x. */
const softmaxByHand: Pattern = (spot) => {
  const e = opAt(spot) === 'divide' ? feeding(spot, 'x', 'exp') : null;
  const sum = feeding(spot, 'y', 'sum');
  const x = e && feeding(e, 'x');
  if (e === null || sum === null || x === null || !sameInput(e, feeding(sum, 'x'))) return null;
  const { axes, keepDims } = attrsAt(sum);
  const axis = Array.isArray(axes) ? axes[0] : -1;
  const isOne = axes === null || (Array.isArray(axes) && axes.length === 1 && keepDims === true);
  if (!isOne || typeof axis !== 'number') return null;
  return {
    title: 'exponentials divided by their sum as one softmax',
    write: (draft) => {
      becomes(draft, spot.node, 'softmax', { attrs: { axis }, inputs: { x: x.node } });
      dropUnread(draft, [sum.node, e.node]);
    },
  };
};

/** √(x²) → |x|. */
const rootOfSquare: Pattern = (spot) => {
  const square = opAt(spot) === 'sqrt' ? feeding(spot, 'x', 'square') : null;
  const x = square && feeding(square, 'x');
  if (square === null || x === null) return null;
  return {
    title: 'the root of a square as an absolute value',
    write: (draft) => {
      becomes(draft, spot.node, 'abs', { inputs: { x: x.node } });
      dropUnread(draft, [square.node]);
    },
  };
};

/** Operations that have no number, or no slope, at some inputs, and the port that makes it so. */
const DANGEROUS: Readonly<Record<string, string>> = {
  log: 'x',
  sqrt: 'x',
  reciprocal: 'x',
  divide: 'y',
  power: 'x',
  arcsin: 'x',
  arccos: 'x',
};

/** where(c, f(x), y) → where(c, f(where(c, x, 1)), y): the branch that is not taken gets a harmless number. */
const guardedBranch: Pattern = (spot) => {
  const condition = opAt(spot) === 'where' ? feeding(spot, 'condition') : null;
  if (condition === null) return null;
  for (const branch of ['x', 'y'] as const) {
    const danger = feeding(spot, branch, ...Object.keys(DANGEROUS));
    const port = danger === null ? null : DANGEROUS[opAt(danger)];
    const x = danger === null || port === null ? null : feeding(danger, port);
    if (danger === null || port === null || x === null) continue;
    return {
      title: `where before ${labelAt(danger)}: the branch that is not taken gets a 1`,
      write: (draft) => {
        const one = insert(draft, 'constant', {
          ...{ attrs: { value: 1 }, inputs: {}, before: danger.node },
        });
        const [yes, no] = branch === 'x' ? [x.node, one] : [one, x.node];
        const inputs = { condition: condition.node, x: yes, y: no };
        const guard = insert(draft, 'where', { inputs, before: danger.node });
        rewire(draft, danger.node, port, guard);
      },
    };
  }
  return null;
};

/** √x → √(x + ε), ln x → ln(x + ε), x / y → x / (y + ε). */
const epsilonUnder: Pattern = (spot) => {
  const port = ['sqrt', 'log', 'reciprocal', 'divide'].includes(opAt(spot))
    ? DANGEROUS[opAt(spot)]
    : null;
  const x = port === null ? null : feeding(spot, port);
  if (port === null || x === null) return null;
  const where = { sqrt: 'under the root', log: 'in the logarithm' }[opAt(spot)] ?? 'in the divisor';
  return {
    title: `ε = ${numberWords(EPSILON)} ${where} of ${labelAt(spot)}`,
    epsilon: EPSILON,
    write: (draft) => {
      const small = insert(draft, 'constant', {
        ...{ attrs: { value: EPSILON }, inputs: {}, before: spot.node },
      });
      const sum = insert(draft, 'add', { inputs: { x: x.node, y: small }, before: spot.node });
      rewire(draft, spot.node, port, sum);
    },
  };
};

/** The exact ones first. */
const PATTERNS: readonly Pattern[] = [
  ...[logOfSoftmax, entropyOfSoftmax, logOfSigmoid, logOfOneMinusSigmoid, complementOfSigmoid],
  ...[softplusByHand, logSumExpByHand, softmaxByHand, rootOfSquare, guardedBranch, epsilonUnder],
];

/** What can be written anew at a node. */
export function rewritesAt(spot: GraphSpot): readonly PlacedRewrite[] {
  return PATTERNS.flatMap((pattern) => {
    const rewrite = pattern(spot);
    return rewrite === null ? [] : [{ ...rewrite, node: spot.node }];
  });
}

/** What can be written anew at any of these nodes, the exact ones first. */
export function rewritesAmong(
  document: GraphSpot['document'],
  nodes: Iterable<NodeId>,
): readonly PlacedRewrite[] {
  const found = [...new Set(nodes)].flatMap((node) => rewritesAt({ document, node }));
  return found.sort((a, b) => (a.epsilon ?? 0) - (b.epsilon ?? 0));
}
