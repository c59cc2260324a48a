// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Mounted, mount, press } from '../testing/mount.tsx';
import { Dialog } from './dialog.tsx';
import { Menu } from './menu.tsx';
import { Segmented } from './segmented.tsx';

let mounted: Mounted | null = null;
// happy-dom knows no popovers.
beforeEach(() => {
  HTMLElement.prototype.hidePopover ??= () => {};
  HTMLElement.prototype.showPopover ??= () => {};
});
afterEach(() => mounted?.unmount());

function find(selector: string): HTMLElement {
  const element = mounted?.container.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`internal: no ${selector}`);
  return element;
}

test('a segment reports the value that was chosen', () => {
  const onChange = vi.fn<(mode: string) => void>();
  const options = [
    { value: 'build', label: 'Build' },
    { value: 'train', label: 'Train' },
  ];
  mounted = mount(<Segmented label="Mode" options={options} value="build" onChange={onChange} />);
  expect(find('input[value="build"]')).toHaveProperty('checked', true);
  act(() => find('input[value="train"]').click());
  expect(onChange.mock.calls).toEqual([['train']]);
});

test('an open dialog is modal and closes by its button, by Escape and by a press outside', () => {
  const onClose = vi.fn();
  mounted = mount(
    <Dialog open title="Share" onClose={onClose}>
      text
    </Dialog>,
  );
  const dialog = find('dialog');
  expect(dialog.hasAttribute('open')).toBe(true);
  act(() => find('[aria-label="Close"]').click());
  act(() => void dialog.dispatchEvent(new Event('cancel', { cancelable: true })));
  act(() => dialog.click());
  expect(onClose).toHaveBeenCalledTimes(3);
  act(() => find('.dialog-body').click());
  expect(onClose).toHaveBeenCalledTimes(3);
  mounted.render(
    <Dialog open={false} title="Share" onClose={onClose}>
      text
    </Dialog>,
  );
  expect(dialog.hasAttribute('open')).toBe(false);
});

test('a menu moves by arrows and letters and skips what is disabled when chosen', () => {
  const chosen: string[] = [];
  mounted = mount(
    <Menu
      label="File"
      entries={[
        { label: 'New', onSelect: () => chosen.push('new') },
        { label: 'Open', onSelect: () => chosen.push('open') },
        'separator',
        { label: 'Share', onSelect: () => chosen.push('share'), disabledBecause: 'too large' },
      ]}
    />,
  );
  const menu = find('[role="menu"]');
  const focused = () => document.activeElement?.textContent;
  press(menu, 'ArrowDown');
  expect(focused()).toBe('New');
  press(menu, 'ArrowUp');
  expect(focused()).toBe('Share');
  press(menu, 'o');
  expect(focused()).toBe('Open');
  press(menu, 'End');
  expect(focused()).toBe('Share');
  act(() => (document.activeElement as HTMLElement).click());
  press(menu, 'Home');
  act(() => (document.activeElement as HTMLElement).click());
  expect(chosen).toEqual(['new']);
});
