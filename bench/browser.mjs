// The editor in Chromium: opening and drawing large documents, panning, dragging, changing a number.
import { median, withEditor } from './editor.mjs';
import { scalars } from './graphs.mjs';

const ROUNDS = 5;

/** A row of the table; `times` are the median and the 95th percentile. */
const frameRow = (title, target, [ours, worst]) => ({
  title: `${title}, per frame (95th percentile)`,
  target,
  ours,
  worst,
});

/** Opening, panning and dragging a graph of so many nodes. */
async function moving(editor, count, targets) {
  const rows = [];
  const nodes = count.toLocaleString('en-US');
  const openings = [];
  for (let i = 0; i < ROUNDS; i++) {
    await editor.open({ ...scalars(3), name: `small ${i}` });
    openings.push(await editor.open({ ...scalars(count), name: `${count}, ${i}` }));
  }
  rows.push({
    title: `open and draw ${nodes} nodes`,
    target: targets.open,
    ours: median(openings),
    worst: Math.max(...openings),
  });
  await editor.showAll();
  const whole = await editor.frames(() => editor.drag({ x: 700, y: 840 }, 90, 2, -2));
  rows.push(frameRow(`pan all of ${nodes} nodes`, targets.whole, whole));
  await editor.showAll();
  await editor.zoomIn();
  const pan = await editor.frames(async () => editor.drag(await editor.paper(), 90, 3, -2));
  rows.push(frameRow(`pan ${nodes} nodes where numbers are read`, 17, pan));
  const move = await editor.frames(async () => editor.drag(await editor.operator(), 60, 2, 1));
  rows.push(frameRow(`drag one of ${nodes} nodes`, 17, move));
  return rows;
}

/** From a key in a field of a graph of so many nodes to the last number in view. */
async function changing(editor, count, target) {
  await editor.open({ ...scalars(count), name: `${count} to change` });
  await editor.page.waitForTimeout(1000);
  const first = await editor.page.locator('[data-id="n0"]').boundingBox();
  await editor.zoomIn({ x: first.x + first.width / 2, y: first.y + first.height / 2 });
  const changes = await editor.changes('n0', 30);
  changes.sort((a, b) => a - b);
  return {
    title: `change a number in ${count.toLocaleString('en-US')} nodes until the last number in view has changed`,
    target,
    ours: median(changes),
    worst: changes[28],
  };
}

/** Runs the measurements; gives rows for the table. */
export const browser = () =>
  withEditor(async (editor) => [
    ...(await moving(editor, 1000, { open: 1000, whole: 33 })),
    ...(await moving(editor, 5000, { open: 500, whole: 33 })),
    await changing(editor, 200, 16.7),
    await changing(editor, 1000, 50),
  ]);

// node bench/browser.mjs, after npm run build:app: only this.
if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { title, target, ours, worst } of await browser()) {
    console.log(`${title}: ${ours.toFixed(1)} (${worst?.toFixed(1)}), asked for ≤ ${target}`);
  }
}
