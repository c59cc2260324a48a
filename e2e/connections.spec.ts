/** Wires by dragging; those that cannot be are refused with the reason, in words. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a graph is built by dragging operations and wires', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.dragNode('Input', [0.2, 0.3]);
  await app.dragNode('Input', [0.2, 0.6]);
  await app.dragNode('Multiply', [0.6, 0.45]);
  await app.connect('x', 'Multiply', 'x');
  await app.connect('y', 'Multiply', 'y');
  await expect(app.wires).toHaveCount(2);
  await app.setValue('x', 3);
  await app.setValue('y', -2);
  await app.expectNode('Multiply', { value: -6, gradient: 1 });
  await app.expectNode('x', { value: 3, gradient: -2 });
});

test('a wire into a port that has one takes its place, in one entry to undo', async ({ page }) => {
  const app = await App.open(page);
  await app.connect('x', 'f', 'y');
  await app.expectNode('f', { value: -6, gradient: 1 });
  await expect(app.wires).toHaveCount(4);
  await app.undo();
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('a wire that would close a cycle is refused and says so', async ({ page }) => {
  const app = await App.open(page);
  await app.connect('f', 'q', 'x');
  await expect(app.notice).toContainText('cycle');
  await expect(app.wire('x', 'q')).toBeVisible();
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('an input without a wire says so at its node and in the panel', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.dragNode('Add', [0.5, 0.5]);
  await expect(app.node('Add')).toContainText('is not connected');
  await app.clickPaper();
  const waiting = app.inspector.getByRole('region', { name: 'Still to come' });
  await expect(waiting).toContainText('input x of');
  await expect(waiting).toContainText('input y of');
});

test('shapes that do not fit say so with their numbers where they meet', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.dragNode('Parameter', [0.2, 0.3]);
  await app.setAttribute('init', 'zeros');
  await app.setAttribute('shape', '2, 3');
  await app.dragNode('Parameter', [0.2, 0.7]);
  await app.setAttribute('init', 'zeros');
  await app.setAttribute('shape', '4, 5');
  await app.dragNode('Matmul', [0.6, 0.5]);
  await app.connect('w', 'Matmul', 'a');
  await app.connect('b', 'Matmul', 'b');
  const message = 'matmul: inner sizes differ, a is [2, 3], b is [4, 5]';
  await expect(app.node('Matmul')).toContainText(message);
  await app.select('Matmul');
  await expect(app.inspector).toContainText(message);

  await app.select('b');
  await app.setAttribute('shape', '3, 5');
  await expect(app.node('Matmul')).not.toContainText('differ');
  await app.expectNode('Matmul', { value: 'of shape [2, 5]', gradient: 'of shape [2, 5]' });
});
