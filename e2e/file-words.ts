/** Files in the words of those who open, drop and save them. */
import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import { CanvasWords } from './canvas-words.ts';

/** A file as text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** What a person does with files. */
export class FileWords extends CanvasWords {
  /** Opens a file by the file dialog. */
  async openFile(file: TextFile): Promise<void> {
    const chosen = this.page.waitForEvent('filechooser');
    await this.menu('File', 'Open a file');
    await (await chosen).setFiles({
      name: file.name,
      mimeType: 'application/json',
      buffer: Buffer.from(file.text),
    });
  }

  /** Drops a file on the canvas. */
  async dropFile({ name, text }: TextFile): Promise<void> {
    const drop = await this.dragFiles([{ name, text }]);
    await drop();
  }

  /** Drags files over the canvas; gives what drops them. */
  async dragFiles(
    files: readonly { readonly name: string; readonly text: string }[],
  ): Promise<() => Promise<void>> {
    const dataTransfer = await this.page.evaluateHandle((texts) => {
      const carried = new DataTransfer();
      for (const { name, text } of texts) {
        carried.items.add(new File([text], name, { type: 'application/json' }));
      }
      return carried;
    }, files);
    for (const event of ['dragenter', 'dragover']) {
      await this.canvas.dispatchEvent(event, { dataTransfer });
    }
    return () => this.canvas.dispatchEvent('drop', { dataTransfer });
  }

  /** Drops a link on the canvas; true when the page kept the browser from following it. */
  async dropLink(address: string): Promise<boolean> {
    return this.canvas.evaluate((canvas, link) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', link);
      const options = { dataTransfer, bubbles: true, cancelable: true };
      const over = !canvas.dispatchEvent(new DragEvent('dragover', options));
      return over && !canvas.dispatchEvent(new DragEvent('drop', options));
    }, address);
  }

  /** Saves the graph as a file and gives it. */
  async saveFile(): Promise<TextFile & { readonly path: string }> {
    const started = this.page.waitForEvent('download');
    await this.menu('File', 'Save as JSON');
    const download: Download = await started;
    const path = await download.path();
    return { name: download.suggestedFilename(), path, text: await readFile(path, 'utf8') };
  }
}
