/** What becomes of a table that the graph cannot take as it is: what was read, and the net that would be made of it. */
import './table-sheet.css';
import { useState } from 'react';
import { useStore } from 'zustand';
import { netForTable } from '../../../graph-core/fit/net-for-table.ts';
import { type HiddenWidths, suggestHidden } from '../../../graph-core/fit/net-size.ts';
import { type TableNeeds, tableNeeds } from '../../../graph-core/fit/table-needs.ts';
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import { isRefused } from '../../../graph-core/graph/problem.ts';
import { adoptTable, declineTable } from '../../run/data-files/data-files.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { makeNet } from '../../state/document/table-edits.ts';
import { dialogStore, type OfferedTable } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { NetChoice } from './net-choice.tsx';
import { TableReading } from './table-reading.tsx';

export interface TableSheetProps {
  readonly open: boolean;
  readonly offer: OfferedTable | null;
}

export function TableSheet({ offer }: TableSheetProps) {
  // Another table begins with the parts that suit it.
  return <OfferSheet key={offer?.file.hash ?? ''} offer={offer} />;
}

function OfferSheet({ offer }: { readonly offer: OfferedTable | null }) {
  const [said, setSaid] = useState<Partial<DataFileSettings>>({});
  const [chosen, setChosen] = useState<HiddenWidths | null>(null);
  const document = useStore(documentStore, (state) => state.document);
  if (offer === null) return null;
  const { summary } = offer;
  const file = { ...offer.file, ...said };
  const needs = tableNeeds(summary, file);
  const hidden = isRefused(needs) ? [] : (chosen ?? suggestHidden(needs));
  const isEmpty = Object.keys(document.nodes).length === 0;
  const cancel = (): void => declineTable(file);
  return (
    <Dialog
      open
      title={`A net for ${file.name}`}
      onClose={cancel}
      footer={
        <>
          <button type="button" className="button" onClick={cancel}>
            Cancel
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={isRefused(needs)}
            onClick={() => !isRefused(needs) && make(needs, hidden)}
          >
            Make it
          </button>
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
        {isRefused(needs) ? (
          needs.refused.map(({ code, message, hint }) => (
            <NoticeBox key={code} danger alert text={message} hint={hint} />
          ))
        ) : (
          <NetChoice needs={needs} hidden={hidden} onChange={setChosen} />
        )}
        {!isEmpty && (
          <p className="quiet">
            The net takes the place of “{document.name}”. Undo brings that back.
          </p>
        )}
      </div>
    </Dialog>
  );
}

function make(needs: TableNeeds, hidden: HiddenWidths): void {
  const { file } = needs.dataset;
  if (file === undefined) return;
  dialogStore.setState({ offeredTable: null });
  adoptTable(file, () => makeNet(netForTable(needs, hidden), needs.title));
}
