/** Parts of the page and commands, in the words of its users. */
import { expect, type Locator, type Page } from '@playwright/test';

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The parts of an open page, and what a person does there by keys, menus and buttons. */
export class PageWords {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  // Parts

  get canvas(): Locator {
    return this.page.getByRole('main', { name: 'Graph' });
  }
  get palette(): Locator {
    return this.page.getByRole('navigation', { name: 'Operations' });
  }
  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }
  get stepPanel(): Locator {
    return this.page.getByRole('complementary', { name: 'Step' });
  }
  get timeline(): Locator {
    return this.page.getByRole('region', { name: 'Steps' });
  }
  get trainingPanel(): Locator {
    return this.page.getByRole('complementary', { name: 'Training' });
  }
  get trainingRun(): Locator {
    return this.page.getByRole('region', { name: 'Training run' });
  }
  /** A row of the training panel, which says its present value and unfolds to its fields. */
  trainingRow(name: string): Locator {
    return this.trainingPanel.getByRole('region', { name, exact: true });
  }
  get name(): Locator {
    return this.page.getByRole('textbox', { name: 'Name of the graph' });
  }
  /** The message in the corner of the canvas. */
  get notice(): Locator {
    return this.canvas.getByRole('status');
  }
  dialog(title: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  // Commands

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Chooses a command of a menu by the beginning of its label. */
  async menu(menu: 'File' | 'View', command: string): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    await this.page
      .getByRole('menuitem', { name: new RegExp(`^${escaped(command)}`) })
      .first()
      .click();
  }

  async mode(mode: 'Build' | 'Step' | 'Train'): Promise<void> {
    // Not `check`, which looks once: on a busy machine the page answers a moment later.
    const choice = this.page.getByRole('radio', { name: mode, exact: true });
    await choice.click();
    await expect(choice).toBeChecked();
  }

  /** Unfolds a row of the training panel, unless it is. */
  async openTrainingRow(name: string): Promise<Locator> {
    const row = this.trainingRow(name);
    const fold = row.getByRole('group').first();
    if ((await fold.getAttribute('open')) === null) {
      await row.getByText(name, { exact: true }).click();
      await expect(fold).toHaveAttribute('open');
    }
    return row;
  }

  async undo(): Promise<void> {
    await this.page.getByRole('button', { name: /^Undo/ }).click();
  }

  async redo(): Promise<void> {
    await this.page.getByRole('button', { name: /^Redo/ }).click();
  }

  /** Waits until the last change is in the browser's storage. */
  async expectSaved(): Promise<void> {
    await expect(this.page.getByRole('banner').getByRole('status')).toContainText(
      'saved in this browser',
    );
  }
}
