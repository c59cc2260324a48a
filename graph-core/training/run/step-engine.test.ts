/** What both engines promise, whatever they compute with. */
import { describe, expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { spirals } from '../../testing/training-documents.ts';
import { startCompiled } from './compiled-run.ts';
import { startInterpreted } from './interpreted-run.ts';
import type { StepEngine } from './step-engine.ts';

const document = spirals({ optimizer: { kind: 'momentum' } });

const bits = (engine: StepEngine): number[][] =>
  [...engine.variables().values()].map(({ data }) => [...data]);

/** Copies: what is read is good until the next step only. */
const copied = (engine: StepEngine) =>
  new Map(
    [...engine.variables()].map(([value, { shape, data }]) => [
      value,
      { shape, data: data.slice() },
    ]),
  );

describe.each<[string, () => StepEngine]>([
  ['the interpreter', () => granted(startInterpreted(document))],
  ['the compiled loop', () => granted(startCompiled(document))],
])('%s', (_, start) => {
  test('does many steps at once as it does them one by one', () => {
    const [one, many] = [start(), start()];
    let last = Number.NaN;
    for (let i = 0; i < 13; i++) last = one.advance();
    expect(many.advance(13)).toBe(last);
    expect([many.step, many.epoch, many.loss]).toEqual([one.step, one.epoch, one.loss]);
    expect(bits(many)).toEqual(bits(one));
  });

  test('does nothing when no step is asked for', () => {
    const engine = start();
    engine.advance(3);
    const [step, before] = [engine.step, bits(engine)];
    engine.advance(0);
    expect([engine.step, bits(engine)]).toEqual([step, before]);
  });

  test('is back at its beginning after a rewind, to the last bit', () => {
    const engine = start();
    const before = bits(engine);
    const loss = engine.advance(7);
    engine.rewind();
    expect([engine.step, engine.epoch, engine.loss]).toEqual([0, 0, Number.NaN]);
    expect(bits(engine)).toEqual(before);
    expect(engine.advance(7)).toBe(loss);
  });

  test('goes on from a step it was put back to as it went on before', () => {
    const engine = start();
    engine.advance(11);
    const saved = copied(engine);
    const loss = engine.advance(25);
    const after = bits(engine);
    engine.restore(11, saved);
    expect(engine.step).toBe(11);
    expect(engine.advance(25)).toBe(loss);
    expect(bits(engine)).toEqual(after);
  });

  test('its weights are the parameters among its variables', () => {
    const engine = start();
    engine.advance(4);
    const weights = engine.weights();
    const { parameters } = engine.definition;
    expect([...weights.keys()]).toEqual(parameters.map(({ node }) => node));
    for (const { node, value } of parameters) {
      expect(weights.get(node)?.data).toEqual(engine.variables().get(value)?.data);
    }
  });

  test('another rate holds from the next step on, and a rate of 0 keeps every weight', () => {
    const engine = start();
    engine.advance(5);
    const before = [...engine.weights().values()].map(({ data }) => [...data]);
    engine.rate = 0;
    engine.advance(6);
    expect([...engine.weights().values()].map(({ data }) => [...data])).toEqual(before);
  });
});
