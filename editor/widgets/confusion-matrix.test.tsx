// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { mount } from '../testing/mount.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';

test('rows are true classes, columns predicted ones, and right ones are told apart', () => {
  const { container, unmount } = mount(
    <ConfusionMatrix label="Confusion" counts={[5, 1, 0, 4]} classes={['cat', 'dog']} />,
  );
  const rows = [...container.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ['', 'cat', 'dog'],
    ['cat', '5', '1'],
    ['dog', '0', '4'],
  ]);
  const shares = [...container.querySelectorAll('tbody td')].map((cell) =>
    (cell as HTMLElement).style.getPropertyValue('--share'),
  );
  expect(shares).toEqual(['100%', '40%', '0%', '85%']);
  expect(container.querySelectorAll('.confusion-right').length).toBe(2);
  expect(container.querySelector('section')?.getAttribute('aria-label')).toBe('Confusion');
  unmount();
});
