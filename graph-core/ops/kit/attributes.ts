/** Attributes as operations get them: complete, and of the types that their settings say. */
import type { AttrValue } from '../../graph/document.ts';

/** Complete attribute values whose operation is not known statically. */
export type Attrs = Readonly<Record<string, AttrValue>>;
