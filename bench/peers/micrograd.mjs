// micrograd (A. Karpathy) in JavaScript, from its published semantics: one object a number, the set of
// its children, a closure for its backward pass, a depth-first topological order through a set of visited
// values; -x is x · (-1) and x - y is x + (-y). The graph is built anew at each step.
import { draw } from '../workloads.mjs';

class Value {
  constructor(data, children = []) {
    this.data = data;
    this.grad = 0;
    this.prev = new Set(children);
    this.backwardStep = () => {};
  }
  add(other) {
    const out = new Value(this.data + other.data, [this, other]);
    out.backwardStep = () => {
      this.grad += out.grad;
      other.grad += out.grad;
    };
    return out;
  }
  multiply(other) {
    const out = new Value(this.data * other.data, [this, other]);
    out.backwardStep = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out;
  }
  power(exponent) {
    const out = new Value(this.data ** exponent, [this]);
    out.backwardStep = () => {
      this.grad += exponent * this.data ** (exponent - 1) * out.grad;
    };
    return out;
  }
  tanh() {
    const out = new Value(Math.tanh(this.data), [this]);
    out.backwardStep = () => {
      this.grad += (1 - out.data * out.data) * out.grad;
    };
    return out;
  }
  negate() {
    return this.multiply(new Value(-1));
  }
  subtract(other) {
    return this.add(other.negate());
  }
  backward() {
    const order = [];
    const visited = new Set();
    const visit = (value) => {
      if (visited.has(value)) return;
      visited.add(value);
      for (const child of value.prev) visit(child);
      order.push(value);
    };
    visit(this);
    this.grad = 1;
    for (const value of order.reverse()) value.backwardStep();
  }
}

export const forms = ['closures'];

/** Why it cannot do a workload; null where it can. */
export const refusal = (work) => (work.scalar ? null : 'scalars only');

export async function create(work) {
  const { x, y, parameters: numbers } = draw(work);
  const parameters = numbers.map((list) => Array.from(list, (number) => new Value(number)));
  const all = parameters.flat();
  const { sizes, batch } = work;
  const outputs = sizes.at(-1);
  const lossOf = (example) => {
    let h = Array.from(
      x.subarray(example * sizes[0], (example + 1) * sizes[0]),
      (number) => new Value(number),
    );
    for (let layer = 0; layer < sizes.length - 1; layer++) {
      if (layer > 0) h = h.map((value) => value.tanh());
      const [weights, biases] = [parameters[2 * layer], parameters[2 * layer + 1]];
      const inputs = h;
      h = biases.map((bias, to) =>
        inputs.reduce(
          (sum, value, from) => sum.add(value.multiply(weights[from * biases.length + to])),
          bias,
        ),
      );
    }
    return h
      .map((value, i) => value.subtract(new Value(y[example * outputs + i])).power(2))
      .reduce((a, b) => a.add(b));
  };
  const step = () => {
    const loss = Array.from({ length: batch }, (_, example) => lossOf(example)).reduce((a, b) =>
      a.add(b),
    );
    for (const p of all) p.grad = 0;
    loss.backward();
    for (const p of all) p.data -= work.rate * p.grad;
    return loss.data;
  };
  return {
    run(steps) {
      let loss = Number.NaN;
      for (let i = 0; i < steps; i++) loss = step();
      return loss;
    },
  };
}
