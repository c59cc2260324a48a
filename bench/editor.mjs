// The editor in a page of Chromium, driven as a person would, and what it takes.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { preview } from 'vite';

const { executablePath } = JSON.parse(
  readFileSync(new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url), 'utf8'),
);

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Runs `measure` with the editor open in a page of its own. */
export async function withEditor(measure) {
  const server = await preview({ preview: { port: 5849, strictPort: true } });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const chrome = await chromium.launch({ executablePath: executablePath ?? undefined, args });
  try {
    const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto('http://localhost:5849/');
    await page.getByRole('status').first().getByText('saved').waitFor();
    return await measure(new Editor(page));
  } finally {
    await chrome.close();
    await server.close();
  }
}

/** What the measurements do in the page. */
export class Editor {
  constructor(page) {
    this.page = page;
  }

  /** Opens a document; ms until its last node, or the picture of a large graph, was drawn and two frames have passed. */
  open(document) {
    return this.page.evaluate(async (json) => {
      const { name, nodes } = JSON.parse(json);
      const transfer = new DataTransfer();
      transfer.items.add(new File([json], 'graph.json', { type: 'application/json' }));
      const last = `[data-id="${Object.keys(nodes).at(-1)}"]`;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const isOpen = () =>
        document.querySelector('input[aria-label="Name of the graph"]')?.value === name;
      const start = performance.now();
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      while (!isOpen() || document.querySelector(last) === null) {
        await frame();
        if (performance.now() - start > 20_000) throw new Error(`${name} was not drawn`);
      }
      await frame();
      await frame();
      return performance.now() - start;
    }, JSON.stringify(document));
  }

  /** All of the graph in view. */
  async showAll() {
    await this.page.keyboard.press('f');
    await this.page.waitForTimeout(400);
  }

  zoom() {
    return this.page.evaluate(() => {
      const { transform } = getComputedStyle(document.querySelector('.react-flow__viewport'));
      return new DOMMatrix(transform).a;
    });
  }

  /** Zooms in at a point, the middle of the canvas, until numbers can be read. */
  async zoomIn({ x, y } = { x: 720, y: 450 }) {
    await this.page.mouse.move(x, y);
    while ((await this.zoom()) < 0.9) {
      await this.page.mouse.wheel(0, -100);
      await this.page.waitForTimeout(30);
    }
    await this.page.waitForTimeout(400);
  }

  /** A place where there is only paper. */
  paper() {
    return this.page.evaluate(() => {
      for (let y = 300; y < 700; y += 7) {
        for (let x = 500; x < 900; x += 7) {
          const { classList } = document.elementFromPoint(x, y);
          if (classList.contains('react-flow__pane')) return { x, y };
        }
      }
      throw new Error('no paper in sight');
    });
  }

  /** The middle of an operator in sight. */
  operator() {
    return this.page.evaluate(() => {
      for (const node of document.querySelectorAll('.react-flow__node')) {
        if (node.querySelector('.node.operator') === null) continue;
        const { x, y, width, height } = node.getBoundingClientRect();
        if (x > 500 && x < 900 && y > 300 && y < 700)
          return { x: x + width / 2, y: y + height / 2 };
      }
      throw new Error('no operator in sight');
    });
  }

  /** Drags in so many steps of so many px. */
  async drag(from, steps, dx, dy) {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    for (let i = 1; i <= steps; i++) await mouse.move(from.x + i * dx, from.y + i * dy);
    await mouse.up();
  }

  /** Frame times in ms while `act` goes on, as [median, 95th percentile]. */
  async frames(act) {
    await this.page.evaluate(() => {
      window.frameTimes = [];
      let last = performance.now();
      const tick = (now) => {
        window.frameTimes.push(now - last);
        last = now;
        window.frameRequest = requestAnimationFrame(tick);
      };
      window.frameRequest = requestAnimationFrame(tick);
    });
    await act();
    const times = await this.page.evaluate(() => {
      cancelAnimationFrame(window.frameRequest);
      return window.frameTimes.slice(2);
    });
    times.sort((a, b) => a - b);
    return [median(times), times[Math.floor(times.length * 0.95)]];
  }

  /** Times in ms from a key in the field of a variable until the last number in view has changed. */
  async changes(variable, count) {
    const field = this.page.getByRole('textbox', { name: `Value of ${variable}` });
    await field.focus();
    const times = [];
    for (let i = 0; i < count; i++) times.push(await field.evaluate(changeOnce));
    return times;
  }
}

/** In the page: one step up of the number in a field; ms until the frame after the last change of the canvas. */
async function changeOnce(input) {
  let last = null;
  const observer = new MutationObserver(() => {
    last = performance.now();
  });
  const shown = { subtree: true, childList: true, characterData: true };
  observer.observe(document.querySelector('.react-flow__viewport'), shown);
  const start = performance.now();
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
  const quiet = () => last !== null && performance.now() - last > 100;
  while (!quiet() && performance.now() - start < 2000) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  observer.disconnect();
  if (last === null) throw new Error('no number changed');
  return last - start;
}
