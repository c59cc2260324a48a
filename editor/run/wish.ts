/** What run a document asks for: its settings, or those suggested, and all that the run depends on. */
import type { DataFileSettings, GraphDocument } from '../../graph-core/graph/document.ts';
import type { SpeedWish } from '../../graph-core/worker/messages/protocol.ts';
import { shownTraining } from '../state/document/shown-training.ts';
import type { Preferences } from '../state/look/preferences.ts';

/** How a person likes runs, whatever the document. */
export type RunPreferences = Pick<Preferences, 'fusedArithmetic' | 'trainingSpeed'>;

/** A run that is to be. */
export interface Wish {
  /** With the settings it is trained with, written or suggested. */
  readonly document: GraphDocument;
  readonly version: number;
  /** Equal for documents of the same run: positions, names and the rate may change while it goes on. */
  readonly key: string;
  readonly rate: number;
  /** Products and sums may be rounded once. */
  readonly fused: boolean;
  /** Steps a second at which it plays; changes no step, and no run begins anew. */
  readonly speed: SpeedWish;
  /** The data file it is trained on; null where the data are others. */
  readonly file: DataFileSettings | null;
}

/** The run that a document asks for; null where it has nothing to train. */
export function wishFor(
  document: GraphDocument,
  version: number,
  { fusedArithmetic: fused, trainingSpeed: speed }: RunPreferences,
): Wish | null {
  const training = shownTraining(document);
  if (training === null) return null;
  const { nodes, edges } = document;
  const plain = Object.entries(nodes).map(([id, { op, attrs }]) => [id, op, attrs]);
  const { kind, file = null } = training.dataset ?? {};
  const { loss, features, targets, dataset, optimizer, schedule, batch, seed } = training;
  const settings = [loss, features, targets, dataset, optimizer, schedule, batch, seed];
  return {
    document: document.training === undefined ? { ...document, training } : document,
    version,
    key: JSON.stringify([plain, edges, settings, fused]),
    rate: training.rate,
    fused,
    speed,
    file: kind === 'file' ? file : null,
  };
}
