/**
 * Pictures of what a network has learned: decisions over the plane of two features, outputs along one.
 * Everything shown is in the units of the data; what is fed is standardized where the run says so.
 */

import type { Scaling } from '../../datasets/standardize.ts';
import { nodeLabel } from '../../graph/document.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { assertFeeding } from '../step/training-plan.ts';
import {
  type DrawnExamples,
  type Extent,
  examplesOf,
  type InputGrid,
  inputExtent,
  inputGrid,
} from './input-grid.ts';
import { Predictor, whyNoPredictor } from './predictor.ts';

/** Grid points along each side of the decision boundary. */
const GRID = 64;
/** Points along the curve of a network with one input. */
const FIT_POINTS = 161;

/** Decisions on a grid over the plane, row by row from the bottom left. */
export interface Boundary {
  readonly width: number;
  readonly height: number;
  readonly extent: Extent;
  /** The class at each grid point. */
  readonly classes: Uint8Array<ArrayBuffer>;
  /** How sure the network is of it, in [0, 1]. */
  readonly confidence: Float32Array<ArrayBuffer>;
}

/** Outputs of a network with one input and one output. */
export interface Fit {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
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
  /** Why there is no accuracy, boundary or fit where one would be expected, as a sentence; empty otherwise. */
  readonly withheld: string;
}

/** The pictures of one run with a data set. */
export class LearnedPictures {
  private readonly feeding: Feeding;
  private readonly predictor: Predictor | null;
  private readonly extent: Extent;
  private readonly grid: InputGrid;
  /** Why there is no accuracy, boundary or fit where one would be expected; empty otherwise. */
  private readonly withheld: string;

  constructor(run: LiveRun) {
    const feeding = assertFeeding(run.plan);
    this.feeding = feeding;
    this.extent = inputExtent(feeding);
    const { width } = feeding.dataset;
    this.grid = inputGrid(feeding, this.extent, width === 1 ? FIT_POINTS : GRID);
    const rows = this.grid.points.length / width;
    const isFed = rows > 0 && feeding.inputs.features !== null;
    this.predictor = isFed ? Predictor.forRows(run.reference, rows) : null;
    this.withheld = this.whyNone(rows);
  }

  /** Why there is no accuracy, boundary or fit where one would be expected, as a sentence. */
  private whyNone(rows: number): string {
    const { feeding } = this;
    const { width, classes } = feeding.dataset;
    if (classes === null && width !== 1) return '';
    const boundary = classes !== null && width === 2;
    const picture = classes === null ? 'fit' : 'decision boundary';
    if (feeding.undecided !== '') {
      const missing =
        classes === null ? 'fit' : boundary ? `accuracy and no ${picture}` : 'accuracy';
      return `No ${missing}: ${feeding.undecided}.`;
    }
    if (rows === 0 || (classes !== null && !boundary)) return '';
    if (!feeding.keepsTargets && classes === null) {
      const { document, inputs } = feeding;
      const target = inputs.targets === null ? '' : nodeLabel(document, inputs.targets);
      return `No fit: ${target} is changed before it is compared, so the curve would be in other units than the examples; change the data instead.`;
    }
    if (this.predictor !== null) return '';
    const reason = whyNoPredictor(feeding, rows);
    return reason === '' ? '' : `No ${picture}: ${reason}.`;
  }

  /** The examples, for plotting: in the units of the data, none where there are more than two features. */
  dataset(): DatasetView {
    const { data, batch } = this.feeding;
    const { title, training, test, scaling, classNames, featureNames, leftOut } = data;
    const nothing = { features: new Float64Array(0), targets: new Float64Array(0) };
    return {
      title,
      width: training.width,
      classes: training.classes,
      classNames,
      featureNames,
      leftOut,
      size: training.size,
      batch,
      testSize: test?.size ?? 0,
      scaling,
      ...(examplesOf(training, scaling) ?? nothing),
      test: examplesOf(test, scaling) ?? nothing,
    };
  }

  /** All of them. */
  draw(): Pictures {
    const { withheld } = this;
    return { boundary: this.boundary(), fit: this.fit(), withheld };
  }

  /** Decisions over the plane; null unless two features are classified. */
  private boundary(): Boundary | null {
    const { predictor, extent, feeding } = this;
    const { dataset, decision } = feeding;
    if (predictor === null || dataset.width !== 2 || decision === null) return null;
    const outputs = predictor.predict(this.grid.fed);
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
    return this.predictor?.refusal ?? '';
  }

  /** Outputs along the axis; null unless one feature gives one number. */
  private fit(): Fit | null {
    const { predictor } = this;
    const { dataset, keepsTargets } = this.feeding;
    if (predictor === null || dataset.width !== 1 || predictor.width !== 1) return null;
    if (!keepsTargets) return null;
    return { x: this.grid.points.slice(), y: Float64Array.from(predictor.predict(this.grid.fed)) };
  }
}
