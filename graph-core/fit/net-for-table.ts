/**
 * A table → a whole document that learns it: linear layers with rectifiers between them, the loss that suits what is
 * predicted, and the settings it is trained with. Weights before a rectifier are drawn as He (2015) has it, the last
 * ones as Xavier (2010), biases begin at zero.
 */
import {
  type AttrValues,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type Position,
  type TrainingSettings,
} from '../graph/document.ts';
import { formatShape } from '../tensor/shape.ts';
import type { HiddenWidths } from './net-size.ts';
import { unitsInWords, unitsOf, withUnits } from './output-units.ts';
import type { TableNeeds } from './table-needs.ts';

/** Distance between two layers, and between a node and the weights that go into it, px. */
const LAYER = { across: 370, back: 252, weight: 72, bias: 162 } as const;

/** Adam's usual rate is 0.001; small nets on standardized features bear ten times as much. */
const RATE = 0.01;

/** Examples a step. */
const BATCH = 32;

/** The document for a table, with hidden layers of these widths. */
export function netForTable(needs: TableNeeds, hidden: HiddenWidths): GraphDocument {
  const net = new NetDraft();
  const { features, classes, sample } = needs;
  const value = (numbers: AttrValues['value'] | undefined): AttrValues =>
    numbers === undefined ? { value: null } : { value: numbers };
  let at = net.add('X', 'input', [-LAYER.back, -72], {
    ...value(sample?.features.map((row) => [...row])),
    shape: ['N', features],
  });
  const widths = [features, ...hidden, classes ?? 1];
  for (let layer = 1; layer < widths.length; layer++) {
    const [from, to] = [widths[layer - 1], widths[layer]];
    const isLast = layer === widths.length - 1;
    const x = (layer - 1) * LAYER.across;
    const weight = net.add(`W${layer}`, 'parameter', [x - LAYER.back, LAYER.weight], {
      init: isLast ? 'xavier' : 'he',
      shape: [to, from],
      seed: layer,
    });
    const bias = net.add(`b${layer}`, 'parameter', [x - LAYER.back, LAYER.bias], {
      init: 'zeros',
      shape: [to],
    });
    const z = net.add(isLast ? 's' : `z${layer}`, 'linear', [x, -54], {});
    net.wire(at, z, 'x');
    net.wire(weight, z, 'weight');
    net.wire(bias, z, 'bias');
    at = isLast ? z : net.add(`h${layer}`, 'relu', [x + 184, -28], {});
    if (!isLast) net.wire(z, at, 'x');
  }
  const end = (widths.length - 1) * LAYER.across;
  const y = net.add('y', 'input', [end - 30, LAYER.bias], {
    ...value(sample?.targets.map((target) => (classes === null ? [target] : target))),
    shape: classes === null ? ['N', 1] : ['N'],
  });
  const loss = net.add(
    'L',
    classes === null ? 'meanSquaredError' : 'softmaxLoss',
    [end + 214, -10],
    {},
  );
  net.wire(at, loss, classes === null ? 'prediction' : 'logits');
  net.wire(y, loss, 'target');
  const name = `${needs.title.replace(/\.\w{1,5}$/, '')}, ${widths.join('-')}`;
  const units = unitsOf(needs);
  const document: GraphDocument = {
    ...{ ...emptyDocument(name), target: 'L' },
    ...{ nodes: net.nodes, edges: net.edges, training: trainingFor(needs) },
  };
  return units === null
    ? document
    : withUnits(document, { from: at, to: loss, port: 'prediction' }, units);
}

/** Steps of Adam at this rate suit standardized features, whatever the size of the errors. */
export const ADAM = { rate: RATE, optimizer: { kind: 'adam' } } as const;

/** How a net for a table is trained: Adam, in small batches. */
export function trainingFor({ dataset }: TableNeeds): TrainingSettings {
  return {
    ...{ loss: 'L', features: 'X', targets: 'y', dataset },
    ...{ ...ADAM, batch: BATCH, seed: 1 },
  };
}

/** `X [N, 4] → linear 4→16 → relu → linear 16→3 → softmax loss`. */
export function netInWords(needs: TableNeeds, hidden: HiddenWidths): string {
  const widths = [needs.features, ...hidden, needs.classes ?? 1];
  const layers = widths.slice(1).map((width, i) => `linear ${widths[i]}→${width}`);
  const units = unitsOf(needs);
  const scaled = units === null ? [] : [unitsInWords(units)];
  const loss = needs.classes === null ? 'mean squared error' : 'softmax loss';
  return [
    `X ${formatShape(['N', needs.features])}`,
    layers.join(' → relu → '),
    ...scaled,
    loss,
  ].join(' → ');
}

/** Nodes and wires that are being put together. */
class NetDraft {
  readonly nodes: Record<string, GraphNode> = {};
  readonly edges: Record<string, GraphEdge> = {};

  add(name: string, op: string, [x, y]: readonly [number, number], attrs: AttrValues): string {
    const position: Position = { x, y };
    this.nodes[name] = { op, name, attrs, position };
    return name;
  }

  wire(from: string, to: string, port: string): void {
    this.edges[`e${Object.keys(this.edges).length + 1}`] = { from, to, port };
  }
}
