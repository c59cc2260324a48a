/** The formula of a node comes later: a page shows its graph before anybody asks what a node computes. */
import type { ComponentType } from 'react';
import type { NodeFormulaProps } from './node-formula.tsx';

/** Loads the component. */
export async function loadNodeFormula(): Promise<ComponentType<NodeFormulaProps>> {
  return (await import('./node-formula.tsx')).NodeFormula;
}
