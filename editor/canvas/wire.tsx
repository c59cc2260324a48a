/** A wire: its course, its value above, its gradient below, and what is wrong with it. */
import { type EdgeProps, useStore as useFlow } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { LABEL_GAP } from '../../graph-core/drawing/node-frame.ts';
import type { WireCourse } from '../../graph-core/drawing/route/route-wires.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { drawingStore } from '../state/look/drawing-store.ts';
import { leaveLens, pointLens } from '../state/look/lens-store.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { problemAtEdge, shownEdgeGradient, shownValue } from '../state/results/selectors.ts';
import { useAtStep } from './at-step.ts';
import { useLossRows } from './graph-loss.ts';
import { labelDetail } from './level-of-detail.ts';
import { NumberLabel } from './number-label.tsx';
import { useShownNumbers } from './shown-numbers.ts';
import { usePicturedUnits, WireUnitLabel } from './unit-label.tsx';
import { useLensPress } from './use-lens-press.ts';

/** What React Flow calls an edge. */
export const Wire = memo(function Wire({ id, source, selected }: EdgeProps) {
  const course = useStore(drawingStore, ({ courses }) => courses.get(id));
  return course === undefined ? null : (
    <Drawn id={id} source={source} selected={selected === true} course={course} />
  );
});

interface DrawnProps {
  readonly id: string;
  readonly source: string;
  readonly selected: boolean;
  readonly course: WireCourse;
}

function Drawn({ id, source, selected, course }: DrawnProps) {
  const detail = useFlow(labelDetail);
  const problem = useStore(runStore, ({ snapshot }) => problemAtEdge(snapshot, id)?.message);
  const part = useAtStep((step) => {
    if (step?.kind === 'wire' && step.edge === id) return 'writes';
    return step?.kind === 'accumulate' && step.edges.includes(id) ? 'gathers' : null;
  });
  const lit = useStore(canvasStore, ({ litWires }) => litWires.includes(id));
  const marked = useStore(lessonStore, ({ edges }) => edges.includes(id));
  const classes = [
    'wire',
    selected ? 'selected' : '',
    problem ? 'wrong' : '',
    part === null ? '' : 'current',
    lit ? 'lit' : '',
    marked ? 'marked' : '',
  ];
  return (
    <g className={classes.join(' ')}>
      <path className="wire-reach react-flow__edge-interaction" d={course.svg} />
      <path className="wire-path react-flow__edge-path" d={course.svg}>
        {problem && <title>{problem}</title>}
      </path>
      {detail !== 'none' && (
        <WireLabels
          edge={id}
          source={source}
          current={part === 'writes'}
          course={course}
          detail={detail}
        />
      )}
    </g>
  );
}

interface WireLabelsProps {
  readonly edge: string;
  readonly source: string;
  readonly current: boolean;
  readonly course: WireCourse;
  readonly detail: 'numbers' | 'colors';
}

function WireLabels({ edge, source, current, course, detail }: WireLabelsProps) {
  const { form } = course.run;
  const { labels, spoken } = useShownNumbers(
    (snapshot, done) => ({
      value: shownValue(snapshot, done, source),
      gradient: shownEdgeGradient(snapshot, done, edge),
    }),
    form,
  );
  const { value, gradient } = labels;
  const lossRows = useLossRows(source);
  const units = usePicturedUnits(source);
  const x = course.label.x - form.width / 2;
  const { y } = course.label;
  if (units > 0) {
    const target = { kind: 'wire', wire: edge } as const;
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a <g> is not interactive
      <g role="img" aria-label={spoken}>
        {lossRows !== '' && <desc>{lossRows}</desc>}
        <WireUnitLabel node={source} {...{ target, form, x, y }} />
      </g>
    );
  }
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a <g> is not interactive
    <g role="img" aria-label={spoken}>
      {lossRows !== '' && <desc>{lossRows}</desc>}
      {form.kind !== 'number' && <LensReach edge={edge} course={course} />}
      {value && (
        <NumberLabel
          pass="value"
          content={value}
          form={form}
          detail={detail}
          x={x}
          y={y - LABEL_GAP - form.height}
        />
      )}
      {gradient && (
        <NumberLabel
          pass="gradient"
          content={gradient}
          form={form}
          detail={detail}
          x={x}
          y={y + LABEL_GAP}
          current={current}
        />
      )}
    </g>
  );
}

/** Where the pointer looks closely at the numbers of a wire; a press goes on looking. */
function LensReach({
  edge,
  course: { label, run },
}: {
  readonly edge: string;
  readonly course: WireCourse;
}) {
  const target = { kind: 'wire', wire: edge } as const;
  const { onPointerDown, press } = useLensPress();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard looks with the command of the View menu
    <rect
      className="lens-reach"
      x={label.x - run.form.width / 2}
      y={label.y + run.label.top - run.from.y}
      width={run.form.width}
      height={run.label.bottom - run.label.top}
      onPointerEnter={(event) => event.pointerType === 'mouse' && pointLens(target)}
      onPointerLeave={leaveLens}
      onPointerDown={onPointerDown}
      onClick={() => press(target)}
    />
  );
}
