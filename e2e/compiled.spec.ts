/** What training was compiled to: kernels that light their nodes up, memory, passes, WebAssembly. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a student looks into the compiled loop by keyboard, in ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const app = await App.open(page);
    await app.openExample('Three spirals, 2-8-8-3');
    await app.press('k');
    const loop = page.getByRole('region', { name: 'Compiled loop' });
    await expect(loop).toContainText(/\d+ kernels · [\d.]+ µs a step/);

    const product = loop.getByRole('button', { name: 'gemm [100, 8] over 2', exact: true });
    await product.focus();
    await expect(app.node('z1')).toContainText('pointed at');
    await expect(app.node('h1')).not.toContainText('pointed at');
    await product.press('Enter');
    await expect(product).toHaveAttribute('aria-pressed', 'true');
    await expect(loop.getByRole('region', { name: 'Kernel' })).toContainText('a = X');
    const faults = async () => (await new AxeBuilder({ page }).analyze()).violations;
    expect(await faults()).toEqual([]);

    await loop.getByRole('radio', { name: 'Memory' }).click();
    await expect(loop.getByRole('row', { name: /W1/ })).toContainText('[8, 2]');
    expect(await faults()).toEqual([]);

    await loop.getByRole('radio', { name: 'Passes' }).click();
    await loop.getByRole('radio', { name: /^lower/ }).click();
    await expect(loop.getByRole('region', { name: 'After lower' })).toContainText('data of X');
    expect(await faults()).toEqual([]);

    await loop.getByRole('radio', { name: 'WebAssembly' }).click();
    await expect(loop.getByRole('combobox', { name: 'function' })).toHaveValue(/^gemm/);
    await expect(loop.getByRole('region', { name: /^Function gemm/ })).toContainText('f32x4.mul');
    expect(await faults()).toEqual([]);

    await app.press('k');
    await expect(loop).toBeHidden();
  });
}

test('measuring the kernels leaves the run where it was', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  const state = await app.trainingRun.textContent();
  await app.trainingRun.getByRole('button', { name: 'What it was compiled to' }).click();
  const loop = page.getByRole('region', { name: 'Compiled loop' });
  await expect(loop).toContainText(/[\d.]+ µs a step/);
  expect(await app.trainingRun.textContent()).toBe(state);
});
