/** A value or a gradient as it stands at a wire: a small triangle for the direction, then numbers or colors. */
import './number-label.css';
import { useStore } from 'zustand';
import {
  BRACKETS,
  CAPTION_GAP,
  CELL,
  type LabelForm,
  POWER,
  TRIANGLE,
} from '../../graph-core/drawing/label-form.ts';
import { runStore } from '../state/results/run-store.ts';
import { HeatImage } from './heat-image.tsx';
import type { LabelContent } from './label-content.ts';

interface NumberLabelProps {
  readonly content: LabelContent;
  readonly form: LabelForm;
  readonly pass: 'value' | 'gradient';
  /** Left end and top of the room of the label. */
  readonly x: number;
  readonly y: number;
  /** How much is told: numbers; colors where numbers would be too small. */
  readonly detail: 'numbers' | 'colors';
  /** The step at work writes it. */
  readonly current?: boolean;
}

const ARROW = { value: '▸', gradient: '◂' } as const;
/** Of a derivative in forward mode: it goes the way of the values. */
const FORWARD_ARROW = '▹';
/** Width of a character, to center short numbers in their room. */
const CHARACTER = 8.8;
/** Space between a power of ten and the bracket after it. */
const POWER_GAP = 6;

/** Draws into an SVG. */
export function NumberLabel(props: NumberLabelProps) {
  const { content, current = false } = props;
  const isForward = useStore(runStore, ({ snapshot }) => snapshot.forward !== null);
  const moves = isForward && props.pass === 'gradient';
  const arrow = moves ? FORWARD_ARROW : ARROW[props.pass];
  return (
    <g className={`wire-label wire-label-${props.pass}${moves ? ' wire-label-forward' : ''}`}>
      {current && <rect className="wire-label-current" {...markOf(props)} rx={6} />}
      {content.kind === 'text' ? (
        <NumberText {...props} arrow={arrow} text={content.text} />
      ) : (
        <Picture {...props} arrow={arrow} content={content} />
      )}
    </g>
  );
}

/** A short number stands in the middle of its room, a long one begins at the left. */
function spanOf(text: string, { form, x }: NumberLabelProps) {
  const width = TRIANGLE + CHARACTER * text.length;
  return { left: x + Math.max(0, (form.width - width) / 2), width };
}

/** Behind what the step writes: a short number is not marked wider than it is. */
function markOf(props: NumberLabelProps) {
  const { content, form, x, y } = props;
  const blank = content.kind === 'cells' && content.factor === '' ? POWER - POWER_GAP : 0;
  const { left, width } =
    content.kind === 'text'
      ? spanOf(content.text, props)
      : { left: x + blank, width: form.width - blank };
  return { x: left - 6, y: y - 1, width: width + 10, height: form.height + 2 };
}

function NumberText(props: NumberLabelProps & { readonly text: string; readonly arrow: string }) {
  const { text, form, arrow, y, detail } = props;
  if (detail === 'colors' && form.kind !== 'number') return null;
  return (
    <text x={spanOf(text, props).left} y={y + form.height / 2}>
      {`${arrow} ${text}`}
    </text>
  );
}

function Picture(
  props: NumberLabelProps & {
    readonly content: Exclude<LabelContent, { readonly kind: 'text' }>;
    readonly arrow: string;
  },
) {
  const { content, form, arrow, x, y, detail } = props;
  const numbers = detail === 'numbers';
  const left = x + TRIANGLE + (form.kind === 'cells' ? POWER : 0);
  return (
    <>
      {numbers && (
        <text
          className={content.kind === 'cells' ? 'wire-label-power' : undefined}
          x={content.kind === 'cells' ? left - POWER_GAP : x}
          y={y + form.height / 2}
        >
          {content.kind === 'cells' && content.factor !== '' ? `${arrow} ${content.factor}` : arrow}
        </text>
      )}
      {content.kind === 'cells' && numbers ? (
        <Cells content={content} form={form} left={left} top={y} />
      ) : (
        <HeatMap {...props} content={content} left={left} />
      )}
    </>
  );
}

function HeatMap({
  content,
  form,
  pass,
  detail,
  y,
  left,
}: NumberLabelProps & {
  readonly content: Exclude<LabelContent, { readonly kind: 'text' }>;
  readonly left: number;
}) {
  const isMap = form.kind === 'map';
  // In the room of printed numbers there is not more than the least picture and its caption.
  const width = isMap
    ? form.columns
    : content.kind === 'cells'
      ? form.width - TRIANGLE - POWER
      : 40;
  const height = isMap ? form.rows : Math.min(form.height, content.kind === 'cells' ? 999 : 24);
  const middle = y + form.height / 2;
  const caption = left + width + CAPTION_GAP;
  return (
    <>
      <HeatImage
        cells={content.heat}
        kind={pass}
        x={left}
        y={middle - height / 2}
        width={width}
        height={height}
      />
      {content.kind === 'map' && detail === 'numbers' && (
        <>
          <text className="wire-label-shape" x={caption} y={middle - 8}>
            {content.shape}
          </text>
          <text className="wire-label-scale" x={caption} y={middle + 8}>
            {content.scale}
          </text>
        </>
      )}
    </>
  );
}

function Cells({
  content: { rows },
  form,
  left,
  top: from,
}: {
  readonly content: Extract<LabelContent, { readonly kind: 'cells' }>;
  readonly form: LabelForm;
  readonly left: number;
  readonly top: number;
}) {
  const cell = (form.width - TRIANGLE - POWER - BRACKETS) / form.columns;
  const height = rows.length * CELL.height;
  const top = from + (form.height - height) / 2;
  const right = left + BRACKETS + form.columns * cell;
  return (
    <>
      <path
        className="wire-label-bracket"
        d={`M${left + 4},${top}H${left}V${top + height}H${left + 4}M${right - 4},${top}H${right}V${top + height}H${right - 4}`}
      />
      {rows.map((row, r) =>
        row.map((text, c) => (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: a number is its place
            key={`${r} ${c}`}
            className="wire-label-cell"
            x={left + BRACKETS / 2 + (c + 1) * cell - 4}
            y={top + (r + 0.5) * CELL.height}
          >
            {text}
          </text>
        )),
      )}
    </>
  );
}
