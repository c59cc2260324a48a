/** Draws what a unit responds to into a canvas: colors over the plane of two features, a curve over one. */
import { heatRamp, rampPlace } from './heat-palette.ts';
import { themeColor, themeHeatPalette } from './theme-colors.ts';

/** Values of a unit; [side, side] from the top left over a plane, [side] along an axis. */
export interface UnitValues {
  readonly values: ArrayLike<number>;
  readonly side: number;
  readonly isPlane: boolean;
}

/** What all units of a node share. */
export interface UnitScale {
  /** Magnitude of full color. */
  readonly full: number;
  /** Ends of the upright axis of curves; zero lies between them. */
  readonly low: number;
  readonly high: number;
}

/** Where a picture stands, in px of the canvas. */
export interface UnitBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Colors of a theme. */
export interface UnitColors {
  readonly ramp: Uint8ClampedArray;
  readonly ground: string;
  readonly frame: string;
  readonly zero: string;
  readonly curve: string;
}

/** The colors of the present theme. */
export function unitColors(): UnitColors {
  return {
    ramp: heatRamp(themeHeatPalette('value')),
    ground: themeColor('panel'),
    frame: themeColor('hairline'),
    zero: themeColor('quiet-ink'),
    curve: themeColor('value'),
  };
}

/** Full color from this share of the largest number on: the shape is looked at, and zero as a line in it. */
const FULL = 0.5;

/** The scale of numbers, those that are not finite left out. */
export function unitScale(numbers: ArrayLike<number>): UnitScale {
  let [low, high] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i];
    if (!Number.isFinite(x)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return { full: FULL * Math.max(-low, high), low, high };
}

/** Roundness of the corners, in px. */
const RADIUS = 3;

/** Draws one picture. */
export function paintUnit(
  context: CanvasRenderingContext2D,
  unit: UnitValues,
  scale: UnitScale,
  box: UnitBox,
  colors: UnitColors,
): void {
  const { x, y, width, height } = box;
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.clip();
  if (unit.isPlane) paintPlane(context, unit, scale, box, colors);
  else paintCurve(context, unit, scale, box, colors);
  context.restore();
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, RADIUS);
  context.lineWidth = 1;
  context.strokeStyle = colors.frame;
  context.stroke();
}

let small: HTMLCanvasElement | null = null;

function paintPlane(
  context: CanvasRenderingContext2D,
  { values, side }: UnitValues,
  { full }: UnitScale,
  { x, y, width, height }: UnitBox,
  { ramp }: UnitColors,
): void {
  small ??= document.createElement('canvas');
  small.width = side;
  small.height = side;
  const pixels = small.getContext('2d');
  if (pixels === null) return;
  const image = pixels.createImageData(side, side);
  const { data } = image;
  for (let i = 0; i < side * side; i++) {
    const from = 3 * rampPlace(values[i], full);
    data[4 * i] = ramp[from];
    data[4 * i + 1] = ramp[from + 1];
    data[4 * i + 2] = ramp[from + 2];
    data[4 * i + 3] = 255;
  }
  pixels.putImageData(image, 0, 0);
  // Smoothed: the grid is a sampling, its cells mean nothing.
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, x, y, width, height);
}

/** Space between the curve and the frame. */
const MARGIN = 3;

function paintCurve(
  context: CanvasRenderingContext2D,
  { values, side }: UnitValues,
  { low, high }: UnitScale,
  { x, y, width, height }: UnitBox,
  colors: UnitColors,
): void {
  context.fillStyle = colors.ground;
  context.fillRect(x, y, width, height);
  const span = Math.max(high - low, Number.MIN_VALUE);
  const up = (value: number): number =>
    y + height - MARGIN - ((value - low) / span) * (height - 2 * MARGIN);
  context.strokeStyle = colors.zero;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, up(0));
  context.lineTo(x + width, up(0));
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colors.curve;
  context.lineWidth = width > 100 ? 2.5 : 1.6;
  context.lineJoin = 'round';
  context.beginPath();
  let isDrawing = false;
  for (let i = 0; i < side; i++) {
    if (!Number.isFinite(values[i])) {
      isDrawing = false;
      continue;
    }
    const [across, high] = [x + (width * i) / (side - 1), up(values[i])];
    if (isDrawing) context.lineTo(across, high);
    else context.moveTo(across, high);
    isDrawing = true;
  }
  context.stroke();
}
