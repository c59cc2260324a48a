/** Curves over steps, drawn by uPlot, which is loaded with the first plot. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { formatCount, formatNumber } from './format-number.ts';
import { loadPlot } from './load-plot.ts';
import { usePlotReading } from './plot-reading.ts';
import {
  type AlignedRows,
  alignSeries,
  describeSeries,
  type PlotSeries,
  roundEnd,
  valueAt,
} from './plot-series.ts';
import { themeColor, useThemeVersion } from './theme-colors.ts';

export interface PlotProps {
  /** The name of the plot, for example `Loss`. */
  readonly label: string;
  readonly series: readonly PlotSeries[];
  /** What x counts; `step` unless told. */
  readonly xName?: string | undefined;
  readonly logScale?: boolean | undefined;
  /** Equal distances along x are equal factors; 0 has its place at the left of 1. */
  readonly logX?: boolean | undefined;
  /** Least and largest y shown, for quantities that have a scale of their own; found out unless told. */
  readonly range?: readonly [number, number] | undefined;
  /** How y is written, at the axis and in the legend; as in `formatNumber` unless told. Has to stay the same function. */
  readonly formatY?: ((y: number) => string) | undefined;
  /** CSS px; 140 unless told. The width is the container's. */
  readonly height?: number | undefined;
  /** Names and present values below; on unless there is one series or told otherwise. */
  readonly legend?: boolean | undefined;
}

export function Plot(props: PlotProps) {
  const { label, series, xName = 'step', formatY = formatNumber, height = 140 } = props;
  const { legend = series.length > 1, logScale = false, logX = false } = props;
  const target = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const rows = useMemo(() => alignSeries(series, logScale), [series, logScale]);
  const look = { ...props, logScale, logX, formatY, height, onPoint: setPointed };
  const { plot, retry } = useChart(target, rows, look);
  const reading = usePlotReading(plot, rows[0]);
  const at = pointed ?? rows[0][rows[0].length - 1];
  return (
    <figure className="plot">
      <figcaption className="visually-hidden">
        {`${label}. ${series.map((one) => describeSeries(one, xName)).join('. ')}`}
      </figcaption>
      <div
        ref={target}
        className="plot-area"
        style={{ minHeight: height }}
        role="slider"
        tabIndex={rows[0].length === 0 ? -1 : 0}
        aria-label={`${label} at a ${xName}`}
        aria-valuemin={rows[0][0] ?? 0}
        aria-valuemax={rows[0][rows[0].length - 1] ?? 0}
        aria-valuenow={at ?? 0}
        aria-valuetext={readOut(series, at, xName, formatY)}
        {...reading}
      />
      {retry !== null && (
        <p className="quiet">
          What draws curves could not be loaded.{' '}
          <button type="button" className="button" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      {(legend || pointed !== null) && (
        <Legend series={series} pointed={pointed} xName={xName} formatY={formatY} />
      )}
    </figure>
  );
}

interface ChartProps extends Pick<PlotProps, 'series' | 'range'> {
  readonly logScale: boolean;
  readonly logX: boolean;
  readonly formatY: (y: number) => string;
  readonly height: number;
  /** The x that is read; null where none is. */
  readonly onPoint: (x: number | null) => void;
}

interface Chart {
  readonly plot: { readonly current: uPlot | null };
  /** Loads what draws anew; null where it has not failed. */
  readonly retry: (() => void) | null;
}

/** Draws the rows into `target`; curves, scale and theme make another chart, rows only fill it. */
function useChart(
  target: { readonly current: HTMLDivElement | null },
  rows: AlignedRows,
  { series, range, logScale, logX, formatY, height, onPoint }: ChartProps,
): Chart {
  const plot = useRef<uPlot | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const theme = useThemeVersion();
  const [least, most] = range ?? [];
  const latestRows = useRef(rows);
  latestRows.current = rows;
  // Series come as fresh arrays many times a second; only these make another chart.
  const names = series.map((one) => `${one.label}\u0000${one.color}`).join('\u0001');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const element = target.current;
    if (!element || hasFailed) return;
    let live = true;
    let watcher: ResizeObserver | null = null;
    loadPlot().then(
      (Drawing) => {
        if (!live) return;
        const curves = names === '' ? [] : names.split('\u0001').map((one) => one.split('\u0000'));
        const width = Math.max(80, element.clientWidth);
        const options = chartOptions(curves, {
          width,
          height,
          logScale,
          logX,
          range: least === undefined || most === undefined ? null : [least, most],
          formatY,
          onPoint,
        });
        const chart = new Drawing(options, latestRows.current as uPlot.AlignedData, element);
        plot.current = chart;
        watcher = new ResizeObserver(() => {
          if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height });
        });
        watcher.observe(element);
      },
      // The summary for screen readers and the legend stay; the picture can be asked for again.
      () => live && setFailed(true),
    );
    return () => {
      live = false;
      watcher?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [names, logScale, logX, least, most, formatY, height, theme, hasFailed]);

  useEffect(() => {
    plot.current?.setData(rows as uPlot.AlignedData);
  }, [rows]);
  return { plot, retry: hasFailed ? () => setFailed(false) : null };
}

/** `step 120: batch loss 0.31, held-out loss 0.4`. */
function readOut(
  series: readonly PlotSeries[],
  at: number | undefined,
  xName: string,
  formatY: (y: number) => string,
): string {
  if (at === undefined) return 'no points yet';
  const read = series.map((one) => `${one.label} ${formatY(valueAt(one, at) ?? Number.NaN)}`);
  return `${xName} ${formatNumber(at)}: ${read.join(', ')}`;
}

interface LegendProps {
  readonly series: readonly PlotSeries[];
  readonly pointed: number | null;
  readonly xName: string;
  readonly formatY: (y: number) => string;
}

function Legend({ series, pointed, xName, formatY }: LegendProps) {
  return (
    <ul className="plot-legend number" aria-hidden="true">
      {series.map((one) => {
        const shown = valueAt(one, pointed ?? Number.POSITIVE_INFINITY);
        return (
          <li key={one.label}>
            <span className="plot-swatch" style={{ color: `var(--${one.color})` }} />
            {one.label}
            {shown !== null && <strong>{formatY(shown)}</strong>}
          </li>
        );
      })}
      {pointed !== null && (
        <li className="plot-place">{`${xName} ${pointed.toLocaleString('en-US')}`}</li>
      )}
    </ul>
  );
}

interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly logScale: boolean;
  readonly logX: boolean;
  readonly range: [number, number] | null;
  readonly formatY: (y: number) => string;
  readonly onPoint: (x: number | null) => void;
}

function chartOptions(curves: readonly string[][], look: ChartLook): uPlot.Options {
  const font = '12px "Inter Variable", system-ui, sans-serif';
  const axis: uPlot.Axis = {
    stroke: themeColor('quiet-ink'),
    grid: { stroke: themeColor('hairline'), width: 1 },
    ticks: { show: false },
    font,
    gap: 4,
  };
  const written =
    (format: (at: number) => string): uPlot.Axis.Values =>
    (_, splits) =>
      splits.map((at) => (at === null ? '' : format(at)));
  const y: uPlot.Scale = look.range === null ? {} : { range: look.range };
  return {
    width: look.width,
    height: look.height,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false, setScale: false } },
    scales: {
      x: {
        time: false,
        range: (_, from, to) => [from, roundEnd(to)],
        // A logarithm from 1 on that goes on straight to 0, where runs begin.
        ...(look.logX ? { distr: 4, asinh: 1 } : {}),
      },
      y: look.logScale ? { ...y, distr: 3 } : y,
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: look.logX ? 40 : 64,
        // An axis of factors that begins at 0 counts on below it.
        values: written((at) => (at < 0 ? '' : formatCount(at))),
      },
      {
        ...axis,
        ...(look.logScale ? { grid: { ...axis.grid, filter: wholePowers } } : {}),
        size: 52,
        space: 28,
        values: written(look.formatY),
      },
    ],
    series: [
      {},
      ...curves.map(([label, color]) => ({
        label,
        stroke: themeColor(color),
        width: 2,
        spanGaps: true,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [(chart: uPlot) => look.onPoint(pointedX(chart))] },
  };
}

/** Lines at powers of ten only: all others would be a thicket in a low plot. */
const wholePowers: uPlot.Axis.Filter = (_, splits) =>
  splits.map((at) => (Math.abs(Math.log10(at) - Math.round(Math.log10(at))) < 1e-9 ? at : null));

/** The x of the data under the cursor. */
function pointedX({ cursor: { idx }, data }: uPlot): number | null {
  return idx === null || idx === undefined ? null : (data[0][idx] ?? null);
}
