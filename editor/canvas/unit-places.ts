/** Where the pictures of units stand in the room of a label: as many as can be told apart, as large as they fit. */

/** px at 100 %. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A grid of square pictures, in the middle of its room. */
export interface UnitPlaces {
  readonly columns: number;
  readonly rows: number;
  /** Side of a picture. */
  readonly side: number;
  /** Units that are drawn. Where there are more, their number stands in the place behind the last. */
  readonly drawn: number;
  /** The top left corner of the first. */
  readonly left: number;
  readonly top: number;
}

/** Space between pictures. */
export const UNIT_GAP = 3;
/** The least side at which shapes are told apart, and the largest that a wire wants. */
const LEAST = 28;
const MOST = 64;

/** Places for `count` units of which `pictured` have a picture. */
export function planUnits(count: number, pictured: number, room: Room): UnitPlaces {
  const all = gridFor(count, room);
  if (all.side >= LEAST && pictured === count) return placed(all, count, room);
  const across = Math.max(1, Math.floor((room.width + UNIT_GAP) / (LEAST + UNIT_GAP)));
  const down = Math.max(1, Math.floor((room.height + UNIT_GAP) / (LEAST + UNIT_GAP)));
  // One place is for the number of the others.
  const drawn = Math.max(1, Math.min(pictured, across * down - 1));
  return placed(gridFor(Math.min(across * down, drawn + 1), room), drawn, room);
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly side: number;
}

/** The grid with the largest pictures. */
function gridFor(count: number, room: Room): Grid {
  let best: Grid = { columns: 1, rows: count, side: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(
      MOST,
      Math.floor((room.width - UNIT_GAP * (columns - 1)) / columns),
      Math.floor((room.height - UNIT_GAP * (rows - 1)) / rows),
    );
    // Of equal ones the flatter: a wire lies.
    if (side >= best.side) best = { columns, rows, side };
  }
  return best;
}

function placed({ columns, rows, side }: Grid, drawn: number, room: Room): UnitPlaces {
  const width = columns * side + (columns - 1) * UNIT_GAP;
  const height = rows * side + (rows - 1) * UNIT_GAP;
  const [left, top] = [
    Math.round((room.width - width) / 2),
    Math.round((room.height - height) / 2),
  ];
  return { columns, rows, side, drawn, left, top };
}

/** The corner of a picture. */
export function unitCorner({ columns, side, left, top }: UnitPlaces, unit: number) {
  return {
    x: left + (unit % columns) * (side + UNIT_GAP),
    y: top + Math.floor(unit / columns) * (side + UNIT_GAP),
  };
}

/** The unit at a point of the room, gaps counted to the picture before them; null where there is none. */
export function unitAt(places: UnitPlaces, x: number, y: number): number | null {
  const { columns, rows, side, left, top, drawn } = places;
  const column = Math.floor((x - left) / (side + UNIT_GAP));
  const row = Math.floor((y - top) / (side + UNIT_GAP));
  if (column < 0 || column >= columns || row < 0 || row >= rows) return null;
  const unit = row * columns + column;
  return unit < drawn ? unit : null;
}
