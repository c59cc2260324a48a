/**
 * What becomes of a table that the graph cannot take as it is: what was read of it, and either the repairs that make
 * the graph fit, or the net that would be made. Nothing is changed before a button says so.
 */
import './table-sheet.css';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { netForTable } from '../../../graph-core/fit/net-for-table.ts';
import { type HiddenWidths, suggestHidden } from '../../../graph-core/fit/net-size.ts';
import { planRepairs, type RepairPlan } from '../../../graph-core/fit/repair-plan.ts';
import { type TableNeeds, tableNeeds } from '../../../graph-core/fit/table-needs.ts';
import { predictColumn } from '../../../graph-core/fit/table-roles.ts';
import type { DataFileSettings, GraphDocument } from '../../../graph-core/graph/document.ts';
import { isRefused, type Problem } from '../../../graph-core/graph/problem.ts';
import type { SwitchChange } from '../../../graph-core/graph/table-switches.ts';
import { RepairList, repairWords } from '../../controls/repair-list.tsx';
import { FirstLine, TableWriting } from '../../controls/table-writing.tsx';
import { adoptTable, declineTable, rereadOffer } from '../../run/data-files/data-files.ts';
import { laidOutPlan } from '../../run/layout/repair.ts';
import { LAYOUT } from '../../run/layout/tidy.ts';
import { chooseDataFile } from '../../state/document/data-edits.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { makeNet, repairGraph } from '../../state/document/table-edits.ts';
import { dialogStore, type OfferedTable } from '../../state/look/dialogs.ts';
import { noticeStore } from '../../state/look/notices.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { NetChoice } from './net-choice.tsx';
import { type SaidParts, TableReading } from './table-reading.tsx';

export interface TableSheetProps {
  readonly open: boolean;
  readonly offer: OfferedTable | null;
}

export function TableSheet({ offer }: TableSheetProps) {
  if (offer === null) return null;
  // Another table begins with the parts that suit it.
  return <OfferSheet key={offer.file.hash} offer={offer} />;
}

/** Either way on. */
type Way = 'repair' | 'net';

function OfferSheet({ offer }: { readonly offer: OfferedTable }) {
  const document = useStore(documentStore, (state) => state.document);
  const [said, setSaid] = useState<SaidParts>({});
  const [chosenWay, setWay] = useState<Way | null>(offer.wantsNet === true ? 'net' : null);
  const [chosen, setChosen] = useState<HiddenWidths | null>(null);
  const { summary, problems } = offer;
  // A plan for a large graph takes a while: it is made anew only where something it depends on is another.
  const { file, ready, wrong, plan } = useMemo(() => {
    const asked = withSaid(offer, said);
    const needs = problems.length > 0 ? { refused: problems } : tableNeeds(summary, asked);
    return isRefused(needs)
      ? { file: asked, ready: null, wrong: needs.refused, plan: null }
      : { file: asked, ready: needs, wrong: [], plan: planFor(document, needs) };
  }, [offer, said, document, summary, problems]);
  const canRepair = plan !== null && plan.unmended.length === 0;
  const way: Way = chosenWay ?? (canRepair ? 'repair' : 'net');
  const hidden = ready === null ? [] : (chosen ?? suggestHidden(ready));
  const cancel = (): void => declineTable(file);
  return (
    <Dialog
      open
      title={way === 'net' ? `A net for ${file.name}` : `Fit the graph to ${file.name}`}
      onClose={cancel}
      footer={
        <>
          <button type="button" className="button" onClick={cancel}>
            Cancel
          </button>
          {plan !== null && (
            <button
              type="button"
              className="button"
              onClick={() => take(file, () => chooseDataFile(file, summary))}
            >
              Only take the data
            </button>
          )}
          <MainButton way={way} ready={ready} plan={plan} hidden={hidden} />
        </>
      }
    >
      <div className="table-sheet">
        <OfferedReading offer={offer} file={file} problems={wrong} onSay={setSaid} />
        {ready !== null && way === 'net' && (
          <NetChoice needs={ready} hidden={hidden} onChange={setChosen} />
        )}
        {plan !== null && way === 'repair' && <RepairList plan={plan} />}
        {ready !== null && <OtherWay {...{ document, way, plan }} onChoose={setWay} />}
        <Refusal />
      </div>
    </Dialog>
  );
}

interface OfferedReadingProps {
  readonly offer: OfferedTable;
  /** With what a person said. */
  readonly file: DataFileSettings;
  /** Why nothing can be learned from it. */
  readonly problems: readonly Problem[];
  readonly onSay: (said: SaidParts) => void;
}

/** What was read, what is wrong with it, and how it is written, to be said otherwise. */
function OfferedReading({ offer, file, problems, onSay }: OfferedReadingProps) {
  const { summary } = offer;
  const wasRead = offer.problems.length === 0;
  const why = file.target === offer.file.target ? offer.why : '';
  const reread = (change: SwitchChange): void => void rereadOffer(change);
  return (
    <>
      {wasRead && <TableReading file={file} summary={summary} why={why} onChange={onSay} />}
      {problems.map(({ code, message, hint }) => (
        <NoticeBox key={`${code} ${message}`} danger alert text={message} hint={hint} />
      ))}
      <TableWriting said={file} dialect={wasRead ? summary.dialect : null} onChange={reread}>
        <FirstLine dialect={summary.dialect} onChange={reread} />
      </TableWriting>
    </>
  );
}

/** The offered file with what a person said of its columns, as far as the table has them as it is read now. */
function withSaid(
  { file, summary }: OfferedTable,
  { target, classes }: SaidParts,
): DataFileSettings {
  if (target === undefined || !summary.columns.some(({ name }) => name === target)) return file;
  const parts = target === file.target ? {} : predictColumn(summary, file, target);
  return { ...file, ...parts, ...(classes === undefined ? {} : { classes }) };
}

interface MainButtonProps {
  readonly way: Way;
  readonly ready: TableNeeds | null;
  readonly plan: RepairPlan | null;
  readonly hidden: HiddenWidths;
}

function MainButton({ way, ready, plan, hidden }: MainButtonProps) {
  const [isMaking, setMaking] = useState(false);
  const file = ready?.dataset.file;
  if (way === 'repair' && (plan === null || plan.unmended.length > 0)) return null;
  const act = (): void => {
    if (ready === null || file === undefined) return;
    setMaking(true);
    const made =
      way === 'net' || plan === null
        ? makeLaidOut(file, ready, hidden)
        : repairLaidOut(file, plan, ready.title);
    made.finally(() => setMaking(false));
  };
  return (
    <button
      type="button"
      className="button button-primary"
      disabled={ready === null || isMaking}
      onClick={act}
    >
      {way === 'net' || plan === null ? 'Make it' : repairWords(plan)}
    </button>
  );
}

/** What was refused while the sheet is open: the page's own notices lie behind it. */
function Refusal() {
  const [before] = useState(() => noticeStore.getState().notice);
  const notice = useStore(noticeStore, (state) => state.notice);
  if (notice === null || notice === before || notice.kind !== 'refused') return null;
  return <NoticeBox danger alert text={notice.text} hint={notice.hint} />;
}

interface OtherWayProps {
  readonly document: GraphDocument;
  readonly way: Way;
  /** Null where there is nothing to repair. */
  readonly plan: RepairPlan | null;
  readonly onChoose: (way: Way) => void;
}

/** What happens to the graph that is there, and the other thing that could. */
function OtherWay({ document, way, plan, onChoose }: OtherWayProps) {
  if (Object.keys(document.nodes).length === 0) return null;
  if (way === 'repair') {
    return (
      <button type="button" className="button table-other" onClick={() => onChoose('net')}>
        Make a new net instead
      </button>
    );
  }
  const [wrong] = plan?.unmended ?? [];
  return (
    <>
      <p className="quiet">
        The net takes the place of “{document.name}”
        {wrong === undefined ? '' : `, which cannot learn from the table: ${wrong.message}`}. Undo
        brings it back.
      </p>
      {plan !== null && (
        <button type="button" className="button table-other" onClick={() => onChoose('repair')}>
          {wrong === undefined ? 'Repair the graph instead' : 'See what would have to change'}
        </button>
      )}
    </>
  );
}

function planFor(document: GraphDocument, needs: TableNeeds): RepairPlan | null {
  const training = shownTraining(document);
  return training === null ? null : planRepairs(document, training, needs);
}

/** Makes the net; where it cannot be laid out, which is said, the sheet stays as it is. */
async function makeLaidOut(
  file: DataFileSettings,
  needs: TableNeeds,
  hidden: HiddenWidths,
): Promise<void> {
  const net = await LAYOUT.use(({ laidOut }) => laidOut(netForTable(needs, hidden)));
  if (net !== null && isOffered(file)) take(file, () => makeNet(net, needs.title));
}

async function repairLaidOut(file: DataFileSettings, plan: RepairPlan, title: string) {
  const ready = await laidOutPlan(plan);
  if (ready !== null && isOffered(file)) take(file, () => repairGraph(ready, title));
}

/** A sheet that was closed meanwhile makes nothing. */
const isOffered = ({ hash }: DataFileSettings): boolean =>
  dialogStore.getState().offeredTable?.file.hash === hash;

function take(file: DataFileSettings, edit: () => boolean): void {
  dialogStore.setState({ offeredTable: null });
  adoptTable(file, edit);
}
