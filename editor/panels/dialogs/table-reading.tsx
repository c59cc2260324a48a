/** What was read of a table: its first rows, what is predicted and why, what is left out. */
import type { ColumnSummary } from '../../../graph-core/datasets/files/column-summary.ts';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import { Choice } from '../../widgets/choice.tsx';

/** What a person said of the column to predict; the rest follows from the table. */
export interface SaidParts {
  readonly target?: string;
  readonly classes?: boolean;
}

export interface TableReadingProps {
  readonly file: DataFileSettings;
  readonly summary: TableSummary;
  /** Why this column is predicted; empty where a person chose it. */
  readonly why: string;
  readonly onChange: (said: SaidParts) => void;
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

export function TableReading({ file, summary, why, onChange }: TableReadingProps) {
  const { columns, kind, layout, rows, width, notes } = summary;
  const target = columns.find(({ name }) => name === file.target) ?? columns[columns.length - 1];
  if (kind === 'images' || target === undefined) {
    return (
      <p>
        {count(rows, 'row')}, <span className="quiet">{layout}</span>
      </p>
    );
  }
  return (
    <>
      <p>
        {count(rows, 'row')}, {count(width, 'column')}
        <span className="quiet"> · {layout}</span>
      </p>
      <Beginning file={file} summary={summary} target={target} />
      <div className="table-target">
        <Choice
          label="predict"
          value={target.name}
          options={columns.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => onChange({ target: name })}
        />
        {target.holds === 'numbers' && (
          <Choice
            label="its values are"
            value={file.classes === true ? 'classes' : 'numbers'}
            options={['classes', 'numbers'].map((value) => ({ value, label: value }))}
            onChange={(value) => onChange({ target: target.name, classes: value === 'classes' })}
          />
        )}
      </div>
      <p className="quiet">
        {[targetWords(target, file, why), ...gapWords(file, columns)].join(' ')}
      </p>
      <LeftOut file={file} summary={summary} />
      {notes.length > 0 && (
        <p className="quiet">
          {notes.map(({ message, hint }) => `${message}; ${hint}.`).join(' ')}
        </p>
      )}
    </>
  );
}

/** `It is the last column and holds 3 classes: setosa, versicolor, virginica.` */
function targetWords(
  { holds, distinct, labels, spread }: ColumnSummary,
  { classes }: DataFileSettings,
  why: string,
): string {
  const reason = why === '' ? 'It' : `Chosen ${why === 'as before' ? why : `as ${why}`}. It`;
  if (holds === 'words' || classes === true) {
    const named = labels ?? [];
    const listed = named.slice(0, 6).join(', ') + (named.length > 6 ? ', …' : '');
    const end = listed.endsWith('…') ? '' : '.';
    return `${reason} has ${distinct ?? 'too many'} classes${listed === '' ? '' : `: ${listed}`}${end}`;
  }
  if (spread === null) return `${reason} holds numbers.`;
  const [mean, deviation] = [spread.mean, spread.deviation].map((x) =>
    Number(x.toPrecision(3)).toLocaleString('en-US'),
  );
  return `${reason} is a number, ${mean} ± ${deviation}.`;
}

function gapWords(file: DataFileSettings, columns: readonly ColumnSummary[]): readonly string[] {
  const gaps = columns.reduce(
    (sum, { name, missing }) => sum + (file.leaveOut?.includes(name) === true ? 0 : missing.count),
    0,
  );
  if (gaps === 0) return [];
  const what =
    file.missing === 'mean' ? 'gaps are filled with means' : 'rows with gaps are left out';
  return [`${count(gaps, 'cell')} ${gaps === 1 ? 'is' : 'are'} missing; ${what}.`];
}

/** Columns left out that are listed. */
const LISTED = 6;

function LeftOut({ file, summary }: Pick<TableReadingProps, 'file' | 'summary'>) {
  const names = file.leaveOut ?? [];
  if (names.length === 0) return null;
  const reasons = new Map(summary.unfit.map(({ name, reason }) => [name, reason]));
  const listed = names
    .slice(0, LISTED)
    .map((name) => (reasons.has(name) ? `${name} (${reasons.get(name)})` : name));
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return (
    <p className="quiet">
      Left out: {listed.join(', ')}
      {more}
    </p>
  );
}

/** Rows and columns shown. */
const [SHOWN_ROWS, SHOWN_COLUMNS] = [3, 6];

interface BeginningProps extends Pick<TableReadingProps, 'file' | 'summary'> {
  readonly target: ColumnSummary;
}

/** The first rows of a few columns, the predicted one among them. */
function Beginning({ file, summary, target }: BeginningProps) {
  const others = summary.columns.filter((column) => column !== target).slice(0, SHOWN_COLUMNS - 1);
  const shown = summary.columns.filter((column) => column === target || others.includes(column));
  const hidden = summary.width - shown.length;
  const look = (column: ColumnSummary): string | undefined => {
    if (column === target) return 'table-predicted';
    return file.leaveOut?.includes(column.name) === true ? 'table-unused' : undefined;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keys as well
    <section className="table-beginning" aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.name} scope="col" className={look(column)}>
                {column.name}
                {column === target && <span className="visually-hidden">, predicted</span>}
              </th>
            ))}
            {hidden > 0 && (
              <th scope="col" className="quiet">
                {hidden.toLocaleString('en-US')} more
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(SHOWN_ROWS, target.preview.length) }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the table
            <tr key={row}>
              {shown.map((column) => (
                <td key={column.name} className={look(column)}>
                  {column.preview[row] === '' ? <em>missing</em> : column.preview[row]}
                </td>
              ))}
              {hidden > 0 && <td className="quiet">…</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
