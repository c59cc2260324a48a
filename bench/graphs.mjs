// The graphs that are measured, as documents.

const position = (column, row) => ({ x: 190 * column, y: 110 * row });

/** 26 nodes: a 2-8-8-3 tanh network from primitives, softmax-loss and an L2 penalty, over `rows` examples. */
export function network(rows) {
  const nodes = {};
  const edges = {};
  let wires = 0;
  const wire = (from, to, port) => {
    edges[`e${++wires}`] = { from, to, port };
  };
  const node = (id, op, attrs = {}) => {
    nodes[id] = {
      op,
      attrs,
      position: position(Object.keys(nodes).length % 8, Object.keys(nodes).length / 8),
    };
  };
  node('x', 'input', {
    value: Array.from({ length: rows }, (_, i) => [Math.sin(i), Math.cos(1.3 * i)]),
  });
  node('y', 'input', { value: Array.from({ length: rows }, (_, i) => i % 3) });
  let hidden = 'x';
  for (const [layer, outputs, inputs] of [
    [1, 8, 2],
    [2, 8, 8],
    [3, 3, 8],
  ]) {
    node(`W${layer}`, 'parameter', { init: 'xavier', shape: [outputs, inputs], seed: layer });
    node(`b${layer}`, 'parameter', { init: 'zeros', shape: [outputs] });
    node(`T${layer}`, 'transpose');
    wire(`W${layer}`, `T${layer}`, 'x');
    node(`m${layer}`, 'matmul');
    wire(hidden, `m${layer}`, 'a');
    wire(`T${layer}`, `m${layer}`, 'b');
    node(`a${layer}`, 'add');
    wire(`m${layer}`, `a${layer}`, 'x');
    wire(`b${layer}`, `a${layer}`, 'y');
    hidden = `a${layer}`;
    if (layer === 3) break;
    node(`h${layer}`, 'tanh');
    wire(hidden, `h${layer}`, 'x');
    hidden = `h${layer}`;
  }
  node('L', 'softmaxLoss');
  wire(hidden, 'L', 'logits');
  wire('y', 'L', 'target');
  let total = 'L';
  for (const layer of [1, 2]) {
    node(`p${layer}`, 'l2Penalty', { lambda: 0.001 });
    wire(`W${layer}`, `p${layer}`, 'w');
    node(`R${layer}`, 'add');
    wire(total, `R${layer}`, 'x');
    wire(`p${layer}`, `R${layer}`, 'y');
    total = `R${layer}`;
  }
  node('loss', 'identity');
  wire(total, 'loss', 'x');
  node('half', 'constant', { value: 0.5 });
  return { format: 'gradwire', version: 2, name: 'Network', target: 'loss', nodes, edges };
}

/** What each of the scalar nodes computes; the peers build the same. */
export const SCALAR_OPS = ['add', 'multiply', 'tanh', 'sin', 'subtract'];

/** A chain of `count` scalar nodes, those with two inputs reading the two before. */
export function scalars(count) {
  const nodes = {};
  const edges = {};
  for (let i = 0; i < count; i++) {
    const op = i < 2 ? 'input' : SCALAR_OPS[i % SCALAR_OPS.length];
    const at = position(Math.floor(i / 25), i % 25);
    nodes[`n${i}`] = { op, attrs: i < 2 ? { value: 0.5 - 0.2 * i } : {}, position: at };
    if (i < 2) continue;
    edges[`a${i}`] = { from: `n${i - 1}`, to: `n${i}`, port: 'x' };
    if (op !== 'tanh' && op !== 'sin')
      edges[`b${i}`] = { from: `n${i - 2}`, to: `n${i}`, port: 'y' };
  }
  return { format: 'gradwire', version: 2, name: `${count} scalars`, nodes, edges };
}
