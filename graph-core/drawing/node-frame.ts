/**
 * All that belongs to a node on the canvas: its outline, its name, and the numbers at its wires. The numbers of
 * a wire stand on a straight run before the port it goes into, the value above, the gradient below:
 *
 *        name
 *     ▸ −2 ──────╮ ╭───╮
 *     ◂ −4       ╰─┤ × ├─  ▸ −12      the numbers of a node that feeds nobody stand behind it
 *     ▸ [8, 2] ──╭─┤   │   ◂ 1
 *     ◂ [8, 2]   │ ╰───╯
 *                    Σ −8             the sum of gradients where several wires leave
 *
 * Runs of high labels lie further apart than the ports; their wires fan in. A pure function of the node, the
 * shapes at its ports and what leaves it.
 */
import type { GraphNode, Position } from '../graph/document.ts';
import type { Shape } from '../tensor/shape.ts';
import { around, type Box } from './box.ts';
import { type LabelForm, labelForm } from './label-form.ts';
import { type NodeGeometry, nodeGeometry } from './node-geometry.ts';

/** The run of a wire before its port; positions relative to the top left corner of the node. */
export interface Run {
  readonly port: string;
  readonly form: LabelForm;
  /** Where the run begins; it goes straight to the right. */
  readonly from: Position;
  /** Where it ends; the same as the port unless runs fan in. */
  readonly to: Position;
  /** Where the wire ends, at the outline. */
  readonly at: Position;
  /** The room of its value and its gradient together. */
  readonly label: Box;
}

/** A node with what stands around it; boxes relative to its top left corner. */
export interface NodeFrame {
  readonly geometry: NodeGeometry;
  readonly runs: readonly Run[];
  /** The form of its own value. */
  readonly form: LabelForm;
  /** What no wire may run through: outline, name, labels. The outline is the first. */
  readonly boxes: readonly Box[];
  /** What other wires go round: the same, with the ways of its own wires from their labels to its ports. */
  readonly obstacles: readonly Box[];
  /** The name stands so much higher than right above the outline, clear of a wire that comes in over it. */
  readonly nameRise: number;
  /** Around all. */
  readonly extent: Box;
}

/** What of its surroundings decides how a node is framed. */
export interface Surroundings {
  /** Shape by port of what goes in. */
  readonly inputs: (port: string) => Shape | undefined;
  readonly shape: Shape | undefined;
  /** Wires that leave. */
  readonly readers: number;
}

/** Space between a wire and a label above or below it. */
export const LABEL_GAP = 3;
/** Space between a label and the outline of the node, which lies above wires and labels. */
export const CLEARANCE = 14;
/** Space between the labels of neighboring wires, so that each number belongs to its wire at a glance. */
const BETWEEN = 14;
/** A shape at an output, as `[3, 4]`. */
export const SHAPE = { gap: 2, width: 44, height: 18 } as const;
/** Height of a name above its node, and its least width. */
const NAME_HEIGHT = 28;
const NAME_CHARACTER = 11;
const MOST_NAME = 96;
/** Way of a wire from a run to a port at another height. */
const FAN = { least: 26, most: 72, share: 0.55 } as const;

/** Half of the room that a wire with labels takes, from the wire. */
const halfOf = ({ height }: LabelForm): number => height + LABEL_GAP;

/** The frame of `node`. */
export function nodeFrame(node: GraphNode, { inputs, shape, readers }: Surroundings): NodeFrame {
  const geometry = nodeGeometry(node);
  const form = labelForm(shape);
  const runs = runsOf(geometry, inputs);
  const name = nameBox(node, geometry, runs[0]);
  const boxes = [
    { left: 0, top: 0, right: geometry.width, bottom: geometry.height },
    ...(name === null ? [] : [name]),
    ...runs.map(({ label }) => label),
    ...(readers === 0 ? [endBox(geometry, form)] : []),
    ...(readers > 1 ? [sumBox(geometry, form)] : []),
    ...(readers > 0 && saysShape(geometry, form) ? [shapeBox(geometry)] : []),
  ];
  const ways = runs.map(({ label, at }) => ({ ...label, right: Math.max(label.right, at.x) }));
  const runStarts = runs.map(({ from: { x, y } }) => ({ left: x, top: y, right: x, bottom: y }));
  const [body] = boxes;
  return {
    geometry,
    runs,
    form,
    boxes,
    obstacles: [...boxes, ...ways],
    nameRise: -(name?.bottom ?? 0),
    extent: around([...boxes, ...runStarts]) ?? body,
  };
}

function runsOf(geometry: NodeGeometry, shapeAt: (port: string) => Shape | undefined): Run[] {
  const { inputs } = geometry;
  const forms = inputs.map(({ port }) => labelForm(shapeAt(port.name)));
  const heights = runHeights(inputs, forms);
  const farthest = Math.max(0, ...inputs.map(({ y }, i) => Math.abs(y - heights[i])));
  const fan =
    farthest < 1 ? 0 : Math.max(FAN.least, Math.min(FAN.most, Math.round(farthest * FAN.share)));
  return inputs.map(({ port, x, y }, i) => {
    const form = forms[i];
    // Labels end in one line, whatever the outline does at their height.
    const end = fan > 0 ? -fan : x - CLEARANCE;
    const start = end - form.width - 4;
    const half = halfOf(form);
    return {
      port: port.name,
      form,
      from: { x: start, y: heights[i] },
      to: { x: fan > 0 ? end : x, y: heights[i] },
      at: { x, y },
      label: { left: start + 2, top: heights[i] - half, right: end, bottom: heights[i] + half },
    };
  });
}

/** Heights of the runs: those of the ports where the labels have room there, else as near as they can be. */
function runHeights(inputs: NodeGeometry['inputs'], forms: readonly LabelForm[]): number[] {
  const least = (i: number): number => halfOf(forms[i - 1]) + halfOf(forms[i]) + BETWEEN;
  const isTight = inputs.some(({ y }, i) => i > 0 && y - inputs[i - 1].y < least(i));
  if (!isTight) return inputs.map(({ y }) => y);
  const heights = [0];
  for (let i = 1; i < inputs.length; i++) heights.push(heights[i - 1] + least(i));
  const middle = (inputs[0].y + inputs[inputs.length - 1].y) / 2;
  const shift = Math.round(middle - heights[heights.length - 1] / 2);
  return heights.map((height) => height + shift);
}

/**
 * The name of an operator stands above it, and above the first wire where that comes in over the outline below a long
 * name; variables have theirs inside.
 */
function nameBox(node: GraphNode, { shape, width }: NodeGeometry, first?: Run): Box | null {
  if (shape === 'variable' || node.name === undefined || node.op === 'identity') return null;
  const half = Math.min(MOST_NAME, 12 + NAME_CHARACTER * node.name.length) / 2;
  const [left, right] = [width / 2 - half, width / 2 + half];
  const isOver = first !== undefined && left < first.at.x + LABEL_GAP;
  const bottom = isOver ? Math.min(0, Math.floor(first.from.y) - LABEL_GAP) : 0;
  return { left, top: bottom - NAME_HEIGHT, right, bottom };
}

function endBox({ width, output }: NodeGeometry, form: LabelForm): Box {
  const half = halfOf(form);
  return {
    left: width,
    top: output.y - half,
    right: width + CLEARANCE + form.width,
    bottom: output.y + half,
  };
}

/** True for operators whose numbers are printed at their wires: their shape stands at the output. */
export const saysShape = ({ shape }: NodeGeometry, form: LabelForm): boolean =>
  shape === 'operator' && form.kind === 'cells';

/** The room of the shape, above the beginning of the wires that leave. */
function shapeBox({ width, output }: NodeGeometry): Box {
  const left = width + SHAPE.gap;
  return { left, top: output.y - SHAPE.height, right: left + SHAPE.width, bottom: output.y - 1 };
}

function sumBox({ height }: NodeGeometry, form: LabelForm): Box {
  return { left: 0, top: height, right: 24 + form.width, bottom: height + 8 + form.height };
}
