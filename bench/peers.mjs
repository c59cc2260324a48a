// Whole training steps of Gradwire beside its peers, in one run on one machine:
// `node bench/peers.mjs [W1,W2,…] [rounds] [--only gradwire,torch] [--threads 2] [--kernels] [--json]`
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inNode, inPage, inPython, openBrowser } from './hosts.mjs';
import { printReport } from './report.mjs';
import { flopsOf, WORKLOADS } from './workloads.mjs';

/** Length of one measurement, in ms. */
const CHUNK = 40;
/** Slower forms of the same peer than this factor are left out of the rounds. */
const HOPELESS = 2;
/** Largest relative difference of losses from torch's; f32, a dozen steps. */
const AGREEMENT = 2e-4;

const here = new URL('.', import.meta.url).pathname;
if (!existsSync(`${here}node_modules/@jax-js/jax`)) {
  const { status } = spawnSync('npm', ['ci'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(1);
}

const { words, options } = readArguments(process.argv.slice(2));
const wanted = (words[0] ?? '').split(',');
const names = Object.keys(WORKLOADS).filter((name) =>
  wanted.some((word) => (WORKLOADS[name].onDemand ? name === word : name.startsWith(word))),
);
const rounds = Number(words[1] ?? 9);
const only = options.only?.split(',') ?? null;
const threads = Number(options.threads ?? 1);

const browser = await openBrowser();
const peerPage = (peer) => (request) => inPage(browser, { peer, ...request });
const python = (script) => (request) => inPython({ script, ...request });
const OURS = { peer: 'gradwire', title: 'Gradwire', host: peerPage('gradwire') };
const IN_PAGES = {
  tensorflow: 'TensorFlow.js',
  jax: 'jax-js',
  convnet: 'ConvNetJS',
  micrograd: 'micrograd',
};
/** Who takes part, where and in which forms; of a peer's forms the quickest counts. */
const PEERS = [
  { ...OURS, forms: ['reproducible', 'fast', 'fast, gradients watched'] },
  ...(threads > 1 ? [{ ...OURS, forms: ['reproducible', 'fast'], threads }] : []),
  {
    peer: 'node',
    title: 'Gradwire in Node',
    forms: ['reproducible', 'fast'],
    host: (request) => inNode(browser, request),
  },
  ...(await Promise.all(
    Object.entries(IN_PAGES).map(async ([peer, title]) => {
      const { forms, refusal } = await import(`./peers/${peer}.mjs`);
      return { peer, title, forms, refusal, host: peerPage(peer) };
    }),
  )),
  { peer: 'torch', title: 'torch', forms: ['autograd', 'by hand'], host: python('torch_peer.py') },
  { peer: 'numpy', title: 'numpy', forms: ['by hand'], host: python('numpy_peer.py') },
].filter(({ peer }) => only === null || only.includes(peer));

try {
  const result = { chromium: browser.version, node: process.version, workloads: [] };
  // Isolated pages have the finer clock.
  const page = await browser.page({ isolated: true });
  const say = (text) => options.json === undefined && process.stderr.write(`${text}\n`);
  if (only === null || only.includes('peak')) {
    say('SIMD peak and matrix products');
    result.peak = await page.evaluate(() => globalThis.bench.peak());
    result.products = await page.evaluate((list) => globalThis.bench.products(list), names);
  }
  if (only === null || only.includes('compile')) {
    say('compile times');
    result.compile = [];
    for (const name of ['W2-momentum', 'W5'].filter((n) => names.includes(n))) {
      const fresh = await browser.page({ isolated: true });
      result.compile.push({
        name,
        ...(await fresh.evaluate((n) => globalThis.bench.compileTimes(n, 15), name)),
      });
      await fresh.close();
    }
    result.firstStep = await page.evaluate(() => globalThis.bench.firstStep(9));
  }
  for (const name of names) {
    say(`${name}: ${WORKLOADS[name].title}`);
    result.workloads.push(await measure(name, say));
    if (options.kernels !== undefined) {
      for (const mode of ['reproducible', 'fast']) {
        console.log(await page.evaluate(([n, m]) => globalThis.bench.kernels(n, m), [name, mode]));
      }
    }
  }
  if (options.json === undefined) printReport(result);
  else console.log(JSON.stringify(result, null, 2));
} finally {
  await browser.close();
}

/** One workload: checks every contestant's losses, then times them in interleaved rounds. */
async function measure(name, say) {
  const refused = [];
  let contestants = [];
  for (const { peer, title, forms, refusal, host, threads: count = 1 } of PEERS) {
    const reason = refusal?.(WORKLOADS[name]) ?? null;
    if (reason !== null) {
      refused.push({ title, reason });
      continue;
    }
    for (const form of forms) {
      try {
        const made = await host({ form, name, threads: count });
        const first = await made.run(1);
        const eleventh = await made.run(10);
        contestants.push({
          threads: count,
          peer,
          title,
          form,
          ...made,
          losses: [first.loss, eleventh.loss],
          times: [],
        });
      } catch (error) {
        refused.push({
          title: `${title}, ${form}`,
          reason: error.message.split('\n')[0].replace('page.evaluate: ', ''),
        });
      }
    }
  }
  const judge = contestants.find(({ peer }) => peer === 'torch') ?? contestants[0];
  for (const contestant of contestants) {
    contestant.apart = Math.max(
      ...contestant.losses.map((loss, i) => Math.abs(loss / judge.losses[i] - 1)),
    );
    const { title, form, apart, losses } = contestant;
    if (!(apart <= AGREEMENT)) {
      say(
        `  ${title}, ${form}: losses ${losses} are ${apart} from those of ${judge.title}: left out`,
      );
      refused.push({
        title: `${title}, ${form}`,
        reason: `its losses differ by ${apart.toExponential(1)}`,
      });
    }
  }
  contestants = await leaveOut(contestants, ({ apart }) => apart <= AGREEMENT);
  for (const contestant of contestants) await calibrate(contestant);
  const best = (title) =>
    Math.min(...contestants.filter((c) => c.title === title).map(({ ms }) => ms));
  contestants = await leaveOut(
    contestants,
    ({ title, ms, peer }) => peer === 'gradwire' || peer === 'node' || ms <= HOPELESS * best(title),
  );
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      const { ms, threads: used } = await contestant.run(contestant.chunk);
      contestant.times.push(ms / contestant.chunk);
      contestant.used = used;
    }
  }
  const rows = contestants.map(({ run: _run, close: _close, chunk: _chunk, times, ...row }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const middle = sorted[sorted.length >> 1];
    return { ...row, ms: middle, min: sorted[0] };
  });
  await leaveOut(contestants, () => false);
  return { name, title: WORKLOADS[name].title, flops: flopsOf(WORKLOADS[name]), rows, refused };
}

/** Warms a contestant up and chooses how many steps fill a measurement. */
async function calibrate(contestant) {
  let steps = 1;
  let spent = 0;
  let least = Number.POSITIVE_INFINITY;
  while (spent < 6 * CHUNK || least === Number.POSITIVE_INFINITY) {
    const { ms } = await contestant.run(steps);
    spent += ms;
    // Shorter runs say little: the clock of a page is coarse.
    if (ms > CHUNK / 2) least = Math.min(least, ms / steps);
    if (ms < CHUNK) steps *= 2;
  }
  contestant.ms = least;
  contestant.chunk = Math.max(1, Math.round(CHUNK / least));
}

async function leaveOut(contestants, keep) {
  for (const contestant of contestants) if (!keep(contestant)) await contestant.close();
  return contestants.filter(keep);
}

/** Words, and options: `--name` or `--name value`. */
function readArguments(list) {
  const found = { words: [], options: {} };
  const flags = ['json', 'kernels'];
  for (let i = 0; i < list.length; i++) {
    if (!list[i].startsWith('--')) found.words.push(list[i]);
    else if (flags.includes(list[i].slice(2))) found.options[list[i].slice(2)] = '';
    else found.options[list[i].slice(2)] = list[++i];
  }
  return found;
}
