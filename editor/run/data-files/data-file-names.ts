/** Which files hold data, by their names; others hold graphs. */
import { isDataName } from '../../../graph-core/datasets/files/data-names.ts';

/** True for a file that is data by its name, or a spreadsheet or archive of data, which is told what to do. */
export function isDataFile({ name }: Pick<File, 'name'>): boolean {
  return isDataName(name);
}
