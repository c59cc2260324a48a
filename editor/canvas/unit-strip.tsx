/**
 * The units of a node in the room of a label: what each of them responds to. Drawn from the store without React,
 * for a run changes it many times a second.
 */
import './unit-strip.css';
import { type MouseEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { type NodeId, nodeLabel } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { type LensTarget, leaveLens, pointLens } from '../state/look/lens-store.ts';
import { pictureStore } from '../state/results/picture-store.ts';
import { useThemeVersion } from '../widgets/theme-colors.ts';
import { paintUnit, type UnitColors, unitColors, unitScale } from '../widgets/unit-painter.ts';
import { planUnits, type UnitPlaces, unitAt, unitCorner } from './unit-places.ts';
import { useLensPress } from './use-lens-press.ts';

export interface UnitStripProps {
  readonly node: NodeId;
  /** The corner of the room of the label. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What is looked at closely where a unit is pointed at. */
  readonly target: LensTarget;
}

export function UnitStrip({ node, x, y, width, height, target }: UnitStripProps) {
  const label = useStore(documentStore, ({ document }) =>
    document.nodes[node] === undefined ? node : nodeLabel(document, node),
  );
  const [count, pictured] = useUnitCounts(node);
  const places = useMemo(
    () => planUnits(count, pictured, { width, height }),
    [count, pictured, width, height],
  );
  const canvas = useUnitCanvas(node, places, { width, height });

  const { onPointerDown, press } = useLensPress();

  const unitUnder = ({ nativeEvent }: MouseEvent<HTMLCanvasElement>): number | null =>
    unitAt(places, nativeEvent.offsetX, nativeEvent.offsetY);

  function point(event: PointerEvent<HTMLCanvasElement>): void {
    const unit = unitUnder(event);
    event.currentTarget.title = unit === null ? '' : `unit ${unit + 1} of ${label}`;
    if (event.pointerType === 'mouse' && unit !== null) pointLens({ ...target, unit });
  }

  return (
    <div className="unit-strip" aria-hidden="true" style={{ left: x, top: y }}>
      <canvas
        ref={canvas}
        style={{ width, height }}
        onPointerMove={point}
        onPointerLeave={leaveLens}
        onPointerDown={onPointerDown}
        onClick={(event) => {
          const unit = unitUnder(event);
          if (unit !== null) press({ ...target, unit });
        }}
      />
    </div>
  );
}

/** Units of a node, and how many of them have a picture. */
function useUnitCounts(node: NodeId): readonly [number, number] {
  const text = useStore(pictureStore, ({ pictures, features }) => {
    const units = pictures.get(node);
    if (units === undefined) return '0 0';
    return `${units.count} ${units.values.length / units.side ** features}`;
  });
  const [count, pictured] = text.split(' ').map(Number);
  return [count, pictured];
}

/** A canvas that follows the store. */
function useUnitCanvas(
  node: NodeId,
  places: UnitPlaces,
  { width, height }: { readonly width: number; readonly height: number },
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    // Sharp up to twice the size.
    const ratio = Math.max(2, window.devicePixelRatio);
    element.width = Math.ceil(width * ratio);
    element.height = Math.ceil(height * ratio);
    const colors = themeUnitColors(theme);
    const draw = (): void => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      drawUnits(context, node, places, colors);
    };
    draw();
    return pictureStore.subscribe(({ pictures }, before) => {
      if (pictures.get(node) !== before.pictures.get(node)) draw();
    });
  }, [node, places, width, height, theme]);
  return canvas;
}

let themed: { readonly theme: number; readonly colors: UnitColors } | null = null;

/** The colors of the theme, worked out once for all strips. */
function themeUnitColors(theme: number): UnitColors {
  if (themed?.theme !== theme) themed = { theme, colors: unitColors() };
  return themed.colors;
}

function drawUnits(
  context: CanvasRenderingContext2D,
  node: NodeId,
  places: UnitPlaces,
  colors: UnitColors,
): void {
  const { pictures, features } = pictureStore.getState();
  const units = pictures.get(node);
  if (units === undefined) return;
  const { values, side, count } = units;
  const points = side ** features;
  const { drawn, side: width } = places;
  // One scale for all units of a node: a weak one looks weak.
  const scale = unitScale(values);
  for (let unit = 0; unit < drawn; unit++) {
    const one = values.subarray(unit * points, (unit + 1) * points);
    const box = { ...unitCorner(places, unit), width, height: width };
    paintUnit(context, { values: one, side, isPlane: features === 2 }, scale, box, colors);
  }
  if (count > drawn) {
    const { x, y } = unitCorner(places, drawn);
    context.fillStyle = colors.zero;
    context.font = '12px "Inter Variable", system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(`+${count - drawn}`, x + width / 2, y + width / 2);
  }
}
