/**
 * The application in the words of its users: nodes and wires by their names, numbers as they are
 * printed, commands by their labels. Everything is found by role and label, as a screen reader does.
 */
import { expect, type Page } from '@playwright/test';
import { FileWords } from './file-words.ts';
import { escaped } from './page-words.ts';

/** One open page of the application. */
export class App extends FileWords {
  /**
   * Opens the application and waits until its document is there. What is not needed is fetched ahead only on request:
   * that takes a fifth of the time of most stories.
   */
  static async open(page: Page, { fetchesAhead = false } = {}): Promise<App> {
    const app = new App(page);
    if (!fetchesAhead) await page.addInitScript(saveData);
    await page.goto('./');
    await app.expectSaved();
    await expect(app.name).not.toHaveValue('Untitled graph');
    return app;
  }

  /** Opens the application with an empty canvas. */
  static async openEmpty(page: Page): Promise<App> {
    const app = await App.open(page);
    await app.menu('File', 'New graph');
    await expect(app.name).toHaveValue('Untitled graph');
    return app;
  }

  /** Opens an example and closes its lesson, which stands where the palette stands. */
  async openExample(title: string): Promise<void> {
    await this.openLesson(title);
    await this.page.getByRole('button', { name: 'Close the lesson' }).click();
    // The pointer is not to rest on numbers that stand where the button stood.
    await this.page.mouse.move(1, 1);
  }

  /** Opens an example with its lesson. */
  async openLesson(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Examples', exact: true }).click();
    // Lessons have a number; graphs that were open before may have the same title.
    const lesson = new RegExp(`^[A-GX]\\d+(?: · exercise)?\\s*${escaped(title)}`);
    await this.dialog('Examples').getByRole('button', { name: lesson }).click();
    await expect(this.dialog('Examples')).toBeHidden();
    await expect(this.name).toHaveValue(title);
  }
}

/** Runs in the page: the person asked for no more data than is needed. */
function saveData(): void {
  const connection = Object.create(null, { saveData: { value: true } }) as object;
  Object.defineProperty(navigator, 'connection', { value: connection });
}
