/** A value or a gradient as it stands at a wire: a small triangle for the direction, then numbers or colors. */
import { CHARACTER, type LabelContent } from './label-content.ts';

interface NumberLabelProps {
  readonly content: LabelContent;
  readonly pass: 'value' | 'gradient';
  /** Middle of the label, or its left end with `align` start. */
  readonly x: number;
  readonly y: number;
  readonly align?: 'middle' | 'start';
  /** Length in px around `x`; a longer label grows to the left only, as to the right a node would cover it. */
  readonly room?: number;
  readonly current?: boolean;
}

/** Height of one label in px. */
const HEIGHT = 18;
/** Side of a cell of a strip in px. */
const CELL = 4.5;
/** Where a strip begins, after its triangle. */
const STRIP_AT = 14;
const TRIANGLE = { value: '▸', gradient: '◂' } as const;

/** Draws into an SVG; `y` is the middle of the text. */
export function NumberLabel({
  content,
  pass,
  x,
  y,
  align = 'middle',
  room = Number.POSITIVE_INFINITY,
  current = false,
}: NumberLabelProps) {
  const text = content.kind === 'text' ? `${TRIANGLE[pass]} ${content.text}` : TRIANGLE[pass];
  const classes = `wire-label wire-label-${pass}`;
  const width =
    content.kind === 'strip' ? STRIP_AT + content.columns * CELL : text.length * CHARACTER;
  const middle = x - Math.max(0, width - room) / 2;
  const left = align === 'middle' ? middle - width / 2 : x;
  return (
    <g className={classes}>
      {current && (
        <rect
          className="wire-label-current"
          x={left - 6}
          y={y - HEIGHT / 2 - 2}
          width={width + 12}
          height={HEIGHT + 4}
          rx={6}
        />
      )}
      {content.kind === 'text' ? (
        <text x={align === 'middle' ? middle : left} y={y} textAnchor={align}>
          {text}
        </text>
      ) : (
        <>
          <text x={left} y={y}>
            {text}
          </text>
          <g transform={`translate(${left + STRIP_AT} ${y - (content.rows * CELL) / 2})`}>
            {content.cells.map((cell, i) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                key={i}
                x={(i % content.columns) * CELL}
                y={Math.floor(i / content.columns) * CELL}
                width={CELL}
                height={CELL}
                className={
                  Number.isNaN(cell) ? 'heat-missing' : cell < 0 ? 'heat-negative' : 'heat-positive'
                }
                fillOpacity={Number.isNaN(cell) ? 1 : Math.max(0.06, Math.abs(cell))}
              />
            ))}
          </g>
        </>
      )}
    </g>
  );
}
