/** Graphs on which drawings are judged: nets of scalars, nets of layers, a residual one, random ones. */
import type { GraphDocument, GraphEdge, GraphNode } from '../../graph/document.ts';
import { RandomStream } from '../../tensor/random.ts';

/** Collects nodes and wires. */
class Sketch {
  private readonly nodes: Record<string, GraphNode> = {};
  private readonly edges: Record<string, GraphEdge> = {};

  node(id: string, op: string, attrs: GraphNode['attrs'] = {}, name?: string): string {
    this.nodes[id] = {
      op,
      attrs,
      position: { x: 0, y: 0 },
      ...(name === undefined ? {} : { name }),
    };
    return id;
  }

  wire(from: string, to: string, port: string): void {
    this.edges[`e${Object.keys(this.edges).length}`] = { from, to, port };
  }

  /** A node with its wires, in the order of the ports. */
  apply(id: string, op: string, inputs: Readonly<Record<string, string>>, name?: string): string {
    this.node(id, op, {}, name);
    for (const [port, from] of Object.entries(inputs)) this.wire(from, id, port);
    return id;
  }

  document(name: string): GraphDocument {
    return { format: 'gradwire', version: 2, name, nodes: this.nodes, edges: this.edges };
  }
}

/** A net of scalars: each neuron a sum of products and a tanh. */
export function scalarNet(widths: readonly number[]): GraphDocument {
  const sketch = new Sketch();
  let layer = Array.from({ length: widths[0] }, (_, i) =>
    sketch.node(`x${i}`, 'input', { value: i }, `x${i}`),
  );
  widths.slice(1).forEach((width, l) => {
    layer = Array.from({ length: width }, (_, j) => {
      let sum: string | null = null;
      layer.forEach((from, i) => {
        const id = `${l}_${j}_${i}`;
        const weight = sketch.node(`w${id}`, 'parameter', { value: 0.1 }, `w${i}${j}`);
        const product = sketch.apply(`p${id}`, 'multiply', { x: from, y: weight });
        sum = sum === null ? product : sketch.apply(`s${id}`, 'add', { x: sum, y: product });
      });
      return sketch.apply(`h${l}_${j}`, 'tanh', { x: sum ?? layer[0] }, `h${j}`);
    });
  });
  return sketch.document(`scalar ${widths.join('-')}`);
}

/** A net of `linear` nodes with weights and biases, tanh between them, a softmax loss at the end. */
export function layerNet(widths: readonly number[]): GraphDocument {
  const sketch = new Sketch();
  let x = sketch.node('X', 'input', { value: rows(3, widths[0]) }, 'X');
  widths.slice(1).forEach((width, l) => {
    const shape = [width, widths[l]];
    const weight = sketch.node(
      `W${l}`,
      'parameter',
      { init: 'xavier', shape, seed: l },
      `W${l + 1}`,
    );
    const bias = sketch.node(`b${l}`, 'parameter', { init: 'zeros', shape: [width] }, `b${l + 1}`);
    x = sketch.apply(`z${l}`, 'linear', { x, weight, bias }, `z${l + 1}`);
    if (l + 2 < widths.length) x = sketch.apply(`h${l}`, 'tanh', { x }, `h${l + 1}`);
  });
  const labels = sketch.node('y', 'input', { value: [0, 1, 2] }, 'y');
  sketch.apply('L', 'softmaxLoss', { logits: x, target: labels }, 'L');
  return sketch.document(`layers ${widths.join('-')}`);
}

const rows = (count: number, width: number): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_, j) => i - j / 3));

/** Blocks of two layers with a way past each. */
export function residualNet(blocks: number): GraphDocument {
  const sketch = new Sketch();
  let x = sketch.node('X', 'input', { value: rows(5, 8) }, 'X');
  for (let block = 0; block < blocks; block++) {
    const weights = [0, 1].map((i) =>
      sketch.node(
        `W${block}${i}`,
        'parameter',
        { init: 'he', shape: [8, 8], seed: i },
        `W${block + 1}${i + 1}`,
      ),
    );
    const first = sketch.apply(`m${block}a`, 'matmul', { a: x, b: weights[0] });
    const bent = sketch.apply(`r${block}a`, 'relu', { x: first });
    const second = sketch.apply(`m${block}b`, 'matmul', { a: bent, b: weights[1] });
    const sum = sketch.apply(`a${block}`, 'add', { x: second, y: x }, `h${block + 1}`);
    x = sketch.apply(`r${block}b`, 'relu', { x: sum });
  }
  sketch.apply('out', 'mean', { x });
  return sketch.document(`residual ${blocks}`);
}

/** So many nodes, each wired from ones not long before it. */
export function randomNet(count: number, seed: number): GraphDocument {
  const draw = new RandomStream(seed, 'test');
  const sketch = new Sketch();
  const ids: string[] = [];
  const earlier = (): string =>
    ids[Math.max(0, ids.length - 1 - draw.integer(Math.min(ids.length, 12)))];
  for (let i = 0; i < count; i++) {
    const kind = i < 3 ? 0 : draw.integer(6);
    const id = `n${i}`;
    if (kind === 0) sketch.node(id, 'parameter', { value: i }, `w${i}`);
    else if (kind < 4)
      sketch.apply(id, kind === 1 ? 'multiply' : 'add', { x: earlier(), y: earlier() });
    else sketch.apply(id, kind === 4 ? 'relu' : 'tanh', { x: earlier() }, `h${i}`);
    ids.push(id);
  }
  return sketch.document(`random ${count}, seed ${seed}`);
}

/** Graphs of all kinds, small to large. */
export const sampleGraphs = (): readonly GraphDocument[] => [
  scalarNet([2, 2, 1]),
  scalarNet([2, 4, 4, 1]),
  layerNet([2, 8, 8, 3]),
  layerNet([4, 16, 16, 16, 16, 3]),
  residualNet(2),
  residualNet(6),
  randomNet(30, 1),
  randomNet(60, 2),
  randomNet(100, 3),
  randomNet(300, 4),
];
