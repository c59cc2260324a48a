/**
 * How the loss over a set of examples can be computed: in slices where it adds up or is a mean over examples,
 * with all of them at once where rows have to do with each other.
 */

import type { NodeId } from '../../graph/document.ts';
import { elementsNeeded } from '../../interpret/executor.ts';
import { type Flattened, flatten } from '../../program/flatten.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { type RowForm, rowForms } from './row-structure.ts';

/** What slices of examples say about all of them. */
export interface LossRows {
  /**
   * - `mean`, `sum`: the mean or the sum over slices is that of all examples;
   * - `at-once`: only all examples together give the loss;
   * - `batches`: the graph takes batches of one size only, so there is no loss of all.
   */
  readonly kind: 'mean' | 'sum' | 'at-once' | 'batches';
  /** Elements that one more row needs, and those that are there without any. */
  readonly elementsPerRow: number;
  readonly elements: number;
  /** Whether what a node says about a row comes from that row alone. */
  rowByRow(node: NodeId): boolean;
}

/** Two sizes that hardly occur in graphs: equal numbers would be told apart from sizes by chance only. */
const PROBES = [37, 41] as const;

const byFeeding = new WeakMap<Feeding, LossRows>();

/** How the loss of a feeding can be computed; found once. */
export function lossRows(feeding: Feeding): LossRows {
  const rows = byFeeding.get(feeding) ?? findLossRows(feeding);
  byFeeding.set(feeding, rows);
  return rows;
}

function findLossRows(feeding: Feeding): LossRows {
  const { document, settings, inputs } = feeding;
  const [small, large] = PROBES.map((rows) =>
    flatten(document, batchFeeds(feeding, new Array<number>(rows).fill(0))),
  );
  const [few, many] = [small, large].map(({ program }) => elementsNeeded(program));
  const elementsPerRow = (many - few) / (PROBES[1] - PROBES[0]);
  const sizes = { elementsPerRow, elements: few - PROBES[0] * elementsPerRow };
  const loss = small.program.nodes.get(settings.loss);
  if (loss === undefined || !large.program.nodes.has(settings.loss)) {
    return { ...sizes, kind: 'batches', rowByRow: () => true };
  }
  const forms = rowForms(
    { program: small.program, rows: PROBES[0] },
    { program: large.program, rows: PROBES[1] },
    new Set(
      [inputs.features, inputs.targets].flatMap((node) =>
        node === null ? [] : valuesOf(small, node),
      ),
    ),
  );
  return {
    ...sizes,
    kind: lossKind(forms?.[loss]),
    rowByRow: (node) =>
      valuesOf(small, node).some((value) => {
        const form = forms?.[value];
        return form?.kind === 'rows' && form.axis === 0 && form.power === 0;
      }),
  };
}

function lossKind(form: RowForm | undefined): LossRows['kind'] {
  if (form?.kind !== 'total') return 'at-once';
  return form.power === 0 ? 'sum' : form.power === -1 ? 'mean' : 'at-once';
}

function valuesOf({ program }: Flattened, node: NodeId): number[] {
  const value = program.nodes.get(node);
  return value === undefined ? [] : [value];
}
