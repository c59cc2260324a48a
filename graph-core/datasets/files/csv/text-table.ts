/** A table of text as a kind of data file: one file, and whatever is no other kind. */
import { refuse } from '../../../graph/problem.ts';
import type { DataFileKind } from '../data-file-kind.ts';
import { readCsv } from './read-csv.ts';

/** CSV and its relatives. */
export const textTable: DataFileKind = {
  name: 'CSV',
  isText: true,
  isPromisedBy: () => false,
  begins: () => true,
  read: (files, said) => {
    const [file, ...others] = files;
    if (others.length === 0) return readCsv(file.bytes, said);
    const message = `${files.length} tables were opened at once`;
    return refuse({ code: 'several-tables', message, hint: 'open one of them' });
  },
};
