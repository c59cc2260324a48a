// Reading tables: our CSV reader beside cutting the text into strings and converting them one by one.
import { readCsv } from '../dist/lib/data/csv/read-csv.js';
import { compare } from './timing.mjs';

const ROWS = 50_000;
const COLUMNS = 128;

/** A table of numbers written by `write`. */
function table(write) {
  let state = 1;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const names = Array.from({ length: COLUMNS }, (_, j) => `x${j}`).join(',');
  const lines = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLUMNS }, () => write(4 * draw() - 2, draw())).join(','),
  );
  return new TextEncoder().encode(`${names}\n${lines.join('\n')}\n`);
}

function ourSum(bytes) {
  const { columns } = readCsv(bytes);
  let sum = 0;
  for (const { values } of columns) for (const value of values) sum += value;
  return sum;
}

/** The shortest way that people write; columns as doubles, as ours. */
function splitSum(bytes) {
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  const columns = lines[0].split(',').map(() => new Float64Array(lines.length - 1));
  for (let i = 1; i < lines.length; i++) {
    const cells = lines[i].split(',');
    for (let j = 0; j < cells.length; j++) columns[j][i - 1] = Number(cells[j]);
  }
  let sum = 0;
  for (const values of columns) for (const value of values) sum += value;
  return sum;
}

/** One row for each way of writing numbers. */
export function data() {
  const ways = [
    ['six decimals', (x) => x.toFixed(6)],
    ['all digits of doubles', (x, y) => String(x + y * 2 ** -32)],
  ];
  return ways.map(([way, write]) => {
    const bytes = table(write);
    const title = `CSV ${ROWS.toLocaleString('en-US')} × ${COLUMNS}, ${way}, ${Math.round(bytes.length / 2 ** 20)} MiB`;
    return compare({
      title,
      target: 1000,
      ours: () => ourSum(bytes),
      peer: () => splitSum(bytes),
      peerName: 'split and Number',
      tolerance: 0,
      rounds: 5,
      repeat: 1,
    });
  });
}
