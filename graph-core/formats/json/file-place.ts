/** Where in a file something stands: a chain from the value up to the root. */
import { printable } from '../../graph/wording/printable.ts';

/** One step down: a field of the parent or an item of a list. The root is null. */
export interface Place {
  readonly parent: Place | null;
  readonly key: string | number;
}

/** `nodes.q.attrs.value[0][1]`; keys that are no plain word stand in brackets and quotes. */
export function formatPath(place: Place | null): string {
  const keys: (string | number)[] = [];
  for (let at = place; at !== null; at = at.parent) keys.push(at.key);
  let path = '';
  for (const key of keys.reverse()) {
    if (typeof key === 'number') path += `[${key}]`;
    else if (/^[A-Za-z_]\w{0,63}$/.test(key)) path += path === '' ? key : `.${key}`;
    else path += `[${JSON.stringify(printable(key, 64))}]`;
  }
  return path;
}
