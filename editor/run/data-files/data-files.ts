/**
 * Data files from the disk into training: chosen or dropped, read by the worker, kept in this browser by
 * their hash, named by the document. A document whose file is not here says so until it is opened again.
 */
import { MAX_DATA_BYTES } from '../../../graph-core/datasets/files/data-file-limits.ts';
import type { DataFile } from '../../../graph-core/datasets/files/read-table.ts';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import { suitedFile } from '../../../graph-core/fit/suited-file.ts';
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import {
  type TableSwitches,
  tableKey,
  tableSwitches,
} from '../../../graph-core/graph/table-switches.ts';
import { chooseDataFile } from '../../state/document/data-edits.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { dialogStore } from '../../state/look/dialogs.ts';
import { notify } from '../../state/look/notices.ts';
import { setMode } from '../../state/look/stepping.ts';
import { dataStore } from '../../state/results/data-store.ts';
import { readDataFile } from '../computation.ts';
import { contentHash } from './content-hash.ts';
import { findFile, keepFile } from './file-records.ts';

/** Asks for data files and opens them: one table, images with labels, or several parts. */
export function chooseDataFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept =
    '.csv,.tsv,.tab,.txt,.dat,.data,.bin,.idx,.gz,text/csv,application/gzip,application/octet-stream';
  input.addEventListener('change', () => void openDataFiles([...(input.files ?? [])]));
  input.click();
}

/** Reads files as one data set and trains on it; what is wrong with them is shown and nothing changes. */
export async function openDataFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const name = nameOf(files);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_DATA_BYTES) {
    const text = `${name} has ${megabytes(size)} MiB, the limit is ${megabytes(MAX_DATA_BYTES)} MiB`;
    notify('refused', text, 'open fewer or smaller files');
    return;
  }
  dataStore.setState({ reading: name });
  try {
    const parts = await Promise.all(files.map(readPart));
    const hash = await contentHash(parts);
    const before = documentStore.getState().document.training?.dataset.file;
    const said = before?.hash === hash ? tableSwitches(before) : {};
    const file = { ...said, name, hash };
    const summary = await handOver(file, parts);
    if (summary === null) return;
    inHand.set(hash, parts);
    takeTable(file, summary);
  } catch (error) {
    notify('refused', `${name} cannot be read: ${reasonOf(error)}`, 'check that it still exists');
  } finally {
    dataStore.setState({ reading: null });
  }
}

/** Trains on a table where the graph fits it; asks what becomes of it otherwise. */
function takeTable(
  file: TableSwitches & Pick<DataFileSettings, 'name' | 'hash'>,
  summary: TableSummary,
): void {
  const { document } = documentStore.getState();
  const training = shownTraining(document);
  const dataset = training?.dataset;
  const suited = suitedFile(summary, file, { document, training });
  const isSame = dataset?.kind === 'file' && dataset.file?.hash === file.hash;
  if (isSame || suited.fits) adoptTable(suited.file, () => chooseDataFile(suited.file, summary));
  else {
    const { roles } = suited;
    dialogStore.setState({ offeredTable: { file: suited.file, summary, why: roles?.why ?? '' } });
  }
}

/** Has an edit take a table that was read; where it does, training is shown and the contents are kept. */
export function adoptTable(file: DataFileSettings, take: () => boolean): void {
  if (!take()) return;
  setMode('train');
  const parts = inHand.get(file.hash);
  if (parts !== undefined) void keep(file, parts);
}

/** Lets a table go that was offered and is not wanted. */
export function declineTable({ hash }: Pick<DataFileSettings, 'hash'>): void {
  dialogStore.setState({ offeredTable: null });
  inHand.delete(hash);
}

/** Contents that are asked about, on their way into the storage, or without room there: this page has them. */
const inHand = new Map<string, readonly DataFile[]>();

/** Puts contents into this browser's storage, while training can already begin. */
async function keep(
  { name, hash }: Pick<DataFileSettings, 'name' | 'hash'>,
  parts: readonly DataFile[],
): Promise<void> {
  try {
    await keepFile(hash, parts, Date.now());
    inHand.delete(hash);
  } catch (error) {
    const text = `${name} cannot be kept in this browser: ${reasonOf(error)}`;
    notify('refused', text, 'open it again after reloading');
  }
}

/** Brings the file that settings name from this browser's storage to the worker, where there is one. */
export async function findDataFile(file: DataFileSettings): Promise<void> {
  if (dataStore.getState().reading !== null) return;
  dataStore.setState({ reading: file.name });
  try {
    const parts = inHand.get(file.hash) ?? (await findFile(file.hash).catch(() => null));
    if (parts === null) dataStore.setState({ absent: file.hash });
    else await handOver(file, parts);
  } finally {
    dataStore.setState({ reading: null });
  }
}

/** Has the worker read copies of the parts; null when it refused them, which is shown. */
async function handOver(
  file: TableSwitches & Pick<DataFileSettings, 'name' | 'hash'>,
  parts: readonly DataFile[],
): Promise<TableSummary | null> {
  const { name, hash } = file;
  const copies = parts.map((part) => ({ name: part.name, bytes: part.bytes.slice() }));
  const answer = await readDataFile({ ...tableSwitches(file), hash }, copies);
  if (answer.kind === 'file-refused') {
    dialogStore.setState({ openProblems: { source: name, problems: answer.problems } });
    return null;
  }
  const { tables } = dataStore.getState();
  dataStore.setState({
    tables: new Map(tables).set(tableKey(file), answer.summary),
    absent: null,
  });
  return answer.summary;
}

async function readPart(file: File): Promise<DataFile> {
  return { name: file.name.normalize('NFC'), bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** `iris.csv`, or `data_batch_1.bin and 4 more`. */
function nameOf(files: readonly File[]): string {
  const names = files.map(({ name }) => name.normalize('NFC')).sort();
  const more = names.length === 1 ? '' : ` and ${names.length - 1} more`;
  return [...names[0]].slice(0, 180).join('') + more;
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
