/** Opening what people choose or drop: a graph, data, or both. */
import { openFile } from '../persist/files.ts';
import { isDataFile } from '../run/data-files/data-file-names.ts';
import { DATA_FILES } from '../run/data-files/load-data-files.ts';
import { notify } from '../state/look/notices.ts';

/** One graph, data, or a graph and then its data; more graphs than one have no place. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const data = files.filter(isDataFile);
  const [graph, ...others] = files.filter((file) => !isDataFile(file));
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(', ');
    const text = `${others.length + 1} files that are no data were dropped at once: ${graph.name}, ${names}`;
    notify('refused', text, 'nothing was opened; drop one graph at a time');
    return;
  }
  if (graph !== undefined && !(await openFile(graph))) return;
  if (data.length > 0) await DATA_FILES.use(({ openDataFiles }) => openDataFiles(data));
}
