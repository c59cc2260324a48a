/** Once the page is idle everything is fetched ahead, so that a page that has opened goes on without a network. */
import { loadStepCamera } from '../canvas/followed-steps.tsx';
import { loadFarDrawing } from '../canvas/load-far-drawing.ts';
import { loadPartLens } from '../canvas/load-part-lens.ts';
import { loadUnitStrip } from '../canvas/load-unit-strip.ts';
import { TOUR } from '../commands/lesson-commands.ts';
import { loadNodeInspector, loadWireInspector } from '../panels/inspector/load-inspectors.ts';
import { loadNodeFormula } from '../panels/inspector/load-node-formula.ts';
import { loadCheck, loadLens } from '../panels/step/load-insights.ts';
import { FOREIGN_FILES } from '../persist/files.ts';
import { DATA_FILES } from '../run/data-files/load-data-files.ts';
import { RUN_DRIVER } from '../run/later-driver.ts';
import { LAYOUT } from '../run/layout/tidy.ts';
import { loadTensorReader } from '../widgets/load-tensor-reader.ts';
import { loadGallery, loadShortcuts, loadTableSheet } from './dialog-parts.ts';
import { COURSE } from './examples.ts';
import { PANELS } from './panels.tsx';

/** Everything a session may need, the likeliest first. */
const AHEAD: readonly (() => Promise<unknown>)[] = [
  ...[
    loadNodeInspector,
    loadWireInspector,
    loadNodeFormula,
    loadTensorReader,
    loadPartLens,
    loadStepCamera,
    loadFarDrawing,
  ],
  ...PANELS.flatMap(({ panel, needs = [] }) => ('load' in panel ? [panel.load, ...needs] : needs)),
  ...[loadLens, loadCheck],
  ...[RUN_DRIVER.fetch, loadUnitStrip, loadGallery, loadShortcuts],
  ...[
    DATA_FILES.fetch,
    loadTableSheet,
    COURSE.fetch,
    FOREIGN_FILES.fetch,
    LAYOUT.fetch,
    TOUR.fetch,
  ],
];

/** Time after the page opened before parts are fetched ahead, in ms: what is on the page comes first. */
const AHEAD_AFTER = 1500;

/** Fetches the parts one after the other while nothing else goes on; not where the person saves data. */
export function fetchAhead(): void {
  if (savesData()) return;
  const next = async (index: number): Promise<void> => {
    if (index >= AHEAD.length) return;
    // A part that does not come is tried again, and told, where it is needed.
    await AHEAD[index]().catch(() => {});
    whenIdle(() => next(index + 1));
  };
  setTimeout(() => next(0), AHEAD_AFTER);
}

/** The Save-Data preference; browsers that do not know it have none. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

function whenIdle(task: () => unknown): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 2000 });
  else setTimeout(task, 50);
}
