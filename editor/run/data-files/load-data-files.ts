/** What reads data files loads when it is first needed. */
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import { notify } from '../../state/look/notices.ts';

/** Loads it; throws where it does not come. */
export const loadDataFiles = () => import('./data-files.ts');

type DataFiles = Awaited<ReturnType<typeof loadDataFiles>>;

/** Does something with data files, once what reads them is here; says so when it does not come. */
export async function withDataFiles(use: (files: DataFiles) => unknown): Promise<void> {
  let loaded: DataFiles;
  try {
    loaded = await loadDataFiles();
  } catch {
    notify(
      'refused',
      'what reads data files could not be loaded',
      'Your graph is intact; check the network and try again, or reload the page.',
    );
    return;
  }
  await use(loaded);
}

/** Looks in this browser for a data file that a run lacks. */
export function findDataFileLater(file: DataFileSettings): void {
  void withDataFiles(({ findDataFile }) => findDataFile(file));
}
