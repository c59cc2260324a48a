/** Mounts a component for a unit test; the test file asks for happy-dom itself. */
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

export interface Mounted {
  readonly container: HTMLElement;
  readonly render: (node: ReactNode) => void;
  readonly unmount: () => void;
}

/** Renders at once, effects included. */
export function mount(node: ReactNode): Mounted {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  const render = (next: ReactNode) => act(() => root.render(next));
  render(node);
  return {
    container,
    render,
    unmount: () => {
      act(() => root.unmount());
      container.remove();
    },
  };
}

/** Dispatches an event as a person would cause it. */
export function fire(target: Element, event: Event): void {
  act(() => {
    target.dispatchEvent(event);
  });
}

/** Replaces what stands in a text field. */
export function typeText(field: HTMLInputElement, text: string): void {
  act(() => {
    // React watches the property; the prototype's setter goes past that.
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setter?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Presses one key. */
export function press(target: Element, key: string, keys: KeyboardEventInit = {}): void {
  fire(target, new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...keys }));
}
