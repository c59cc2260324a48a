/**
 * What lies over the page; each shows itself while it is asked for. Those in which one types at once are there from
 * the start: keys that come before them would be shortcuts of the page.
 */
import '../panels/dialogs/dialogs.css';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { CommandSearch } from '../panels/dialogs/command-search.tsx';
import { Connect } from '../panels/dialogs/connect.tsx';
import { OpenProblems } from '../panels/dialogs/open-problems.tsx';
import { SafeStart } from '../panels/dialogs/safe-start.tsx';
import { downloadText } from '../persist/files.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { Later, type Load } from '../widgets/later.tsx';
import { loadGallery, loadShortcuts, loadTableSheet } from './dialog-parts.ts';
import { loadExamples } from './examples.ts';
import { loadRecent, openHeldBack } from './session.ts';

export function Dialogs() {
  const dialog = useStore(dialogStore, (state) => state.dialog);
  const offer = useStore(dialogStore, (state) => state.offeredTable);
  const gallery = { open: dialog === 'gallery', load: loadExamples, loadRecent };
  return (
    <>
      <LaterDialog what="The gallery" load={loadGallery} props={gallery} />
      <CommandSearch open={dialog === 'commands'} />
      <LaterDialog
        what="The list of shortcuts"
        load={loadShortcuts}
        props={{ open: dialog === 'shortcuts' }}
      />
      <Connect open={dialog === 'connect'} />
      <LaterDialog
        what="The sheet for a table"
        load={loadTableSheet}
        props={{ open: offer !== null, offer }}
      />
      <OpenProblems />
      <SafeStart onOpen={openHeldBack} onSave={({ name, text }) => downloadText(name, text)} />
    </>
  );
}

interface LaterDialogProps<P> {
  readonly what: string;
  readonly load: Load<P>;
  readonly props: P & { readonly open: boolean };
}

/** A dialog that loads when it is first opened, and stays: closing gives the focus back. */
function LaterDialog<P>({ what, load, props }: LaterDialogProps<P>) {
  const wasOpened = useRef(false);
  wasOpened.current ||= props.open;
  return wasOpened.current && <Later what={what} load={load} props={props} />;
}
