/** Every kind of data file, in the order in which a file is asked whether it is one. */
import { cifar } from './cifar.ts';
import { textTable } from './csv/text-table.ts';
import type { DataFileKind, NamedBytes } from './data-file-kind.ts';
import { idx } from './idx.ts';

/** A table of text stands last: it is what every other file is taken for. */
const KINDS: readonly DataFileKind[] = [cifar, idx, textTable];

/** The kind that a file's name promises, else the one it begins as. */
export function kindOf({ name, bytes }: NamedBytes): DataFileKind {
  const promised = KINDS.find((kind) => kind.isPromisedBy(name));
  return promised ?? KINDS.find((kind) => kind.begins(bytes)) ?? textTable;
}
