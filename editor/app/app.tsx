/** Where the parts of the editor meet. */
import './app.css';
import { useStore } from 'zustand';
import { Canvas } from '../canvas/canvas.tsx';
import { SAVE_FILE } from '../commands/file-commands.ts';
import { CommandButton } from '../controls/command-button.tsx';
import { Notices } from '../panels/dialogs/notices.tsx';
import { CanvasOrigin } from '../panels/origin/canvas-origin.tsx';
import { TopBar } from '../panels/top-bar/top-bar.tsx';
import { documentStore } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { lessonStore, showsLesson } from '../state/look/lesson-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { notify } from '../state/look/notices.ts';
import { Boundary } from '../widgets/boundary.tsx';
import { LostText } from '../widgets/typed-text.ts';
import { Dialogs } from './dialogs.tsx';
import { DropTarget } from './drop.tsx';
import { Legend } from './legend.tsx';
import { Panels } from './panels.tsx';

export function App() {
  return (
    <LostText value={sayLost}>
      <Page />
    </LostText>
  );
}

/** Says that what was typed went with its field. */
function sayLost(text: string, fault: string): void {
  notify('refused', `“${text}” was not taken`, fault);
}

function Page() {
  const mode = useStore(modeStore, (state) => state.mode);
  const compiledOpen = useStore(dialogStore, (state) => state.compiledOpen);
  const document = useStore(documentStore, (state) => state.document);
  const lesson = useStore(lessonStore, (state) => showsLesson(document, state));
  const look = { mode, compiledOpen, lesson };
  return (
    <div className={`app mode-${mode}${lesson ? ' has-lesson' : ''}`}>
      <Boundary what="The top bar">
        <TopBar />
      </Boundary>
      <Panels place="left" look={look} />
      <main className="app-canvas" aria-label="Graph">
        <Boundary what="The canvas" actions={<SaveGraph />}>
          <Canvas />
        </Boundary>
        <Legend />
        <CanvasOrigin />
        <Notices />
      </main>
      <Panels place="right" look={look} />
      <div className="app-bottom">
        <Panels place="bottom" look={look} />
      </div>
      <Dialogs />
      <DropTarget />
    </div>
  );
}

/** The way to keep the graph when a part of the page cannot be shown. */
export function SaveGraph() {
  return <CommandButton command={SAVE_FILE}>Save the graph as a file</CommandButton>;
}
