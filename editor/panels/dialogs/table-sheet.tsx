/**
 * What becomes of a table that the graph cannot take as it is: what was read of it, and either the repairs that make
 * the graph fit, or the net that would be made. Nothing is changed before a button says so.
 */
import './table-sheet.css';
import { useState } from 'react';
import { useStore } from 'zustand';
import { netForTable } from '../../../graph-core/fit/net-for-table.ts';
import { type HiddenWidths, suggestHidden } from '../../../graph-core/fit/net-size.ts';
import { planRepairs, type RepairPlan } from '../../../graph-core/fit/repair-plan.ts';
import { type TableNeeds, tableNeeds } from '../../../graph-core/fit/table-needs.ts';
import type { DataFileSettings, GraphDocument } from '../../../graph-core/graph/document.ts';
import { isRefused } from '../../../graph-core/graph/problem.ts';
import { adoptTable, declineTable } from '../../run/data-files/data-files.ts';
import { loadLayout } from '../../run/layout/tidy.ts';
import { chooseDataFile } from '../../state/document/data-edits.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { makeNet, repairGraph } from '../../state/document/table-edits.ts';
import { dialogStore, type OfferedTable } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { NetChoice } from './net-choice.tsx';
import { RepairList } from './repair-list.tsx';
import { TableReading } from './table-reading.tsx';

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
  const [said, setSaid] = useState<Partial<DataFileSettings>>({});
  const [chosenWay, setWay] = useState<Way | null>(null);
  const [chosen, setChosen] = useState<HiddenWidths | null>(null);
  const { summary } = offer;
  const file = { ...offer.file, ...said };
  const needs = tableNeeds(summary, file);
  const ready = isRefused(needs) ? null : needs;
  const plan = ready === null ? null : planFor(document, ready);
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
        <TableReading
          file={file}
          summary={summary}
          why={said.target === undefined ? offer.why : ''}
          onChange={(change) => setSaid({ ...said, ...change })}
        />
        {isRefused(needs) &&
          needs.refused.map(({ code, message, hint }) => (
            <NoticeBox key={code} danger alert text={message} hint={hint} />
          ))}
        {ready !== null && way === 'net' && (
          <NetChoice needs={ready} hidden={hidden} onChange={setChosen} />
        )}
        {plan !== null && way === 'repair' && <RepairList plan={plan} />}
        {ready !== null && <OtherWay {...{ document, way, plan }} onChoose={setWay} />}
      </div>
    </Dialog>
  );
}

interface MainButtonProps {
  readonly way: Way;
  readonly ready: TableNeeds | null;
  readonly plan: RepairPlan | null;
  readonly hidden: HiddenWidths;
}

function MainButton({ way, ready, plan, hidden }: MainButtonProps) {
  const act = (): void => {
    const file = ready?.dataset.file;
    if (ready === null || file === undefined) return;
    if (way === 'net') void makeLaidOut(file, ready, hidden);
    else if (plan !== null) take(file, () => repairGraph(plan, ready.title));
  };
  const count = plan?.repairs.length ?? 0;
  const repairs =
    count === 0 ? 'Take the data' : count === 1 ? 'Repair it' : `Do all ${count} repairs`;
  if (way === 'repair' && (plan === null || plan.unmended.length > 0)) return null;
  return (
    <button type="button" className="button button-primary" disabled={ready === null} onClick={act}>
      {way === 'net' ? 'Make it' : repairs}
    </button>
  );
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

async function makeLaidOut(
  file: DataFileSettings,
  needs: TableNeeds,
  hidden: HiddenWidths,
): Promise<void> {
  dialogStore.setState({ offeredTable: null });
  const { laidOut } = await loadLayout();
  const net = await laidOut(netForTable(needs, hidden));
  adoptTable(file, () => makeNet(net, needs.title));
}

function take(file: DataFileSettings, edit: () => boolean): void {
  dialogStore.setState({ offeredTable: null });
  adoptTable(file, edit);
}
