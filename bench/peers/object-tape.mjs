// A scalar autodiff engine of the kind taught first: one object a number, a closure for its backward
// pass, a recursive topological sort. What students write; our yardstick for scalar graphs.

class Value {
  constructor(data, inputs = []) {
    this.data = data;
    this.grad = 0;
    this.inputs = inputs;
    this.backward = () => {};
  }
}

export const value = (data) => new Value(data);

function add(x, y) {
  const out = new Value(x.data + y.data, [x, y]);
  out.backward = () => {
    x.grad += out.grad;
    y.grad += out.grad;
  };
  return out;
}

function subtract(x, y) {
  const out = new Value(x.data - y.data, [x, y]);
  out.backward = () => {
    x.grad += out.grad;
    y.grad -= out.grad;
  };
  return out;
}

function multiply(x, y) {
  const out = new Value(x.data * y.data, [x, y]);
  out.backward = () => {
    x.grad += y.data * out.grad;
    y.grad += x.data * out.grad;
  };
  return out;
}

function tanh(x) {
  const out = new Value(Math.tanh(x.data), [x]);
  out.backward = () => {
    x.grad += (1 - out.data * out.data) * out.grad;
  };
  return out;
}

function sin(x) {
  const out = new Value(Math.sin(x.data), [x]);
  out.backward = () => {
    x.grad += Math.cos(x.data) * out.grad;
  };
  return out;
}

/** The operations by the names that documents use. */
export const operations = { add, subtract, multiply, tanh, sin };

export function backward(target) {
  const order = [];
  const seen = new Set();
  const visit = (node) => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of node.inputs) visit(input);
    order.push(node);
  };
  visit(target);
  target.grad = 1;
  for (const node of order.reverse()) node.backward();
}
