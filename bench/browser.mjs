// The editor in Chromium: opening and drawing a large document, panning, dragging, changing a number.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { scalars } from './graphs.mjs';

const { executablePath } = JSON.parse(
  readFileSync(new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url), 'utf8'),
);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Frame times in ms while `act` goes on, as [median, 95th percentile]. */
async function frames(page, act) {
  await page.evaluate(() => {
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
  const times = await page.evaluate(() => {
    cancelAnimationFrame(window.frameRequest);
    return window.frameTimes.slice(2);
  });
  const sorted = times.sort((a, b) => a - b);
  return [median(sorted), sorted[Math.floor(sorted.length * 0.95)]];
}

/** Runs the measurements; gives rows for the table. */
export async function browser() {
  const server = await preview({ preview: { port: 5849, strictPort: true } });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const chrome = await chromium.launch({ executablePath: executablePath ?? undefined, args });
  try {
    const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto('http://localhost:5849/');
    await page.getByRole('status').first().getByText('saved').waitFor();
    const rows = [];
    const open = async (count) => {
      const text = JSON.stringify(scalars(count));
      return page.evaluate(async (json) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([json], 'large.json', { type: 'application/json' }));
        const wanted = Object.keys(JSON.parse(json).nodes).length;
        const last = `[data-id="n${wanted - 1}"]`;
        const start = performance.now();
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
        // Drawn is: the last node of the document is on the page and two frames have passed.
        while (document.querySelector(last) === null) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          if (performance.now() - start > 20_000) throw new Error(`${wanted} nodes were not drawn`);
        }
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return performance.now() - start;
      }, text);
    };
    const openings = [];
    for (let i = 0; i < 5; i++) {
      await open(3);
      openings.push(await open(1000));
    }
    rows.push({
      title: 'open and draw a document of 1,000 nodes',
      target: 1000,
      ours: median(openings),
    });

    const drag = async (from, steps, dx, dy) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      for (let i = 1; i <= steps; i++) await page.mouse.move(from.x + i * dx, from.y + i * dy);
      await page.mouse.up();
    };
    const [pan, panWorst] = await frames(page, () => drag({ x: 420, y: 860 }, 90, 3, -3));
    rows.push({
      title: 'pan 1,000 nodes, per frame (95th percentile)',
      target: 17,
      ours: pan,
      worst: panWorst,
    });
    const node = await page.locator('[data-id="n510"]').boundingBox();
    if (node !== null) {
      const [move, moveWorst] = await frames(page, () =>
        drag({ x: node.x + node.width / 2, y: node.y + node.height / 2 }, 60, 2, 1),
      );
      rows.push({
        title: 'drag one of 1,000 nodes, per frame (95th percentile)',
        target: 17,
        ours: move,
        worst: moveWorst,
      });
    }

    await open(200);
    const field = page.getByRole('textbox', { name: 'Value of n1' });
    await field.focus();
    const changes = [];
    for (let i = 0; i < 30; i++) {
      changes.push(
        await field.evaluate(async (input) => {
          const shown = () => document.querySelector('[data-id="n2"]')?.textContent ?? '';
          const before = shown();
          const start = performance.now();
          input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
          while (shown() === before) {
            await new Promise((resolve) => setTimeout(resolve, 0));
            if (performance.now() - start > 5000) throw new Error('the value did not follow');
          }
          return performance.now() - start;
        }),
      );
    }
    rows.push({
      title: 'change a number in 200 nodes until the page shows it',
      target: 16.7,
      ours: median(changes),
    });
    return rows;
  } finally {
    await chrome.close();
    await server.close();
  }
}
