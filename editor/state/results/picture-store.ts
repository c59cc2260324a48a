/** What the units of the shown run respond to; drawn from here without React, for it changes many times a second. */
import { createStore } from 'zustand/vanilla';
import type { NodeId } from '../../../graph-core/graph/document.ts';
import type { Gallery, UnitPictures } from '../../../graph-core/training/look/unit-gallery.ts';

/** State of the pictures. */
export interface PictureState {
  /** Those of nodes that are not looked at any more stay as they were. */
  readonly pictures: ReadonlyMap<NodeId, UnitPictures>;
  /** Features of an example: two make planes, one makes curves. */
  readonly features: number;
  readonly extent: Gallery['extent'];
}

/** The one set of pictures. */
export const pictureStore = createStore<PictureState>(() => ({
  pictures: new Map(),
  features: 2,
  extent: [-1, 1, -1, 1],
}));

/** Puts some pictures in the place of those before. */
export function receiveGallery({ pictures: drawn, features, extent }: Gallery): void {
  const pictures = new Map(pictureStore.getState().pictures);
  for (const one of drawn) pictures.set(one.node, one);
  pictureStore.setState({ pictures, features, extent });
}

/** Forgets the pictures of all other nodes: another run is shown, in which they have none. */
export function keepPictures(nodes: readonly NodeId[]): void {
  const { pictures } = pictureStore.getState();
  const wanted = new Set(nodes);
  const others = [...pictures].filter(([node]) => wanted.has(node));
  if (others.length < pictures.size) pictureStore.setState({ pictures: new Map(others) });
}

/** Units of a node; 0 where they are not pictured. */
export const unitCount = ({ pictures }: PictureState, node: NodeId): number =>
  pictures.get(node)?.count ?? 0;
