/** Children that lie on the whole page, above whatever they belong to. */
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Renders outside of all that clips or stacks. */
export function OnPage({ children }: { readonly children: ReactNode }) {
  return createPortal(children, document.body);
}
