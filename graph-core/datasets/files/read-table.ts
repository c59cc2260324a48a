/** Files → one table. Packed ones are unpacked, then files of one kind are read together. */
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import type { NamedBytes } from './data-file-kind.ts';
import { kindOf } from './data-file-kinds.ts';
import { MAX_DATA_BYTES } from './data-file-limits.ts';
import { foreignFile } from './foreign-file.ts';
import type { Table } from './table.ts';
import { isGzip, LOOK, unpackGzip } from './unpack.ts';

/** A file as it was chosen. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The table that `files` hold together, or why they hold none. `said` is for tables of text. */
export async function readTable(
  files: readonly DataFile[],
  said: TableSwitches = {},
): Promise<Table | Refused> {
  if (files.length === 0) {
    return refuse({ code: 'no-files', message: 'no file was opened', hint: 'choose at least one' });
  }
  const plain = await unpackAll(files);
  if (isRefused(plain)) return plain;
  const foreign = plain.flatMap(({ name, bytes }) => foreignFile(name, bytes) ?? []);
  if (foreign.length > 0) return refuse(...foreign);
  const kinds = new Set(plain.map(kindOf));
  const [kind] = kinds;
  if (kinds.size === 1) return kind.read(plain, said);
  const message = `${[...kinds].map(({ name }) => name).join(' and ')} files do not go together`;
  return refuse({ code: 'mixed-files', message, hint: 'open files of one kind' });
}

async function unpackAll(files: readonly DataFile[]): Promise<readonly NamedBytes[] | Refused> {
  const plain: NamedBytes[] = [];
  let room = MAX_DATA_BYTES;
  for (const { name, bytes } of files) {
    const unpacked = isGzip(bytes)
      ? await unpackGzip(bytes, room, (beginning) => problemAtBeginning(name, beginning))
      : bytes;
    if (isRefused(unpacked)) return unpacked;
    if (unpacked === 'damaged') {
      const message = `${name} is damaged: it cannot be unpacked`;
      return refuse({ code: 'damaged', message, hint: 'download it again' });
    }
    room -= unpacked?.length ?? room + 1;
    if (unpacked === null || room < 0) {
      const message = `the files have more than ${MAX_DATA_BYTES} bytes, which is the limit`;
      return refuse({ code: 'too-large', message, hint: 'open fewer or smaller files' });
    }
    const problem = problemAtBeginning(name, unpacked);
    if (problem !== null) return refuse(problem);
    plain.push({ name: name.replace(/\.gz$/i, ''), bytes: unpacked });
  }
  return plain;
}

/** What speaks against a file as soon as its beginning is there: a line that no table has. */
function problemAtBeginning(name: string, beginning: Uint8Array): Problem | null {
  if (beginning.length < LOOK || !kindOf({ name, bytes: beginning }).isText) return null;
  const foreign = foreignFile(name, beginning);
  if (foreign !== null) return foreign;
  const line = beginning.subarray(0, LOOK);
  if (line.includes(10) || line.includes(13)) return null;
  const message = `the first line of ${name} has more than ${LOOK} bytes`;
  return { code: 'too-long-line', message, hint: 'choose a table, with one example a line' };
}
