// How graphs are drawn: what wires run through and cross, and how long layout and routes take.
// node bench/drawing.mjs
import { readdirSync, readFileSync } from 'node:fs';
import ELK from 'elkjs/lib/main.js';
import { runnerImport } from 'vite';
import { scalars } from './graphs.mjs';

const root = new URL('..', import.meta.url);
const core = async (path) =>
  (await runnerImport(new URL(`graph-core/${path}`, root).pathname)).module;
const { documentFrames } = await core('drawing/document-frames.ts');
const { layoutDocument } = await core('drawing/layout/layout.ts');
const { routeWires } = await core('drawing/route/route-wires.ts');
const { drawingFaults } = await core('drawing/drawing-faults.ts');
const { parseDocument } = await core('formats/json/parse-document.ts');
const { randomNet, residualNet, sampleGraphs, scalarNet } = await core(
  'testing/drawing/sample-graphs.ts',
);

/** Counts of larger graphs take longer than the graphs are worth. */
const MOST_COUNTED = 400;

const read = (text) => parseDocument(text).document;
const lesson = (name) => ({
  ...read(readFileSync(new URL(`examples/${name}/graph.json`, root), 'utf8')),
  name,
});
const lessons = readdirSync(new URL('examples', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => lesson(name));

const elk = new ELK();
const runElk = (graph) => elk.layout(graph);
const timed = async (work) => {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
};

/** One row: the graph as it stands, or laid out. */
async function row(document, isLaidOut) {
  const frames = documentFrames(document);
  const [positions, layout] = isLaidOut
    ? await timed(() => layoutDocument(document, runElk))
    : [new Map(Object.entries(document.nodes).map(([id, { position }]) => [id, position])), 0];
  const positionOf = (id) => positions.get(id);
  const [, route] = await timed(() => routeWires(document, frames, { positionOf }));
  const counted = frames.size <= MOST_COUNTED;
  const { through, overlaps, crossings } = counted
    ? drawingFaults(document, frames, positionOf)
    : { through: [], overlaps: [], crossings: null };
  const wires = Object.keys(document.edges).length;
  const cells = [
    document.name,
    isLaidOut ? 'laid out' : 'as it stands',
    frames.size,
    wires,
    counted ? through.length : '',
    counted ? overlaps.length : '',
    crossings ?? '',
    isLaidOut ? layout.toFixed(0) : '',
    route.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

console.log(
  '| graph | | nodes | wires | wires through things | on each other | crossings | layout, ms | routes, ms |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const document of lessons) await row(document, false);
const large = [residualNet(12), randomNet(200, 5), scalarNet([3, 12, 12, 2])];
const thousand = read(JSON.stringify(scalars(1000)));
for (const document of [...sampleGraphs(), ...large, randomNet(1000, 6), thousand]) {
  await row(document, true);
}
