/**
 * Attributes: which values a file may hold at all, which names an operation has, and whether a value
 * suits its operation. The first two are a matter of structure; the last is not: the node then opens
 * with the problem shown.
 */
import type { AttrValue, GraphDocument, GraphNode } from '../../graph/document.ts';
import { isId } from '../../graph/ids.ts';
import { MAX_ATTR_ELEMENTS, MAX_ATTRS, MAX_TEXT_LENGTH } from '../../graph/limits.ts';
import { suggestion } from '../../graph/wording/nearest-name.ts';
import { printable } from '../../graph/wording/printable.ts';
import { opDef } from '../../ops/registry.ts';
import type { Setting } from '../../settings/setting.ts';
import { settingFault } from '../../settings/setting-fault.ts';
import { MAX_RANK, type TensorLiteral, tensorFromLiteral } from '../../tensor/tensor.ts';
import { type Read, record, text, wrongType } from './field-reader.ts';
import { formatPath, type Place } from './file-place.ts';
import type { ProblemList } from './problem-list.ts';

type ListItem = number | string | readonly ListItem[];

const attrText = text(0, MAX_TEXT_LENGTH);

/** A number, truth value, text, null, or a list of numbers, names and lists. */
const attrValue: Read<AttrValue> = (raw, place, problems) => {
  if (Array.isArray(raw)) {
    const budget = { left: MAX_ATTR_ELEMENTS };
    // A list of names and numbers is a shape, nested numbers are a tensor; `settingFault` tells them apart.
    return copyList(raw, place, problems, budget, 1) as AttrValue | undefined;
  }
  if (raw === null || typeof raw === 'boolean') return raw;
  if (typeof raw === 'number' || typeof raw === 'string') return copyItem(raw, place, problems);
  return wrongType(raw, 'a number, text, list, true, false or null', place, problems);
};

/** A number or nested lists of numbers; whether the lists are equally long is a matter of sense. */
export const tensorLiteral: Read<TensorLiteral> = (raw, place, problems) => {
  if (!Array.isArray(raw)) {
    return typeof raw === 'number'
      ? copyItem(raw, place, problems)
      : wrongType(raw, 'a number or a list of numbers', place, problems);
  }
  const copy = copyList(raw, place, problems, { left: MAX_ATTR_ELEMENTS }, 1);
  if (copy === undefined || areNumbers(copy)) return copy;
  return wrongType('a name', 'a list of numbers', place, problems);
};

function areNumbers(items: readonly ListItem[]): items is readonly TensorLiteral[] {
  return items.every((item) => (Array.isArray(item) ? areNumbers(item) : typeof item === 'number'));
}

/** Attributes by name. */
export const attributes: Read<Record<string, AttrValue>> = record(
  attrValue,
  isId,
  MAX_ATTRS,
  'attributes',
);

function copyItem<T extends number | string>(
  raw: T,
  place: Place | null,
  problems: ProblemList,
): T | undefined {
  if (typeof raw === 'number' && !Number.isFinite(raw)) {
    problems.at(place, 'not-finite', `${raw} is not a finite number`, 'use a finite number');
    return undefined;
  }
  if (typeof raw === 'string')
    return attrText(raw, place, problems) === undefined ? undefined : raw;
  return raw;
}

function copyList(
  raw: readonly unknown[],
  place: Place | null,
  problems: ProblemList,
  budget: { left: number },
  depth: number,
): readonly ListItem[] | undefined {
  budget.left -= raw.length;
  if (budget.left < 0) {
    problems.at(
      place,
      'too-large',
      `more than ${MAX_ATTR_ELEMENTS} elements in one attribute`,
      'use an initializer, or give the value when it is evaluated',
    );
    return undefined;
  }
  if (depth > MAX_RANK) {
    const message = `nested deeper than ${MAX_RANK} levels`;
    problems.at(place, 'too-deep', message, `use at most ${MAX_RANK} levels`);
    return undefined;
  }
  const copy: ListItem[] = [];
  for (let i = 0; i < raw.length; i++) {
    const from: unknown = raw[i];
    let item: ListItem | undefined;
    if (typeof from === 'number' && Number.isFinite(from)) item = from;
    else {
      const here: Place = { parent: place, key: i };
      if (Array.isArray(from)) item = copyList(from, here, problems, budget, depth + 1);
      else if (typeof from === 'number' || typeof from === 'string') {
        item = copyItem(from, here, problems);
      } else item = wrongType(from, 'a number, a name or a list', here, problems);
    }
    if (item === undefined) {
      if (budget.left < 0) return undefined;
    } else copy.push(item);
  }
  return copy.length === raw.length ? copy : undefined;
}

/** Notes attributes that a known operation does not have; false when there is one. */
export function knowsAttributes(node: GraphNode, place: Place, problems: ProblemList): boolean {
  const definition = opDef(node.op);
  if (definition === null) return true;
  const names = Object.keys(definition.attrs);
  const unknown = Object.keys(node.attrs).filter((name) => !Object.hasOwn(definition.attrs, name));
  for (const key of unknown) {
    problems.at(
      { parent: { parent: place, key: 'attrs' }, key },
      'unknown-attribute',
      `${node.op} has no attribute "${printable(key, 40)}"`,
      () => suggestion(key, names, names.length === 0 ? 'delete it' : `use ${names.join(' or ')}`),
    );
  }
  return unknown.length === 0;
}

/** Notes values that do not suit their operation, each at its node and path. */
export function checkAttributes(document: GraphDocument, problems: ProblemList): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    const definition = opDef(node.op);
    if (definition === null) continue;
    for (const [name, value] of Object.entries(node.attrs)) {
      const spec = definition.attrs[name];
      const fault = settingFault(name, spec, value);
      if (fault === null) continue;
      const attrs: Place = {
        parent: { parent: { parent: null, key: 'nodes' }, key: id },
        key: 'attrs',
      };
      const place = faultyItem(spec, value, { parent: attrs, key: name });
      problems.push({ ...fault, node: id, path: formatPath(place) });
    }
  }
}

/** The item of a tensor that is at fault, or the attribute itself. */
function faultyItem(spec: Setting, value: AttrValue, place: Place): Place {
  if (spec.kind !== 'tensor') return place;
  const parsed = tensorFromLiteral(value);
  if ('data' in parsed) return place;
  return parsed.path.reduce<Place>((parent, key) => ({ parent, key }), place);
}
