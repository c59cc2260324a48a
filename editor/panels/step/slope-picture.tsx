/** The local derivative as a picture: the curve of the operation, the point on it, how steep it is there. */
import { useMemo } from 'react';
import type { ComputedGraph } from '../../../graph-core/explain/derivation/computed-graph.ts';
import { slopeCurve } from '../../../graph-core/explain/derivation/slope-curve.ts';
import { type EdgeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { CurvePicture } from '../../widgets/curve-picture.tsx';
import { formatNumber } from '../../widgets/format-number.ts';

interface SlopePictureProps {
  readonly graph: ComputedGraph;
  readonly edge: EdgeId;
  /** Row-major position in the output. */
  readonly element: number;
}

export function SlopePicture({ graph, edge, element }: SlopePictureProps) {
  const curve = useMemo(() => slopeCurve(graph, edge, element), [graph, edge, element]);
  if (curve === null) return null;
  const { from, to } = graph.document.edges[edge];
  const names = { x: nodeLabel(graph.document, from), y: nodeLabel(graph.document, to) };
  const { x, slope } = curve.points[curve.chosen];
  return (
    <section className="panel-section" aria-label="Local derivative">
      <h3 className="panel-heading">
        {names.y} against {names.x}
        {curve.points.length > 1 ? `, all ${curve.points.length} elements` : ''}
      </h3>
      <CurvePicture
        {...curve}
        names={names}
        label={`${names.y} against ${names.x}: at ${formatNumber(x)} the slope is ${formatNumber(slope)}`}
      />
    </section>
  );
}
