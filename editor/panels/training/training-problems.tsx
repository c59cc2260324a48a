/**
 * What keeps a run from starting or going on. Where the graph only does not fit its data, all that has to change stands
 * there together and is done by one press; else each problem has the repair that does it.
 */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { planRepairs, type RepairPlan } from '../../../graph-core/fit/repair-plan.ts';
import type { GraphDocument, TrainingSettings } from '../../../graph-core/graph/document.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { tableKey } from '../../../graph-core/graph/table-switches.ts';
import { RepairList, repairWords } from '../../controls/repair-list.tsx';
import { repair } from '../../run/layout/repair.ts';
import { repairProblem } from '../../state/document/data-edits.ts';
import { dialogStore } from '../../state/look/dialogs.ts';
import { dataStore } from '../../state/results/data-store.ts';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { dataNeeds } from './data/data-needs.ts';
import { NothingChanges } from './nothing-changes.tsx';

/** Nodes up to which repairs are planned while one looks; those of larger graphs, when the sheet is asked for. */
const MOST_NODES = 120;

interface TrainingProblemsProps {
  readonly problems: readonly Problem[];
  readonly document: GraphDocument;
  /** Null where nothing trains. */
  readonly settings: TrainingSettings | null;
}

export function TrainingProblems({ problems, document, settings }: TrainingProblemsProps) {
  const tables = useStore(dataStore, (state) => state.tables);
  const isAny = problems.length > 0;
  const fit = useMemo(() => {
    const isLarge = Object.keys(document.nodes).length > MOST_NODES;
    if (isLarge || !isAny || settings?.dataset === undefined) return null;
    const needs = dataNeeds(settings.dataset, tables);
    if (needs === null) return null;
    return { title: needs.title, plan: planRepairs(document, settings, needs) };
  }, [document, settings, tables, isAny]);
  const [first] = problems;
  if (first === undefined) return null;
  if (settings !== null && first.code === 'no-parameter') {
    return <NothingChanges document={document} loss={settings.loss} />;
  }
  const isMisfit = fit !== null && (fit.plan.repairs.length > 0 || fit.plan.unmended.length > 0);
  if (isMisfit && fit.plan.unmended.length === 0) {
    return <Misfit problem={first} title={fit.title} plan={fit.plan} settings={settings} />;
  }
  return (
    <section className="panel-section training-problems" aria-label="Problems">
      {problems.map((problem) => (
        <OneProblem key={keyOf(problem)} problem={problem} />
      ))}
      {isMisfit && <SheetButton settings={settings} wantsNet />}
      {fit === null && <SheetButton settings={settings} />}
    </section>
  );
}

interface MisfitProps {
  readonly problem: Problem;
  /** What the data are called. */
  readonly title: string;
  readonly plan: RepairPlan;
  readonly settings: TrainingSettings | null;
}

/** The first thing that does not fit, and everything that makes it fit: nothing is wrong that cannot be made right. */
function Misfit({ problem, title, plan, settings }: MisfitProps) {
  return (
    <section className="panel-section training-problems" aria-label="Problems">
      <h2 className="panel-title">The graph does not fit {title} yet</h2>
      <p className="quiet">{problem.message}</p>
      <div className="training-ways">
        <button
          type="button"
          className="button button-primary"
          onClick={() => void repair(plan, title)}
        >
          {repairWords(plan)}
        </button>
        <SheetButton settings={settings} wantsNet />
      </div>
      <RepairList plan={plan} />
    </section>
  );
}

function OneProblem({ problem }: { readonly problem: Problem }) {
  const { message, hint, repair: single } = problem;
  return (
    <NoticeBox danger text={message} hint={hint}>
      {single !== undefined && (
        <button type="button" className="button" onClick={() => repairProblem(problem)}>
          Declare [{listed(single.value)}]
        </button>
      )}
    </NoticeBox>
  );
}

interface SheetButtonProps {
  readonly settings: TrainingSettings | null;
  /** Rather than repairs. */
  readonly wantsNet?: boolean;
}

/** The way to the sheet for the table; nothing for data that are none. */
function SheetButton({ settings, wantsNet = false }: SheetButtonProps) {
  const file = settings?.dataset?.kind === 'file' ? settings.dataset.file : undefined;
  const summary = useStore(dataStore, ({ tables }) =>
    file === undefined ? undefined : tables.get(tableKey(file)),
  );
  if (file === undefined || summary === undefined) return null;
  const offeredTable = { file, summary, why: '', problems: [], wantsNet };
  return (
    <button type="button" className="button" onClick={() => dialogStore.setState({ offeredTable })}>
      {wantsNet ? 'Make a new net …' : 'See what would have to change …'}
    </button>
  );
}

const keyOf = ({ code, message }: Problem): string => `${code} ${message}`;

const listed = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : String(value);
