/**
 * Upgrades: a file of an older version is brought to this one step by step, before anything else looks
 * at it. An upgrade meets files as they are, so it leaves alone what it does not recognize; it gets a
 * value without prototypes and gives a new one.
 */
import { DOCUMENT_VERSION } from '../../graph/document.ts';
import { printedValue } from '../../graph/wording/printable.ts';
import type { ProblemList } from './problem-list.ts';

/** The version this program writes. */
export const FORMAT_VERSION = DOCUMENT_VERSION;

/** A document of some version, not yet looked at. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** By version: from that version to the next. Every version before this one has an entry. */
export type Upgrades = Readonly<Record<number, (raw: RawDocument) => RawDocument>>;

/**
 * From 1 to 2: features, targets, data set, batch and seed of the training settings need no longer be there. A file that
 * has them all is one of version 2 as it stands.
 */
export const UPGRADES: Upgrades = { 1: (raw) => raw };

/** `raw` in the layout of version `current`, or null with the problem noted. */
export function upgradeDocument(
  raw: RawDocument,
  problems: ProblemList,
  upgrades: Upgrades = UPGRADES,
  current: number = FORMAT_VERSION,
): RawDocument | null {
  const { version } = raw;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    problems.at(
      { parent: null, key: 'version' },
      'bad-version',
      Object.hasOwn(raw, 'version')
        ? `${printedValue(version)} is not a version`
        : 'the version is missing',
      `write "version": ${current}`,
    );
    return null;
  }
  if (version > current) {
    problems.at(
      { parent: null, key: 'version' },
      'newer-version',
      `the file has version ${version}, this program reads versions up to ${current}`,
      'open it with a newer Gradwire',
    );
    return null;
  }
  let upgraded = raw;
  for (let from = version; from < current; from++) {
    upgraded = { ...upgrades[from](upgraded), version: from + 1 };
  }
  return upgraded;
}
