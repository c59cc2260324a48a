/**
 * The life of training runs as a pure machine: a state and an event give the next state and what is to be asked of
 * the worker. It holds any number of runs, one of them shown; a run that is not in it is absent. Nothing here
 * knows a worker, a store or a clock.
 *
 *   absent → preparing → ready ⇄ playing
 *                ↘         ↓
 *                  → →   lost   (refused, broken off, or gone with its worker; what it was for is remembered)
 */
import type { DataFileSettings, NodeId } from '../../graph-core/graph/document.ts';
import type { Problem } from '../../graph-core/graph/problem.ts';
import { tableKey } from '../../graph-core/graph/table-switches.ts';
import type { DatasetView } from '../../graph-core/training/look/learned-pictures.ts';
import type {
  CompiledMessage,
  SpeedWish,
  TrainingAction,
  TrainingMessage,
} from '../../graph-core/worker/messages/protocol.ts';
import type { ShownRun } from '../state/results/run-store.ts';
import type { Wish } from './wish.ts';

/** Names one run; never used twice. */
export type RunId = number;

/** Asked for, no answer yet. */
export interface PreparingRun {
  readonly phase: 'preparing';
  readonly wish: Wish;
  /** The learning rate and the speed it was asked for with; the wish may have others by now. */
  readonly rate: number;
  readonly speed: SpeedWish;
  /** What was asked before it is there, in order: done once, when it is. */
  readonly early: readonly TrainingAction[];
  /** The worker has just been given its data file: should it lack one, there is none to be found. */
  readonly fileGiven: boolean;
}

/** There, at rest or playing. */
export interface LivingRun extends ShownRun {
  readonly phase: 'ready' | 'playing';
  readonly wish: Wish;
}

/** Not there any more, or never. */
export interface LostRun {
  readonly phase: 'lost';
  readonly wish: Wish;
  /** Why it was refused. */
  readonly problems: readonly Problem[];
  /** The worker did not hold its data file. */
  readonly lacksFile: boolean;
}

/** A run in one of its phases. */
export type Run = PreparingRun | LivingRun | LostRun;

/** How the shown run is looked at. */
export interface RunLook {
  /** The nodes whose units are to be pictured. */
  readonly pictured: readonly NodeId[];
  /** The one of them whose units are looked at closely. */
  readonly magnified: NodeId | null;
  /** Its compiled form is open. */
  readonly describes: boolean;
}

/** All runs there are. */
export interface Runs {
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly shown: RunId | null;
  readonly next: RunId;
  readonly look: RunLook;
}

/** Before anything was asked for. */
export const NO_RUNS: Runs = {
  runs: new Map(),
  shown: null,
  next: 1,
  look: { pictured: [], magnified: null, describes: false },
};

/** What happens to runs. */
export type RunEvent =
  /** The document or what it is trained with has changed, or training is left (null). */
  | { readonly kind: 'wished'; readonly wish: Wish | null }
  /** Somebody asks something of the shown run. */
  | { readonly kind: 'asked'; readonly action: TrainingAction }
  | { readonly kind: 'looked'; readonly look: RunLook }
  | {
      readonly kind: 'prepared';
      readonly run: RunId;
      readonly dataset: DatasetView | null;
      readonly latest: TrainingMessage;
    }
  | { readonly kind: 'refused'; readonly run: RunId; readonly problems: readonly Problem[] }
  | { readonly kind: 'reported'; readonly run: RunId; readonly latest: TrainingMessage }
  | { readonly kind: 'described'; readonly run: RunId; readonly compiled: CompiledMessage }
  /** A request of this run failed by a bug of ours; the worker goes on. */
  | { readonly kind: 'broke'; readonly run: RunId }
  /** The worker ended with all runs; `replaced` where another one took its place. */
  | { readonly kind: 'worker-ended'; readonly replaced: boolean }
  /** The user stopped what the worker was at; another one took its place. An evaluation that was stopped may hang again. */
  | { readonly kind: 'canceled'; readonly evaluates: boolean }
  /** The worker holds this data file now. */
  | { readonly kind: 'file-given'; readonly key: string };

/** What is asked of the worker, or of whoever keeps data files. */
export type RunRequest =
  | { readonly kind: 'prepare'; readonly run: RunId; readonly wish: Wish }
  | { readonly kind: 'act'; readonly run: RunId; readonly action: TrainingAction }
  | { readonly kind: 'describe'; readonly run: RunId }
  | { readonly kind: 'end'; readonly run: RunId }
  /** Computes the document anew: what its wires show is gone, or was learned by a run that is. */
  | { readonly kind: 'evaluate' }
  | { readonly kind: 'find-file'; readonly file: DataFileSettings };

/** The next state, and what is to be asked in this order. */
export interface RunStep {
  readonly runs: Runs;
  readonly requests: readonly RunRequest[];
}

/** The shown run; undefined where there is none. */
export function shownRun({ runs, shown }: Runs): Run | undefined {
  return shown === null ? undefined : runs.get(shown);
}

/** True for a run that is there. */
export function isLiving(run: Run | undefined): run is LivingRun {
  return run?.phase === 'ready' || run?.phase === 'playing';
}

/** What an event makes of the runs. */
export function afterEvent(runs: Runs, event: RunEvent): RunStep {
  switch (event.kind) {
    case 'wished':
      return wished(runs, event.wish);
    case 'asked':
      return asked(runs, event.action);
    case 'looked':
      return looked(runs, event.look);
    case 'prepared':
      return prepared(runs, event);
    case 'refused':
      return refused(runs, event.run, event.problems);
    case 'reported':
      return changedRun(runs, event.run, isLiving, (run) => living(run, event.latest));
    case 'described':
      return changedRun(runs, event.run, isLiving, (run) => described(run, event.compiled));
    case 'broke': {
      const evaluates = event.run === runs.shown && hasLearned(shownRun(runs));
      return again(runs, evaluates, (run, id) => (id !== event.run ? 'keep' : comesAgain(run)));
    }
    case 'worker-ended':
      return again(runs, event.replaced, (run) => (event.replaced ? comesAgain(run) : 'lose'));
    case 'canceled':
      // What was asked of a run that is still set up may be what hung: it is not asked again.
      return again(runs, event.evaluates, (run) => (run.phase === 'lost' ? 'keep' : 'prepare'));
    case 'file-given':
      return again(runs, false, (run) =>
        run.phase === 'lost' && run.lacksFile && lackedKey(run) === event.key ? 'prepare' : 'keep',
      );
    default:
      return event satisfies never;
  }
}

/** True where the wires show what the run has learned. */
function hasLearned(run: Run | undefined): boolean {
  return isLiving(run) && run.latest.step > 0;
}

const unchanged = (runs: Runs): RunStep => ({ runs, requests: [] });

/** Puts a run in its place. */
function withRun(runs: Runs, id: RunId, run: Run): Runs {
  return { ...runs, runs: new Map(runs.runs).set(id, run) };
}

/** Changes a run that is in the phase an answer is about; an answer to another phase comes too late. */
function changedRun<R extends Run>(
  runs: Runs,
  id: RunId,
  is: (run: Run | undefined) => run is R,
  change: (run: R) => Run,
): RunStep {
  const run = runs.runs.get(id);
  return unchanged(is(run) ? withRun(runs, id, change(run)) : runs);
}

/** A run under a new name, in the place of `old` where there is one. */
function preparing(runs: Runs, wish: Wish, old: RunId | null, fileGiven = false): RunStep {
  const id = runs.next;
  const before = old === null ? undefined : runs.runs.get(old);
  const early = before?.phase === 'preparing' ? before.early : [];
  const others = new Map(runs.runs);
  if (old !== null) others.delete(old);
  others.set(id, {
    phase: 'preparing',
    wish,
    rate: wish.rate,
    speed: wish.speed,
    early,
    fileGiven,
  });
  const shown = runs.shown === old ? id : runs.shown;
  return {
    runs: { ...runs, runs: others, shown, next: id + 1 },
    requests: [{ kind: 'prepare', run: id, wish }],
  };
}

function wished(runs: Runs, wish: Wish | null): RunStep {
  const { shown } = runs;
  const run = shownRun(runs);
  if (shown === null || run === undefined) {
    return wish === null ? unchanged(runs) : preparing(runs, wish, null);
  }
  const ending: RunRequest[] = run.phase === 'lost' ? [] : [{ kind: 'end', run: shown }];
  if (hasLearned(run)) ending.push({ kind: 'evaluate' });
  if (wish === null) {
    const others = new Map(runs.runs);
    others.delete(shown);
    return { runs: { ...runs, runs: others, shown: null }, requests: ending };
  }
  const sameRate = wish.rate === run.wish.rate;
  // What was refused may train at another rate.
  if (wish.key !== run.wish.key || (run.phase === 'lost' && !sameRate)) {
    const { runs: next, requests } = preparing(runs, wish, shown);
    return { runs: next, requests: [...ending, ...requests] };
  }
  const followed = withRun(runs, shown, { ...run, wish });
  if (!isLiving(run)) return unchanged(followed);
  return { runs: followed, requests: following(shown, run.wish, wish) };
}

/** What a run that goes on is told where the wish has become another one. */
function following(
  run: RunId,
  before: Pick<Wish, 'rate' | 'speed'>,
  { rate, speed }: Wish,
): RunRequest[] {
  const act = (action: TrainingAction): RunRequest => ({ kind: 'act', run, action });
  return [
    ...(rate === before.rate ? [] : [act({ rate })]),
    ...(speed === before.speed ? [] : [act({ speed })]),
  ];
}

function asked(runs: Runs, action: TrainingAction): RunStep {
  const { shown } = runs;
  const run = shownRun(runs);
  if (shown === null || run === undefined) return unchanged(runs);
  if (isLiving(run)) return { runs, requests: [{ kind: 'act', run: shown, action }] };
  // Of a run that is lost there is nothing to be had, and what comes next may be another one.
  if (run.phase === 'lost') return unchanged(runs);
  return unchanged(withRun(runs, shown, { ...run, early: [...run.early, action] }));
}

function looked(runs: Runs, look: RunLook): RunStep {
  const { describes } = runs.look;
  const requests: RunRequest[] = [];
  const run = shownRun(runs);
  if (runs.shown !== null && isLiving(run)) {
    if (!picturesAlike(look, runs.look)) {
      requests.push(...picturing(runs.shown, run.dataset, look));
    }
    if (look.describes && !describes) requests.push({ kind: 'describe', run: runs.shown });
  }
  return { runs: { ...runs, look }, requests };
}

/** Units are pictured over a plane or along a line: only where there are one or two features. */
function picturing(
  run: RunId,
  dataset: DatasetView | null,
  { pictured, magnified }: RunLook,
): readonly RunRequest[] {
  return dataset !== null && dataset.width <= 2
    ? [{ kind: 'act', run, action: { pictured, magnified } }]
    : [];
}

function picturesAlike(a: RunLook, b: RunLook): boolean {
  return (
    a.magnified === b.magnified &&
    a.pictured.length === b.pictured.length &&
    a.pictured.every((node, i) => node === b.pictured[i])
  );
}

function prepared(
  runs: Runs,
  { run: id, dataset, latest }: Extract<RunEvent, { kind: 'prepared' }>,
): RunStep {
  const run = runs.runs.get(id);
  if (run?.phase !== 'preparing') return unchanged(runs);
  const { wish, early } = run;
  const act = (action: TrainingAction): RunRequest => ({ kind: 'act', run: id, action });
  const requests = following(id, run, wish);
  requests.push(...early.map(act));
  if (id === runs.shown) {
    if (runs.look.pictured.length > 0 || runs.look.magnified !== null) {
      requests.push(...picturing(id, dataset, runs.look));
    }
    if (runs.look.describes) requests.push({ kind: 'describe', run: id });
  }
  const { parameters: initial } = latest;
  const phase = phaseOf(latest);
  const there: LivingRun = { phase, wish, dataset, latest, initial, compiled: null };
  return { runs: withRun(runs, id, there), requests };
}

function refused(runs: Runs, id: RunId, problems: readonly Problem[]): RunStep {
  const run = runs.runs.get(id);
  if (run?.phase !== 'preparing') return unchanged(runs);
  const { wish, fileGiven } = run;
  const lacksFile = wish.file !== null && problems.some(({ code }) => code === 'no-data-file');
  const lost: LostRun = { phase: 'lost', wish, problems, lacksFile };
  const requests: readonly RunRequest[] =
    wish.file !== null && lacksFile && !fileGiven ? [{ kind: 'find-file', file: wish.file }] : [];
  return { runs: withRun(runs, id, lost), requests };
}

const phaseOf = ({ status }: TrainingMessage): LivingRun['phase'] =>
  status === 'running' ? 'playing' : 'ready';

function living(run: LivingRun, latest: TrainingMessage): LivingRun {
  return { ...run, phase: phaseOf(latest), latest };
}

/** The description comes once, the times of its kernels again and again. */
function described(run: LivingRun, { description, microseconds }: CompiledMessage): LivingRun {
  const whole = description ?? run.compiled?.description ?? null;
  return whole === null ? run : { ...run, compiled: { description: whole, microseconds } };
}

/** Whether a run that went is set up again: one that could not even be set up would only fail again. */
function comesAgain(run: Run): 'prepare' | 'lose' {
  return isLiving(run) ? 'prepare' : 'lose';
}

/** What becomes of each run: it stays, is set up again under another name, or is lost. */
function again(
  runs: Runs,
  evaluates: boolean,
  decide: (run: Run, id: RunId) => 'keep' | 'prepare' | 'lose',
): RunStep {
  let next = runs;
  const requests: RunRequest[] = evaluates ? [{ kind: 'evaluate' }] : [];
  for (const [id, run] of runs.runs) {
    const decision = decide(run, id);
    if (decision === 'keep') continue;
    const { wish } = run;
    const lacksFile = run.phase === 'lost' && run.lacksFile;
    next = withRun(next, id, { phase: 'lost', wish, problems: [], lacksFile });
    if (decision === 'lose') continue;
    const step = preparing(next, wish, id, lacksFile);
    next = step.runs;
    requests.push(...step.requests);
  }
  return { runs: next, requests };
}

function lackedKey({ wish: { file } }: LostRun): string | null {
  return file === null ? null : tableKey(file);
}
