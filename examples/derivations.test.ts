/** Every formula that is shown of a lesson, held against the number below it: all steps, all chains, some elements. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { evaluateDocument } from '../graph-core/evaluate/evaluation.ts';
import { planTrace } from '../graph-core/evaluate/trace.ts';
import { graphOf } from '../graph-core/explain/derivation/computed-graph.ts';
import { deriveNode } from '../graph-core/explain/derivation/derive-node.ts';
import { deriveStep } from '../graph-core/explain/derivation/derive-step.ts';
import { parseDocument } from '../graph-core/formats/json/parse-document.ts';
import { derivationFaults } from '../graph-core/testing/formulas/derivation-laws.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const lessons = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(lessons)('every formula of %s gives the number that is shown within 1e-9', (lesson) => {
  const { document } = parseDocument(readFileSync(`${root}${lesson}/graph.json`, 'utf8'));
  if (document === null) throw new Error('does not open');
  const evaluation = evaluateDocument(document);
  const graph = graphOf(evaluation);
  const steps = planTrace(evaluation).map((step) => deriveStep(graph, step));
  const chains = evaluation.order.map((node) => deriveNode(graph, node));
  expect([...steps, ...chains].flatMap(derivationFaults)).toEqual([]);
  // Said of no lesson: its numbers are such that what is written is what is computed.
  const sentences = steps.flatMap((step) => step.sentences);
  expect(sentences.filter((text) => text.startsWith('Computed as it is written'))).toEqual([]);
});
