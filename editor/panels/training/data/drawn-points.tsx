/**
 * Points drawn by hand on the picture of the boundary: press or drag to add, erase to take away; by keyboard
 * arrows move a cursor, Enter adds, Delete erases, 1 to 9 choose the class. A gesture is one edit.
 */
import './dataset.css';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DrawnPoint } from '../../../../graph-core/graph/document.ts';
import type {
  Boundary,
  DatasetView,
} from '../../../../graph-core/training/look/learned-pictures.ts';
import { digitOf } from '../../../commands/key-names.ts';
import { replaceDrawnPoints } from '../../../state/document/data-edits.ts';
import { BoundaryPlot, type BoundaryPoint } from '../../../widgets/boundary-plot.tsx';
import { untilEscape } from '../../../widgets/until-escape.ts';
import { RestartNote } from '../rows/restart-note.tsx';
import { erasePoints, movedCursor, spacedPoint } from './point-drawing.ts';

interface DrawnPointsProps {
  readonly points: readonly DrawnPoint[];
  /** Null until there are predictions. */
  readonly boundary: Boundary | null;
  /** Null until a run is set up; says which points are held out. */
  readonly dataset: DatasetView | null;
}

/** Classes that can be drawn; a document holds as many. */
const CLASSES = Array.from({ length: 9 }, (_, i) => i);

const EXTENT = { x: [-1, 1], y: [-1, 1] } as const;

/** A class to add, or taking points away. */
type Tool = number | 'erase';

export function DrawnPoints({ points, boundary, dataset }: DrawnPointsProps) {
  const [tool, setTool] = useState<Tool>(0);
  const [cursor, setCursor] = useState<readonly [number, number]>([0, 0]);
  /** The points after the tool was used at a place. */
  function used(before: readonly DrawnPoint[], x: number, y: number): readonly DrawnPoint[] {
    return tool === 'erase' ? erasePoints(before, x, y) : spacedPoint(before, [x, y, tool]);
  }
  const { draft, ...pointer } = useDrawing(points, used);
  /** What was learned before stays behind the points until there is something newer. */
  const learned = useRef(boundary);
  if (boundary !== null || points.length === 0) learned.current = boundary;
  const shown = useMemo(() => markHeldOut(draft ?? points, dataset), [draft, points, dataset]);

  function onKeyDown(event: KeyboardEvent): void {
    const digit = digitOf(event);
    const moved = movedCursor(cursor, event.key, event.shiftKey);
    if (moved !== null) setCursor(moved);
    else if (event.key === 'Enter' || event.key === ' ')
      replaceDrawnPoints(used(points, ...cursor));
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      replaceDrawnPoints(erasePoints(points, ...cursor));
    } else if (digit !== null) setTool(digit === 0 ? 'erase' : digit - 1);
    else return;
    // These keys are commands elsewhere.
    event.preventDefault();
  }

  return (
    <>
      <div
        className="drawing"
        role="application"
        aria-label={`Drawing area, cursor at ${cursor[0].toFixed(2)}, ${cursor[1].toFixed(2)}; arrow keys move it, Enter adds a point, Delete erases, 1 to 9 choose the class`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: drawing works by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...pointer}
      >
        <BoundaryPlot
          label="Decision boundary"
          grid={learned.current}
          points={shown}
          extent={EXTENT}
        />
        <Cursor at={cursor} />
      </div>
      <Tools points={points} tool={tool} onChoose={setTool} />
      <RestartNote />
    </>
  );
}

/** Drawing by pointer: `draft` holds the points while a drag goes on; Escape gives it up. */
function useDrawing(
  points: readonly DrawnPoint[],
  used: (before: readonly DrawnPoint[], x: number, y: number) => readonly DrawnPoint[],
) {
  const [draft, setDraft] = useState<readonly DrawnPoint[] | null>(null);
  const drawing = useRef<readonly DrawnPoint[] | null>(null);
  const stopListening = useRef(() => {});

  function along(event: PointerEvent<HTMLElement>): void {
    if (drawing.current === null) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = (2 * (event.clientX - box.left)) / box.width - 1;
    const y = 1 - (2 * (event.clientY - box.top)) / box.height;
    if (Math.abs(x) > 1 || Math.abs(y) > 1) return;
    drawing.current = used(drawing.current, x, y);
    setDraft(drawing.current);
  }

  function end(isKept: boolean): void {
    if (isKept && drawing.current !== null) replaceDrawnPoints(drawing.current);
    stopListening.current();
    drawing.current = null;
    setDraft(null);
  }

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = points;
    stopListening.current = untilEscape(() => end(false));
    along(event);
  }

  return {
    draft,
    onPointerDown,
    onPointerMove: along,
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
  };
}

/** The points with those hollow that are held out. */
function markHeldOut(
  points: readonly DrawnPoint[],
  dataset: DatasetView | null,
): readonly BoundaryPoint[] {
  // Coordinates that were standardized come back with rounding.
  const place = (x: number, y: number): string => `${x.toFixed(6)} ${y.toFixed(6)}`;
  const { features = [], targets = [] } = dataset?.test ?? {};
  const held = new Set(Array.from(targets, (_, i) => place(features[2 * i], features[2 * i + 1])));
  return points.map(([x, y, label]) => ({ x, y, label, hollow: held.has(place(x, y)) }));
}

function Cursor({ at: [x, y] }: { readonly at: readonly [number, number] }) {
  return (
    <svg className="drawing-cursor" viewBox="-1 -1 2 2" aria-hidden="true">
      <circle cx={x} cy={-y} r={0.05} />
      <path d={`M${x - 0.09} ${-y}h0.18M${x} ${-y - 0.09}v0.18`} />
    </svg>
  );
}

interface ToolsProps {
  readonly points: readonly DrawnPoint[];
  readonly tool: Tool;
  readonly onChoose: (tool: Tool) => void;
}

/** The classes in use and one more, and the eraser. */
function Tools({ points, tool, onChoose }: ToolsProps) {
  const highest = points.reduce((most, [, , label]) => Math.max(most, label), 1);
  const offered = CLASSES.slice(0, Math.min(9, Math.max(highest + 2, Number(tool) + 1 || 0)));
  return (
    <fieldset className="drawing-tools" aria-label="What drawing adds">
      {offered.map((label) => (
        <button
          key={label}
          type="button"
          className="button drawing-tool"
          title={`key ${label + 1}`}
          aria-pressed={tool === label}
          onClick={() => onChoose(label)}
        >
          <span
            className="drawing-swatch"
            style={{ '--swatch': `var(--class-${label})` } as CSSProperties}
          />
          class {label}
        </button>
      ))}
      <button
        type="button"
        className="button drawing-tool"
        title="key 0"
        aria-pressed={tool === 'erase'}
        onClick={() => onChoose('erase')}
      >
        erase
      </button>
    </fieldset>
  );
}
