import { expect, test } from 'vitest';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { emptyDocument } from '../../graph-core/graph/document.ts';
import { nextRecord, recover, type SavedRecord, type SavedText } from './saved-record.ts';

const text = (name: string): string => formatDocument(emptyDocument(name));

/** Records of so many savings, one after another. */
function saved(...names: string[]): SavedRecord {
  let record: SavedRecord | undefined;
  names.forEach((name, at) => {
    record = nextRecord(record, text(name), at);
  });
  if (record === undefined) throw new Error('nothing was saved');
  return record;
}

const damaged = (copy: SavedText | null): SavedText => ({
  ...(copy ?? { checksum: 0, at: 0 }),
  text: (copy?.text ?? '').replace('"', "'"),
});

/** The name of the document that is found, and where. */
function found(record: SavedRecord): unknown {
  const recovered = recover(record);
  return recovered.document === null ? null : [recovered.document.name, recovered.from];
}

test('the text saved last is found', () => {
  expect(found(saved('a'))).toEqual(['a', 'current']);
  expect(found(saved('a', 'b'))).toEqual(['b', 'current']);
});

test('the text before is found when the last one is damaged', () => {
  const record = saved('a', 'b', 'c');
  expect(found({ ...record, current: damaged(record.current) })).toEqual(['b', 'previous']);
});

test('nothing is found when both are damaged, or the only one is', () => {
  const record = saved('a', 'b');
  expect(
    found({ current: damaged(record.current), previous: damaged(record.previous) }),
  ).toBeNull();
  expect(found({ ...saved('a'), current: damaged(saved('a').current) })).toBeNull();
});

test('any one character that differs is noticed', () => {
  const { current } = saved('a');
  for (let at = 0; at < current.text.length; at++) {
    const changed = `${current.text.slice(0, at)}\u00b7${current.text.slice(at + 1)}`;
    expect(found({ current: { ...current, text: changed }, previous: null })).toBeNull();
  }
});

test('a damaged text never becomes the previous one', () => {
  const record = saved('a', 'b');
  const after = nextRecord({ ...record, current: damaged(record.current) }, text('c'), 2);
  expect(found({ ...after, current: damaged(after.current) })).toEqual(['a', 'previous']);
});

test('a text that is whole but no document of this version is passed over', () => {
  const record = nextRecord(saved('a'), '{"format":"gradwire","version":99}', 2);
  expect(found(record)).toEqual(['a', 'previous']);
});

test.each([[{}], [{ current: null }], [{ current: { text: 5 } }], [{ current: {}, previous: 3 }]])(
  'a record of %j holds nothing',
  (record) => {
    expect(found(record as unknown as SavedRecord)).toBeNull();
  },
);
