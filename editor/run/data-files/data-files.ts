/**
 * Data files from the disk into training: chosen or dropped, read by the worker, kept in this browser by
 * their hash, named by the document. A document whose file is not here says so until it is opened again.
 */
import { MAX_DATA_BYTES } from '../../../graph-core/datasets/files/data-file-limits.ts';
import type { DataFile } from '../../../graph-core/datasets/files/read-table.ts';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import { suitedFile } from '../../../graph-core/fit/suited-file.ts';
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import {
  type SwitchChange,
  type TableSwitches,
  tableKey,
  tableSwitches,
  withSwitches,
} from '../../../graph-core/graph/table-switches.ts';
import type { FileAnswer } from '../../../graph-core/worker/page/client.ts';
import { chooseDataFile } from '../../state/document/data-edits.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { dialogStore, type OfferedTable } from '../../state/look/dialogs.ts';
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
    const before = documentStore.getState().document.training?.dataset?.file;
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
  const { dataset } = shownTraining(documentStore.getState().document) ?? {};
  const { fits, offer } = offerOf(file, summary);
  const isSame = dataset?.kind === 'file' && dataset.file?.hash === file.hash;
  // Another table takes the place of one that is still asked about.
  const { offeredTable } = dialogStore.getState();
  if (offeredTable !== null && offeredTable.file.hash !== file.hash) {
    declineTable(offeredTable.file);
  }
  if (isSame || fits) adoptTable(offer.file, () => chooseDataFile(offer.file, summary));
  else dialogStore.setState({ offeredTable: offer });
}

/** How the graph of this page would take a table. */
function offerOf(
  file: TableSwitches & Pick<DataFileSettings, 'name' | 'hash'>,
  summary: TableSummary,
): { readonly fits: boolean; readonly offer: OfferedTable } {
  const { document } = documentStore.getState();
  const suited = suitedFile(summary, file, { document, training: shownTraining(document) });
  const why = suited.roles?.why ?? '';
  return { fits: suited.fits, offer: { file: suited.file, summary, why, problems: [] } };
}

/** Reads the offered table anew, as it is said to be written; what is then wrong with it stands in the offer. */
export async function rereadOffer(said: SwitchChange): Promise<void> {
  const { offeredTable: before } = dialogStore.getState();
  if (before === null) return;
  // What is said shows at once, also while a large table is being read.
  const asked = { ...before, file: withSwitches(before.file, said) };
  dialogStore.setState({ offeredTable: asked });
  const { name, hash } = asked.file;
  const file = { ...tableSwitches(asked.file), name, hash };
  const parts = await partsOf(hash);
  const answer = parts === null ? null : await readCopies(file, parts);
  // Something else was said meanwhile, or the sheet was closed.
  if (dialogStore.getState().offeredTable !== asked) return;
  const offer =
    answer?.kind === 'file-read'
      ? offerOf(file, answer.summary).offer
      : { ...asked, problems: answer?.problems ?? [goneProblem(name)] };
  dialogStore.setState({ offeredTable: offer });
}

const goneProblem = (name: string): Problem => ({
  code: 'no-data-file',
  message: `data file ${name} is not here any more`,
  hint: 'open it again',
});

/** Has an edit take a table that was read; where it does, training is shown and the contents are kept. */
export function adoptTable(file: DataFileSettings, take: () => boolean): void {
  if (!take()) return;
  setMode('train');
  const parts = inHand.get(file.hash);
  if (parts !== undefined) void keep(file, parts);
}

/** Lets a table go that was offered and is not wanted; the contents of the one that is trained on stay. */
export function declineTable({ hash }: Pick<DataFileSettings, 'hash'>): void {
  dialogStore.setState({ offeredTable: null });
  const { training } = documentStore.getState().document;
  if (training?.dataset?.file?.hash !== hash) inHand.delete(hash);
}

/** Contents that are asked about, on their way into the storage, or without room there: this page has them. */
const inHand = new Map<string, readonly DataFile[]>();

/** The contents of a file that this page or this browser holds; null where neither does. */
const partsOf = async (hash: string): Promise<readonly DataFile[] | null> =>
  inHand.get(hash) ?? (await findFile(hash).catch(() => null));

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
    const parts = await partsOf(file.hash);
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
  const answer = await readCopies(file, parts);
  if (answer.kind === 'file-read') return answer.summary;
  dialogStore.setState({ openProblems: { source: file.name, problems: answer.problems } });
  return null;
}

/** Summaries that are remembered; the one read longest ago goes. */
const MOST_TABLES = 8;

/** The worker's answer; a table that was read is remembered as it was. */
async function readCopies(
  file: TableSwitches & Pick<DataFileSettings, 'hash'>,
  parts: readonly DataFile[],
): Promise<FileAnswer> {
  const copies = parts.map((part) => ({ name: part.name, bytes: part.bytes.slice() }));
  const answer = await readDataFile({ ...tableSwitches(file), hash: file.hash }, copies);
  if (answer.kind === 'file-refused') return answer;
  const key = tableKey(file);
  const others = [...dataStore.getState().tables].filter(([other]) => other !== key);
  const tables = new Map([...others.slice(1 - MOST_TABLES), [key, answer.summary] as const]);
  dataStore.setState({ tables, absent: null });
  return answer;
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
