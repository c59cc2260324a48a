/**
 * Paints a large graph as it looks from afar: outlines and wires, on one canvas somewhat larger than the window.
 * While the view moves the picture moves with it, and is painted anew when its edge comes in sight or the zoom
 * rests.
 */
import type { WireCourse } from '../../graph-core/drawing/route/route-wires.ts';

/** A node as it is painted, in px of the canvas at 100 %. */
export interface FarNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is painted: nodes and wires by how they look. */
export interface FarScene {
  readonly nodes: readonly (readonly [look: FarLook, nodes: readonly FarNode[]])[];
  readonly wires: readonly (readonly [look: FarLook, wires: readonly WireCourse[]])[];
}

/** Colors of one kind of thing. */
export interface FarLook {
  readonly line: string;
  readonly fill: string;
}

/** Where the canvas is seen: React Flow's transform and the size of the window. */
export interface FarView {
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** So much of the window's size is painted beyond each edge. */
const BEYOND = 0.1;

/** The zoom rests when it did not change for so long, in ms. */
const RESTS = 120;

/** So much larger or smaller a picture may be shown than it was painted. */
const STRETCH = 1.5;

/** Wires of one stroke: longer paths are slower to fill in, shorter ones to begin. */
const AT_ONCE = 400;

/** Below this size on the screen a node has no outline of its own, in px. */
const LEAST_OUTLINE = 5;

/** Paints one scene on one canvas. */
export class FarPainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly scene: FarScene;
  private painted: FarView | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, scene: FarScene) {
    this.canvas = canvas;
    this.scene = scene;
  }

  /** Shows the scene as it is seen from there. */
  show(view: FarView): void {
    clearTimeout(this.rest);
    const { painted } = this;
    if (painted === null || !this.covers(painted, view)) {
      this.paint(view);
      return;
    }
    const [x, y, zoom] = view.transform;
    const [x0, y0, zoom0] = painted.transform;
    const scale = zoom / zoom0;
    const { left, top } = marginOf(painted);
    this.canvas.style.transform = `translate(${x - scale * (x0 + left)}px, ${y - scale * (y0 + top)}px) scale(${scale})`;
    if (scale !== 1) this.rest = setTimeout(() => this.paint(view), RESTS);
  }

  /** Nothing more is painted. */
  stop(): void {
    clearTimeout(this.rest);
  }

  private covers(painted: FarView, view: FarView): boolean {
    if (painted.width !== view.width || painted.height !== view.height) return false;
    const [x, y, zoom] = view.transform;
    const [x0, y0, zoom0] = painted.transform;
    const scale = zoom / zoom0;
    if (scale > STRETCH || scale < 1 / STRETCH) return false;
    const { left, top } = marginOf(painted);
    const [fromX, fromY] = [x - scale * (x0 + left), y - scale * (y0 + top)];
    return (
      fromX <= 0 &&
      fromY <= 0 &&
      fromX + scale * (view.width + 2 * left) >= view.width &&
      fromY + scale * (view.height + 2 * top) >= view.height
    );
  }

  private paint(view: FarView): void {
    this.painted = view;
    const { canvas, scene } = this;
    const { transform, width, height } = view;
    const [x, y, zoom] = transform;
    const { left, top } = marginOf(view);
    const density = window.devicePixelRatio;
    canvas.width = Math.ceil((width + 2 * left) * density);
    canvas.height = Math.ceil((height + 2 * top) * density);
    canvas.style.width = `${width + 2 * left}px`;
    canvas.style.height = `${height + 2 * top}px`;
    canvas.style.transform = `translate(${-left}px, ${-top}px)`;
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(
      density * zoom,
      0,
      0,
      density * zoom,
      density * (x + left),
      density * (y + top),
    );
    for (const [look, wires] of scene.wires) paintWires(context, look, wires, zoom);
    for (const [look, nodes] of scene.nodes) paintNodes(context, look, nodes, zoom);
  }
}

const marginOf = ({ width, height }: FarView) => ({
  left: Math.round(BEYOND * width),
  top: Math.round(BEYOND * height),
});

function paintWires(
  context: CanvasRenderingContext2D,
  { line }: FarLook,
  wires: readonly WireCourse[],
  zoom: number,
): void {
  context.strokeStyle = line;
  // A line is never thinner than half a point of the screen; many thin ones are a gray.
  context.lineWidth = Math.max(2, 0.5 / zoom);
  context.globalAlpha = Math.min(1, 0.35 + 4 * zoom);
  for (let i = 0; i < wires.length; i += AT_ONCE) {
    context.beginPath();
    for (const wire of wires.slice(i, i + AT_ONCE)) trace(context, wire);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Adds a wire to the path; one that is not led yet by its ends. */
function trace(context: CanvasRenderingContext2D, wire: WireCourse): void {
  if (wire.rough !== null) {
    const [{ x, y }, ...ends] = wire.rough;
    context.moveTo(x, y);
    for (const end of ends) context.lineTo(end.x, end.y);
    return;
  }
  const { start, pieces } = wire.path;
  context.moveTo(start.x, start.y);
  for (const piece of pieces) {
    const { x, y } = piece.to;
    if (piece.kind === 'line') context.lineTo(x, y);
    else {
      const [p, q] = piece.via;
      context.bezierCurveTo(p.x, p.y, q.x, q.y, x, y);
    }
  }
}

function paintNodes(
  context: CanvasRenderingContext2D,
  { line, fill }: FarLook,
  nodes: readonly FarNode[],
  zoom: number,
): void {
  context.beginPath();
  let outlined = false;
  for (const { x, y, width, height } of nodes) {
    if (zoom * height < LEAST_OUTLINE) {
      context.rect(x, y, width, height);
      continue;
    }
    outlined = true;
    context.roundRect(x, y, width, height, height / 2);
  }
  context.fillStyle = outlined ? fill : line;
  context.fill();
  if (!outlined) return;
  context.strokeStyle = line;
  context.lineWidth = 1 / zoom;
  context.stroke();
}
