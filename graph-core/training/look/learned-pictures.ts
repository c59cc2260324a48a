/**
 * Pictures of what a network has learned: decisions over the plane of two features, outputs along one.
 * Everything shown is in the units of the data; what is fed is standardized where the run says so.
 */

import type { Dataset } from '../../datasets/generated/dataset.ts';
import { type Scaling, standardize } from '../../datasets/standardize.ts';
import { type NodeId, nodeLabel } from '../../graph/document.ts';
import type { LiveRun } from '../run/live-run.ts';
import { Predictor, whyNoPredictor } from './predictor.ts';

/** Grid points along each side of the decision boundary. */
const GRID = 64;
/** Grid points along each side of the picture of a unit, and the most units pictured. */
const UNIT_GRID = 32;
const MOST_UNITS = 16;
/** Points along the curve of a network with one input. */
const FIT_POINTS = 161;
/** Examples sent to be drawn. */
const MOST_DRAWN = 20_000;

type Extent = Boundary['extent'];

/** The square that points are drawn by hand in. */
const DRAWING: Extent = [-1, 1, -1, 1];

/** Decisions on a grid over the plane, row by row from the bottom left. */
export interface Boundary {
  readonly width: number;
  readonly height: number;
  /** [left, right, bottom, top] in units of the data. */
  readonly extent: readonly [number, number, number, number];
  /** The class at each grid point. */
  readonly classes: Uint8Array<ArrayBuffer>;
  /** How sure the network is of it, in [0, 1]. */
  readonly confidence: Float32Array<ArrayBuffer>;
}

/** Values of the units of one node over the plane. */
export interface UnitPictures {
  readonly node: NodeId;
  /** Units there are; the first of them are in `values`. */
  readonly count: number;
  /** Grid points along each side. */
  readonly side: number;
  /** [units, side, side], each picture row by row from the top left. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Outputs of a network with one input and one output. */
export interface Fit {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

/** Examples to be drawn, in the units of the data. */
export interface DrawnExamples {
  /** [examples, width], row-major. */
  readonly features: Float64Array<ArrayBuffer>;
  /** Class indices or target values. */
  readonly targets: Float64Array<ArrayBuffer>;
}

/** The data of a run, and its examples as far as they can be drawn: the first 20,000 of one or two features. */
export interface DatasetView extends DrawnExamples {
  readonly title: string;
  /** Features per example. */
  readonly width: number;
  readonly classes: number | null;
  /** Null where they are only numbers. */
  readonly classNames: readonly string[] | null;
  readonly featureNames: readonly string[] | null;
  /** Examples learned from. */
  readonly size: number;
  /** Examples of one step. */
  readonly batch: number;
  /** Examples held out. */
  readonly testSize: number;
  /** Rows of a file that are not used because they miss something. */
  readonly leftOut: number;
  /** Mean and deviation of the training rows, when features are standardized. */
  readonly scaling: Scaling | null;
  /** Examples held out. */
  readonly test: DrawnExamples;
}

/** What can be drawn of a run with the weights it has now. */
export interface Pictures {
  /** What the network says over the plane of the two inputs; null unless there are two. */
  readonly boundary: Boundary | null;
  /** What it says along a single input, for curves; null unless there is one. */
  readonly fit: Fit | null;
  /** What each unit of the node that was asked for says over the plane; null when none was, or it has none. */
  readonly units: UnitPictures | null;
  /** Why there is no accuracy, boundary or fit where one would be expected, as a sentence; empty otherwise. */
  readonly withheld: string;
}

/** The pictures of one run. */
export class LearnedPictures {
  private readonly run: LiveRun;
  private readonly predictor: Predictor | null;
  private readonly extent: Extent;
  /** Grid points in the units of the data, and as they are fed. */
  private readonly grid: Float64Array<ArrayBuffer>;
  private readonly fed: Float64Array<ArrayBuffer>;
  /** Why there is no accuracy, boundary or fit where one would be expected; empty otherwise. */
  private readonly withheld: string;
  private watched: { readonly node: NodeId; readonly predictor: Predictor } | null = null;

  constructor(run: LiveRun) {
    this.run = run;
    const { data, dataset, settings } = run.plan;
    const { width } = dataset;
    const parts = [examplesOf(data.training, data.scaling), examplesOf(data.test, data.scaling)];
    this.extent =
      settings.dataset.kind === 'points'
        ? DRAWING
        : extentOf(
            parts.flatMap((part) => part ?? []),
            width,
          );
    this.grid = gridFeatures(width, this.extent, GRID);
    this.fed = this.scaled(this.grid);
    const rows = this.grid.length / width;
    this.predictor = rows === 0 ? null : Predictor.forRows(run.reference, rows);
    this.withheld = this.whyNone(rows);
  }

  /** Why there is no accuracy, boundary or fit where one would be expected, as a sentence. */
  private whyNone(rows: number): string {
    const { plan } = this.run;
    const { width, classes } = plan.dataset;
    if (classes === null && width !== 1) return '';
    const boundary = classes !== null && width === 2;
    const picture = classes === null ? 'fit' : 'decision boundary';
    if (plan.undecided !== '') {
      const missing =
        classes === null ? 'fit' : boundary ? `accuracy and no ${picture}` : 'accuracy';
      return `No ${missing}: ${plan.undecided}.`;
    }
    if (rows === 0 || (classes !== null && !boundary)) return '';
    if (!plan.keepsTargets && classes === null) {
      const target = nodeLabel(plan.document, plan.settings.targets);
      return `No fit: ${target} is changed before it is compared, so the curve would be in other units than the examples; change the data instead.`;
    }
    if (this.predictor !== null) return '';
    const reason = whyNoPredictor(plan, rows);
    return reason === '' ? '' : `No ${picture}: ${reason}.`;
  }

  /** The examples, for plotting: in the units of the data, none where there are more than two features. */
  dataset(): DatasetView {
    const { title, training, test, scaling, classNames, featureNames, leftOut } =
      this.run.plan.data;
    const nothing = { features: new Float64Array(0), targets: new Float64Array(0) };
    return {
      title,
      width: training.width,
      classes: training.classes,
      classNames,
      featureNames,
      leftOut,
      size: training.size,
      batch: this.run.plan.batch,
      testSize: test?.size ?? 0,
      scaling,
      ...(examplesOf(training, scaling) ?? nothing),
      test: examplesOf(test, scaling) ?? nothing,
    };
  }

  /** All of them. */
  draw(): Pictures {
    const { withheld } = this;
    return { boundary: this.boundary(), fit: this.fit(), units: this.units(), withheld };
  }

  /** Decisions over the plane; null unless two features are classified. */
  private boundary(): Boundary | null {
    const { dataset } = this.run.plan;
    const { predictor, extent } = this;
    if (predictor === null || dataset.width !== 2 || this.run.plan.decision === null) return null;
    const outputs = predictor.predict(this.fed);
    const classes = new Uint8Array(GRID * GRID);
    const confidence = new Float32Array(GRID * GRID);
    for (let i = 0; i < classes.length; i++) {
      classes[i] = predictor.classOf(outputs, i);
      confidence[i] = predictor.confidenceOf(outputs, i);
    }
    return { width: GRID, height: GRID, extent, classes, confidence };
  }

  /** Why pictures are drawn by the interpreter although they were compiled; empty otherwise. */
  get refusal(): string {
    return this.predictor?.refusal || this.watched?.predictor.refusal || '';
  }

  /** From now on `units` looks at this node; at none where there are not two features or no row for each point. */
  watch(node: NodeId | null): void {
    const { run } = this;
    const possible = node !== null && run.plan.dataset.width === 2;
    const predictor = possible
      ? Predictor.forRows(run.reference, UNIT_GRID * UNIT_GRID, node)
      : null;
    this.watched = node === null || predictor === null ? null : { node, predictor };
  }

  /** What each unit of the watched node says over the plane. */
  private units(): UnitPictures | null {
    if (this.watched === null) return null;
    const { node, predictor } = this.watched;
    const outputs = predictor.predict(this.scaled(gridFeatures(2, this.extent, UNIT_GRID)));
    const pictured = Math.min(predictor.width, MOST_UNITS);
    const cells = UNIT_GRID * UNIT_GRID;
    const values = new Float32Array(pictured * cells);
    for (let unit = 0; unit < pictured; unit++) {
      for (let i = 0; i < cells; i++) {
        // The grid begins at the bottom, a picture at the top.
        const row = UNIT_GRID - 1 - Math.floor(i / UNIT_GRID);
        values[unit * cells + row * UNIT_GRID + (i % UNIT_GRID)] =
          outputs[i * predictor.width + unit];
      }
    }
    return { node, count: predictor.width, side: UNIT_GRID, values };
  }

  /** Features as they are fed. */
  private scaled(features: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
    const { scaling } = this.run.plan.data;
    const fed = features.slice();
    if (scaling !== null && fed.length > 0) standardize(fed, scaling);
    return fed;
  }

  /** Outputs along the axis; null unless one feature gives one number. */
  private fit(): Fit | null {
    const { predictor } = this;
    const { dataset, keepsTargets } = this.run.plan;
    if (predictor === null || dataset.width !== 1 || predictor.width !== 1) return null;
    if (!keepsTargets) return null;
    return { x: this.grid.slice(), y: Float64Array.from(predictor.predict(this.fed)) };
  }
}

/** Examples in the units of the data; null where there is nothing to draw. */
function examplesOf(dataset: Dataset | null, scaling: Scaling | null): DrawnExamples | null {
  if (dataset === null || dataset.width > 2) return null;
  const count = Math.min(dataset.size, MOST_DRAWN);
  const { width } = dataset;
  const features = Float64Array.from(dataset.features.subarray(0, count * width));
  if (scaling !== null) {
    for (let i = 0; i < features.length; i++) {
      const j = i % width;
      features[i] = features[i] * scaling.deviation[j] + scaling.mean[j];
    }
  }
  return { features, targets: dataset.targets.slice(0, count) };
}

/** The square (or interval) around all examples with a margin of a tenth. */
function extentOf(parts: readonly DrawnExamples[], width: number): Extent {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { features } of parts) {
    for (let i = 0; i < features.length; i++) {
      const axis = i % width;
      low[axis] = Math.min(low[axis], features[i]);
      high[axis] = Math.max(high[axis], features[i]);
    }
  }
  const span = Math.max(high[0] - low[0], width > 1 ? high[1] - low[1] : 0, 1e-6) * 1.2;
  const center = [(low[0] + high[0]) / 2, width > 1 ? (low[1] + high[1]) / 2 : 0];
  return [center[0] - span / 2, center[0] + span / 2, center[1] - span / 2, center[1] + span / 2];
}

/** Grid points for a plane, points along the axis for a line, none for more features. */
function gridFeatures(
  width: number,
  [left, right, bottom, top]: Extent,
  side: number,
): Float64Array<ArrayBuffer> {
  if (width === 1) {
    return Float64Array.from(
      { length: FIT_POINTS },
      (_, i) => left + ((right - left) * i) / (FIT_POINTS - 1),
    );
  }
  if (width !== 2) return new Float64Array(0);
  const features = new Float64Array(side * side * 2);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      features[at] = left + ((right - left) * (column + 0.5)) / side;
      features[at + 1] = bottom + ((top - bottom) * (row + 0.5)) / side;
    }
  }
  return features;
}
