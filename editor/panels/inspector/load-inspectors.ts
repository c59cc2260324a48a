/** Inspectors of nodes and wires come later: a page shows its graph before anybody selects a part of it. */
import type { ComponentType } from 'react';
import type { NodeInspectorProps } from './node-inspector.tsx';
import type { WireInspectorProps } from './wire-inspector.tsx';

/** Loads the inspector of a node. */
export async function loadNodeInspector(): Promise<ComponentType<NodeInspectorProps>> {
  return (await import('./node-inspector.tsx')).NodeInspector;
}

/** Loads the inspector of a wire. */
export async function loadWireInspector(): Promise<ComponentType<WireInspectorProps>> {
  return (await import('./wire-inspector.tsx')).WireInspector;
}
