/** Curves over steps, drawn by uPlot, which is loaded with the first plot. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { formatCount, formatNumber } from './format-number.ts';
import { loadPlot } from './load-plot.ts';
import { type AlignedRows, alignSeries, describeSeries, type PlotSeries } from './plot-series.ts';
import { themeColor, useThemeVersion } from './theme-colors.ts';

export interface PlotProps {
  /** The name of the plot, for example `Loss`. */
  readonly label: string;
  readonly series: readonly PlotSeries[];
  /** What x counts; `step` unless told. */
  readonly xName?: string | undefined;
  readonly logScale?: boolean | undefined;
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
  const { legend = series.length > 1, logScale = false } = props;
  const target = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const rows = useMemo(() => alignSeries(series, logScale), [series, logScale]);
  useChart(target, rows, { ...props, logScale, formatY, height, onPoint: setPointed });
  return (
    <figure className="plot">
      <figcaption className="visually-hidden">
        {`${label}. ${series.map((one) => describeSeries(one, xName)).join('. ')}`}
      </figcaption>
      <div ref={target} style={{ minHeight: height }} aria-hidden="true" />
      {legend && (
        <Legend series={series} rows={rows} pointed={pointed} xName={xName} formatY={formatY} />
      )}
    </figure>
  );
}

interface ChartProps extends Pick<PlotProps, 'series' | 'range'> {
  readonly logScale: boolean;
  readonly formatY: (y: number) => string;
  readonly height: number;
  readonly onPoint: (index: number | null) => void;
}

/** Draws the rows into `target`; curves, scale and theme make another chart, rows only fill it. */
function useChart(
  target: { readonly current: HTMLDivElement | null },
  rows: AlignedRows,
  { series, range, logScale, formatY, height, onPoint }: ChartProps,
): void {
  const plot = useRef<uPlot | null>(null);
  const theme = useThemeVersion();
  const [least, most] = range ?? [];
  const latestRows = useRef(rows);
  latestRows.current = rows;
  // Series come as fresh arrays many times a second; only these make another chart.
  const names = series.map((one) => `${one.label}\u0000${one.color}`).join('\u0001');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    let live = true;
    let watcher: ResizeObserver | null = null;
    loadPlot().then(
      (Chart) => {
        if (!live) return;
        const curves = names === '' ? [] : names.split('\u0001').map((one) => one.split('\u0000'));
        const width = Math.max(80, element.clientWidth);
        const options = chartOptions(curves, {
          width,
          height,
          logScale,
          range: least === undefined || most === undefined ? null : [least, most],
          formatY,
          onPoint,
        });
        const chart = new Chart(options, latestRows.current as uPlot.AlignedData, element);
        plot.current = chart;
        watcher = new ResizeObserver(() => {
          if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height });
        });
        watcher.observe(element);
      },
      // The summary for screen readers and the legend stay; nothing else depends on the picture.
      () => {},
    );
    return () => {
      live = false;
      watcher?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [names, logScale, least, most, formatY, height, theme]);

  useEffect(() => {
    plot.current?.setData(rows as uPlot.AlignedData);
  }, [rows]);
}

interface LegendProps {
  readonly series: readonly PlotSeries[];
  readonly rows: AlignedRows;
  readonly pointed: number | null;
  readonly xName: string;
  readonly formatY: (y: number) => string;
}

function Legend({ series, rows, pointed, xName, formatY }: LegendProps) {
  const at = pointed ?? rows[0].length - 1;
  return (
    <ul className="plot-legend number" aria-hidden="true">
      {pointed !== null && <li className="quiet">{`${xName} ${formatNumber(rows[0][at])}`}</li>}
      {series.map(({ label, color, y }, i) => {
        const row = rows[i + 1] as (number | null)[];
        const shown = pointed === null ? (y[y.length - 1] ?? null) : row[at];
        return (
          <li key={label}>
            <span className="plot-swatch" style={{ color: `var(--${color})` }} />
            {label}
            {shown === null || shown === undefined ? null : <strong>{formatY(shown)}</strong>}
          </li>
        );
      })}
    </ul>
  );
}

interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly logScale: boolean;
  readonly range: [number, number] | null;
  readonly formatY: (y: number) => string;
  readonly onPoint: (index: number | null) => void;
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
    scales: { x: { time: false }, y: look.logScale ? { ...y, distr: 3 } : y },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 64, values: written(formatCount) },
      { ...axis, size: 52, space: 28, values: written(look.formatY) },
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
    hooks: { setCursor: [(chart: uPlot) => look.onPoint(chart.cursor.idx ?? null)] },
  };
}
