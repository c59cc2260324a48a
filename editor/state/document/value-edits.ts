/** Edits of what nodes hold: numbers, attributes, names. */

import type { AttrValue, NodeId } from '../../../graph-core/graph/document.ts';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import { renameDocument, renameNode, setAttr, setValues } from '../../../graph-core/graph/edit.ts';
import { notify } from '../look/notices.ts';
import { changeDocument, documentStore } from './document-store.ts';

/** Sets the number or numbers of a variable. Changes of one gesture are one undo entry. */
export function setValue(node: NodeId, value: AttrValue, gesture?: string): void {
  setAttribute(node, 'value', value, gesture);
}

/** Sets an attribute of a node; undefined gives it back its default. */
export function setAttribute(
  node: NodeId,
  name: string,
  value: AttrValue | undefined,
  gesture?: string,
): void {
  const { document } = documentStore.getState();
  const before = document.nodes[node]?.attrs[name];
  if (document.nodes[node] === undefined || JSON.stringify(before) === JSON.stringify(value))
    return;
  changeDocument(
    `Change ${name} of ${nodeLabel(document, node)}`,
    (draft) => setAttr(draft, node, name, value),
    gesture === undefined ? {} : { gesture },
  );
}

/** Sets several attributes of a node at once. */
export function setAttributes(
  node: NodeId,
  values: Readonly<Record<string, AttrValue | undefined>>,
): void {
  const { document } = documentStore.getState();
  if (document.nodes[node] === undefined) return;
  changeDocument(`Change ${nodeLabel(document, node)}`, (draft) => {
    for (const [name, value] of Object.entries(values)) setAttr(draft, node, name, value);
  });
}

/** Puts these numbers into variables, in place of what they draw or start from, as one edit. */
export function changeValues(values: Readonly<Record<NodeId, AttrValue>>, label?: string): void {
  const { document } = documentStore.getState();
  const nodes = Object.keys(values).filter((id) => document.nodes[id] !== undefined);
  const names = nodes.map((id) => nodeLabel(document, id)).join(', ');
  changeDocument(label ?? `Set ${names}`, (draft) => setValues(draft, values));
}

/** Names a node; an empty name is taken away. */
export function rename(node: NodeId, name: string): void {
  const { document } = documentStore.getState();
  // A field that loses the focus because its node was deleted still says its name.
  if (document.nodes[node] === undefined) return;
  if ((document.nodes[node].name ?? '') === name.trim()) return;
  changeDocument(`Rename ${nodeLabel(document, node)}`, (draft) => {
    const fault = renameNode(draft, node, name);
    if (fault !== null) notify('refused', fault.message, fault.hint);
  });
}

/** Names the document. */
export function renameGraph(name: string): void {
  const wanted = name.trim() === '' ? 'Untitled graph' : name;
  if (documentStore.getState().document.name === wanted.trim()) return;
  changeDocument('Rename the graph', (draft) => {
    const fault = renameDocument(draft, wanted);
    if (fault !== null) notify('refused', fault.message, fault.hint);
  });
}
