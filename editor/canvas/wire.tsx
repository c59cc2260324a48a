/** A wire: its course, its value above, its gradient below, and what is wrong with it. */
import { type EdgeProps, useStore as useFlow } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { PORT_SIZE } from '../state/look/geometry.ts';
import { runStore } from '../state/results/run-store.ts';
import { problemAtEdge, shownEdgeGradient, shownValue } from '../state/results/selectors.ts';
import { useAtStep } from './at-step.ts';
import { useLossRows } from './graph-loss.ts';
import { showsLabels } from './level-of-detail.ts';
import { NumberLabel } from './number-label.tsx';
import { useShownNumbers } from './shown-numbers.ts';
import { wireCourse } from './wire-course.ts';

/** Distance of the middle of a label from its wire, in px. */
const LABEL_DISTANCE = 12;

export const Wire = memo(function Wire({
  id,
  source,
  sourceX,
  sourceY,
  targetX,
  targetY,
  selected,
}: EdgeProps) {
  // React Flow ends a wire at the outer side of a port; ours end on the outline of the node.
  const course = wireCourse(
    { x: sourceX - PORT_SIZE / 2, y: sourceY },
    { x: targetX + PORT_SIZE / 2, y: targetY },
  );
  const labels = useFlow(showsLabels);
  const problem = useStore(runStore, ({ snapshot }) => problemAtEdge(snapshot, id)?.message);
  const part = useAtStep((step) => {
    if (step?.kind === 'wire' && step.edge === id) return 'writes';
    return step?.kind === 'accumulate' && step.edges.includes(id) ? 'gathers' : null;
  });
  const classes = [
    'wire',
    selected ? 'selected' : '',
    problem ? 'wrong' : '',
    part === null ? '' : 'current',
  ];
  return (
    <g className={classes.join(' ')}>
      <path className="wire-reach react-flow__edge-interaction" d={course.path} />
      <path className="wire-path react-flow__edge-path" d={course.path}>
        {problem && <title>{problem}</title>}
      </path>
      {labels && (
        <WireLabels
          edge={id}
          source={source}
          current={part === 'writes'}
          x={course.label.x}
          y={course.label.y}
          room={course.room}
        />
      )}
    </g>
  );
});

interface WireLabelsProps {
  readonly edge: string;
  readonly source: string;
  readonly current: boolean;
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

function WireLabels({ edge, source, current, x, y, room }: WireLabelsProps) {
  const { labels, spoken } = useShownNumbers(
    (snapshot, done) => ({
      value: shownValue(snapshot, done, source),
      gradient: shownEdgeGradient(snapshot, done, edge),
    }),
    room,
  );
  const { value, gradient } = labels;
  const lossRows = useLossRows(source);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a <g> is not interactive
    <g role="img" aria-label={spoken}>
      {lossRows !== '' && <desc>{lossRows}</desc>}
      {value && (
        <NumberLabel pass="value" content={value} x={x} y={y - LABEL_DISTANCE} room={room} />
      )}
      {gradient && (
        <NumberLabel
          pass="gradient"
          content={gradient}
          x={x}
          y={y + LABEL_DISTANCE}
          room={room}
          current={current}
        />
      )}
    </g>
  );
}
