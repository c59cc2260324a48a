/** What reads data files loads when it is first needed. */
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import { laterPart } from '../../state/look/later-part.ts';

/** Data files from the disk and from this browser's storage. */
export const DATA_FILES = laterPart('what reads data files', () => import('./data-files.ts'));

/** Looks in this browser for a data file that a run lacks. */
export function findDataFileLater(file: DataFileSettings): void {
  void DATA_FILES.use(({ findDataFile }) => findDataFile(file));
}
