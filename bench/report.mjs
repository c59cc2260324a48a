// What a run of the peers found, as tables of text.

/** Ratios asked for: our fast mode on one thread against the best form of a peer on one. */
const TARGETS = {
  'TensorFlow.js': { W1: 9, 'W2-momentum': 9, 'W2-adam': 9, W3a: 600, W3b: 18, W4: 24 },
  'jax-js': { W1: 3.5, 'W2-momentum': 2.2, 'W2-adam': 3, W3a: 700, W3b: 9, W4: 9 },
  torch: { W1: 0.75, 'W2-momentum': 0.8, 'W2-adam': 1.4, W3a: 190, W3b: 5.5, W4: 1 },
  micrograd: { W5: 400, 'W5-batch': 400 },
};
/** The same with two of our threads against one. */
const TWO_THREADS = { W1: 1.25, 'W2-momentum': 1.25, 'W2-adam': 2.4, W4: 2 };
/** Times one thread takes what two take; elsewhere never less than 1. */
const GAIN = { W1: 1.6, 'W2-momentum': 1.6, 'W2-adam': 1.6 };
/** Times the fast mode that the reproducible one may take. */
const REPRODUCIBLE = { W1: 1.2, 'W2-momentum': 1.2, 'W2-adam': 1.2, W3a: 1.7, W4: 1.2 };
/** Times the step without that looking at all gradients may take. */
const WATCHED = { W1: 1.1, 'W2-momentum': 1.1, 'W2-adam': 1.1, W4: 1.1 };
/** Share of the SIMD peak: products, whole steps. */
const PRODUCTS = 0.9;
const STEPS = { W1: 0.85, 'W2-momentum': 0.85 };
/** ms to compile, and from the start of training to the first step. */
const COMPILE = { 'W2-momentum': 10, W5: 50 };
const FIRST_STEP = 15;

/** Prints everything. */
export function printReport({ workloads, peak, products, compile, firstStep, chromium, node }) {
  console.log(`Chromium ${chromium}, Node ${node}; medians of rounds in turn`);
  for (const text of new Set(workloads.flatMap(({ rows }) => rows.map(({ about }) => about)))) {
    if (text !== undefined) console.log(text);
  }
  console.log('');
  for (const work of workloads) if (work.rows.length > 0) printWorkload(work);
  if (peak !== undefined) printPeak(peak, products, workloads);
  if (compile !== undefined) printCompile(compile, firstStep);
  printTargets(workloads);
}

function printWorkload({ name, title, flops, rows, refused }) {
  const ours = fastest(rows, 'Gradwire', 'fast');
  console.log(`${name}: ${title}`);
  table(
    ['', 'form', 'threads', 'ms', 'least', 'GFLOP/s', 'times ours'],
    rows.map((row) => [
      row.title,
      row.form,
      row.used === undefined || row.used === row.threads
        ? `${row.threads}`
        : `${row.threads}, ${row.used} used`,
      figure(row.ms),
      figure(row.min),
      figure(flops / row.ms / 1e6),
      ours === null ? '' : factor(row.ms / ours.ms),
    ]),
  );
  for (const { title: who, reason } of refused) console.log(`not ${who}: ${reason}`);
  console.log(
    `loss after 1 and 11 steps: ${rows[0]?.losses.map((x) => x.toPrecision(7)).join(', ')}\n`,
  );
}

function printPeak(peak, products, workloads) {
  console.log(
    'WebAssembly SIMD, one core: the best of several shapes, and what reaches how much of it',
  );
  const rows = Object.entries(peak).map(([mode, { gflops, shape }]) => [
    `peak, ${mode}`,
    shape,
    figure(gflops),
    '',
    '',
  ]);
  for (const { mode, variant, shape, gflops } of products) {
    const share = gflops / peak[mode].gflops;
    rows.push([`gemm ${variant}, ${mode}`, shape, figure(gflops), ...judged(share, PRODUCTS)]);
  }
  for (const { name, flops, rows: contestants } of workloads) {
    for (const mode of Object.keys(peak)) {
      const row = fastest(contestants, 'Gradwire', mode);
      if (row === null || STEPS[name] === undefined) continue;
      const gflops = flops / row.ms / 1e6;
      rows.push([
        `whole step, ${mode}`,
        name,
        figure(gflops),
        ...judged(gflops / peak[mode].gflops, STEPS[name]),
      ]);
    }
  }
  table(['', 'shape', 'GFLOP/s', 'of the peak', 'asked for'], rows);
  console.log('');
}

const judged = (share, target) => [
  `${(100 * share).toFixed(0)} %`,
  `${(100 * target).toFixed(0)} %${share >= target ? '' : ' missed'}`,
];

function printCompile(compile, firstStep) {
  console.log('From a program to a loop that has done its first step, in ms');
  table(
    ['', 'passes', 'module', 'bytes', 'asked for'],
    [
      ...compile.flatMap(({ name, cold, warm, bytes }) => [
        [`${name}, cold page`, figure(cold.generate), figure(cold.instantiate), `${bytes}`, ''],
        [
          `${name}, warm page`,
          figure(warm.generate),
          figure(warm.instantiate),
          `${bytes}`,
          atMost(warm.generate + warm.instantiate, COMPILE[name]),
        ],
      ]),
      ['Train to the first finished step, in the worker, cold', '', figure(firstStep.cold), '', ''],
      [
        'Train to the first finished step, in the worker, warm',
        '',
        figure(firstStep.warm),
        '',
        atMost(firstStep.warm, FIRST_STEP),
      ],
    ],
  );
  console.log('');
}

const atMost = (ms, limit) => `≤ ${limit}${ms <= limit ? '' : ' missed'}`;

function printTargets(workloads) {
  const rows = [];
  /** How many times `b` the step of `a` takes; at least, or at most, what is asked for. */
  const add = (what, name, a, b, sign, target) => {
    if (a === null || b === null || target === undefined) return;
    const ratio = a.ms / b.ms;
    const missed = sign === '≥' ? ratio < target : ratio > target;
    const least = factor(a.min / b.min);
    rows.push([what, name, factor(ratio), least, `${sign} ${target}×`, missed ? 'missed' : '']);
  };
  for (const { name, rows: contestants } of workloads) {
    const find = (...wanted) => fastest(contestants, ...wanted);
    const fast = find('Gradwire', 'fast');
    for (const [peer, targets] of Object.entries(TARGETS)) {
      add(`best ${peer}`, name, find(peer), fast, '≥', targets[name]);
    }
    const reproducible = find('Gradwire', 'reproducible');
    add('reproducible against fast', name, reproducible, fast, '≤', REPRODUCIBLE[name]);
    const watched = find('Gradwire', 'fast, gradients watched');
    add('gradients watched or not', name, watched, fast, '≤', WATCHED[name]);
    const two = find('Gradwire', 'fast', 2);
    add('one thread against two', name, fast, two, '≥', GAIN[name] ?? 1);
    add('torch against two threads', name, find('torch'), two, '≥', TWO_THREADS[name]);
  }
  if (rows.length === 0) return;
  console.log('Ratios, of medians and of least times');
  table(['', 'workload', 'reached', 'by least', 'asked for', ''], rows);
}

/** The quickest row of a contestant, or null. */
function fastest(rows, title, form = null, threads = 1) {
  const found = rows.filter(
    (row) => row.title === title && (form === null || row.form === form) && row.threads === threads,
  );
  return found.length === 0 ? null : found.reduce((a, b) => (b.ms < a.ms ? b : a));
}

const figure = (x) =>
  x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x >= 0.01 ? x.toPrecision(3) : x.toFixed(6);
const factor = (x) => `${x >= 100 ? x.toFixed(0) : x.toPrecision(3)}×`;

/** A table of text; columns after the second are aligned to the right. */
function table(head, rows) {
  const widths = head.map((word, i) => Math.max(word.length, ...rows.map((row) => row[i].length)));
  for (const row of [head, ...rows]) {
    const cells = row.map((word, i) => (i < 2 ? word.padEnd(widths[i]) : word.padStart(widths[i])));
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}
