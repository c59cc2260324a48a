/** What was found to be wrong with the net, as it was examined last. */
import { createStore } from 'zustand/vanilla';
import type { Finding } from '../../../graph-core/diagnose/finding.ts';
import type { NetDiagnosis } from '../../../graph-core/diagnose/net-diagnosis.ts';
import type { NodeId } from '../../../graph-core/graph/document.ts';

/** State of the diagnosis. */
export interface DiagnosisState {
  /** Null before a net was examined. */
  readonly diagnosis: NetDiagnosis | null;
}

/** The one diagnosis. */
export const diagnosisStore = createStore<DiagnosisState>(() => ({ diagnosis: null }));

/** The first finding at a node; null for none. */
export function findingAt({ diagnosis }: DiagnosisState, node: NodeId): Finding | null {
  return diagnosis?.findings.find((finding) => finding.node === node) ?? null;
}
