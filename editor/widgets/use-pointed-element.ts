/** Which element of a tensor is read: under the pointer, where it was pinned, or the strongest. */
import { useState } from 'react';

export interface PointedElement {
  /** Row-major position. */
  readonly index: number;
  readonly isPinned: boolean;
  /** The pointer is over an element, or over none (−1). */
  readonly hover: (index: number) => void;
  readonly pin: (index: number) => void;
  readonly letGo: () => void;
}

/** Without a pointer or a pin it is `strongest`; a pin that the tensor no longer has is none. */
export function usePointedElement(strongest: number, count: number): PointedElement {
  const [pinned, setPinned] = useState(-1);
  const [hovered, setHovered] = useState(-1);
  const isPinned = pinned >= 0 && pinned < count;
  const isHovered = hovered >= 0 && hovered < count;
  return {
    index: isPinned ? pinned : isHovered ? hovered : strongest,
    isPinned,
    hover: setHovered,
    pin: setPinned,
    letGo: () => {
      setPinned(-1);
      setHovered(-1);
    },
  };
}
