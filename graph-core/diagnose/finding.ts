/** What diagnoses say. */
import type { NodeId } from '../graph/document.ts';

/** One thing that is wrong, and one sentence of what to do. */
export interface Finding {
  readonly code:
    | 'unused-parameter'
    | 'dead-units'
    | 'saturated-units'
    | 'identical-units'
    | 'vanishing-gradient'
    | 'exploding-gradient';
  readonly node: NodeId;
  /** Which units of the node, counted from 0; absent where it is about all of it. */
  readonly units?: readonly number[];
  readonly message: string;
  readonly hint: string;
}
