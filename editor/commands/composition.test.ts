// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { keepCompositions } from './composition.ts';

let done: (() => void)[] = [];
afterEach(() => {
  for (const end of done) end();
  done = [];
  document.body.replaceChildren();
});

/** Where an Enter in `html` is heard, and whether the browser still acts on it. */
function heard(html: string, key: KeyboardEventInit): readonly [places: string[], kept: boolean] {
  const holder = document.createElement('div');
  holder.append(document.createRange().createContextualFragment(html));
  document.body.append(holder);
  const element = holder.firstElementChild;
  if (element === null) throw new Error('internal: no element');
  done.push(keepCompositions(window));
  const places: string[] = [];
  const listen = (target: EventTarget, name: string, capture: boolean): void => {
    const hear = (): void => void places.push(name);
    target.addEventListener('keydown', hear, { capture });
    done.push(() => target.removeEventListener('keydown', hear, { capture }));
  };
  listen(window, 'window', false);
  listen(document, 'document, first', true);
  listen(holder, 'panel', false);
  listen(element, 'field', false);
  const event = new KeyboardEvent('keydown', {
    key: 'Enter',
    bubbles: true,
    cancelable: true,
    ...key,
  });
  element.dispatchEvent(event);
  return [places, !event.defaultPrevented];
}

test('a key of a composition reaches no handler, and the input method keeps it', () => {
  expect(heard('<input>', { isComposing: true })).toEqual([[], true]);
});

test('the key that ends a composition in Safari is one of it', () => {
  expect(heard('<input>', { keyCode: 229 })).toEqual([[], true]);
});

test('an input method presses no button', () => {
  expect(heard('<button>Open</button>', { keyCode: 229 })).toEqual([[], false]);
});

test('every other key goes its way', () => {
  const places = ['document, first', 'field', 'panel', 'window'];
  expect(heard('<input>', { keyCode: 13 })).toEqual([places, true]);
});
