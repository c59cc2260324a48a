/** The examples folder as a list; graphs are loaded when they are opened. */
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import type { Example } from '../panels/dialogs/gallery.tsx';
import { openText } from '../persist/files.ts';

const graphs = import.meta.glob<string>('../../examples/*/graph.json', {
  query: '?raw',
  import: 'default',
});
const readmes = import.meta.glob<string>('../../examples/*/README.md', {
  query: '?raw',
  import: 'default',
});

/** Loads title and summary of every example, in the order of the lessons. */
export async function loadExamples(): Promise<readonly Example[]> {
  const examples = await Promise.all(
    Object.entries(readmes).map(async ([path, load]) => {
      const folder = path.replace(/README\.md$/, '');
      const id = folder.split('/').at(-2) ?? folder;
      const text = await load();
      const [, lesson, title] = /^# (?:(\w+) · )?(.+)$/m.exec(text) ?? ['', '', id];
      const summary =
        text
          .split(/\n\s*\n/)[1]
          ?.replace(/\s+/g, ' ')
          .replaceAll('`', '')
          .trim() ?? '';
      return {
        id,
        lesson: lesson ?? '',
        title,
        summary,
        open: async () => openText(await graphs[`${folder}graph.json`](), title),
      };
    }),
  );
  return examples.sort((a, b) => a.lesson.localeCompare(b.lesson, 'en', { numeric: true }));
}

/** The graph of one example, or null when there is none of this name. */
export async function loadExample(id: string): Promise<GraphDocument | null> {
  const load = graphs[`../../examples/${id}/graph.json`];
  return load === undefined ? null : parseDocument(await load()).document;
}

/** Fetches every example, so that they open without a network. */
export async function loadAllExamples(): Promise<void> {
  await Promise.all([...Object.values(readmes), ...Object.values(graphs)].map((load) => load()));
}
