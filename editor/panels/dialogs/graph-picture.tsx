/** A graph as it looks from afar, drawn when it is first seen: what the cards of the gallery show. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { around, shifted } from '../../../graph-core/drawing/box.ts';
import { documentFrames } from '../../../graph-core/drawing/document-frames.ts';
import { nodeGeometry } from '../../../graph-core/drawing/node-geometry.ts';
import { routeWires } from '../../../graph-core/drawing/route/route-wires.ts';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';

/** px of the canvas around the graph. */
const MARGIN = 24;

/** px of the picture, which has the proportions of its card. */
const WIDTH = 264;
const HEIGHT = 148;

/** Size of symbols on the canvas, and the smallest that is drawn, in px. */
const SYMBOL = 30;
const LEAST_SYMBOL = 12;

export function GraphPicture({ document }: { readonly document: GraphDocument }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} className="graph-picture" aria-hidden="true">
      {isSeen && <Drawing document={document} />}
    </div>
  );
}

function Drawing({ document }: { readonly document: GraphDocument }) {
  const { box, nodes, wires, scale } = useMemo(() => drawingOf(document), [document]);
  return (
    <svg viewBox={box} preserveAspectRatio="xMidYMid meet" role="presentation">
      {wires.map(({ id, path }) => (
        <path key={id} className="graph-picture-wire" d={path} />
      ))}
      {nodes.map(({ id, x, y, width, height, look, symbol }) => (
        <g key={id}>
          <rect
            className={`graph-picture-node ${look}`}
            {...{ x, y, width, height }}
            rx={Math.min(width, height) / 2}
          />
          {scale * SYMBOL >= LEAST_SYMBOL && (
            <text className="graph-picture-symbol" x={x + width / 2} y={y + height / 2}>
              {symbol}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function drawingOf(document: GraphDocument) {
  const frames = documentFrames(document);
  const courses = routeWires(document, frames);
  const nodes = Object.entries(document.nodes).map(([id, node]) => {
    const { width, height, shape } = nodeGeometry(node);
    const word = opDef(node.op)?.doc.symbol ?? '';
    return {
      ...{ id, ...node.position, width, height },
      look: node.op === 'parameter' ? 'learned' : shape,
      symbol: shape === 'variable' ? (node.name ?? id) : word,
    };
  });
  const whole = around([
    ...nodes.map(({ x, y, width, height }) =>
      shifted({ left: 0, top: 0, right: width, bottom: height }, { x, y }),
    ),
    ...[...courses.values()].map(({ extent }) => extent),
  ]) ?? { left: 0, top: 0, right: 1, bottom: 1 };
  const [left, top] = [whole.left - MARGIN, whole.top - MARGIN];
  const [width, height] = [whole.right + MARGIN - left, whole.bottom + MARGIN - top];
  return {
    box: `${left} ${top} ${width} ${height}`,
    nodes,
    wires: [...courses].map(([id, { svg }]) => ({ id, path: svg })),
    scale: Math.min(WIDTH / width, HEIGHT / height),
  };
}
