import { describe, expect, it } from 'vitest';
import { ENTRIES, searchOperations } from './search-operations.ts';

function first(query: string): string | undefined {
  return searchOperations(query)[0]?.title;
}

describe('the search for an operation', () => {
  it('finds every operation by its title and by the symbol in its node', () => {
    for (const entry of ENTRIES) {
      expect(searchOperations(entry.title)[0]).toBe(entry);
      expect(searchOperations(` ${entry.symbol.toUpperCase()} `)).toContain(entry);
    }
  });

  it('puts first what has exactly that title or symbol', () => {
    expect(first('mse')).toBe('Mean squared error');
    expect(first('CE')).toBe('Softmax loss');
    expect(first('×')).toBe('Multiply');
    expect(first('max')).toBe('Max');
    expect(first('step')).toBe('Step');
  });

  it('takes the keys of a keyboard for signs that it lacks', () => {
    expect(first('*')).toBe('Multiply');
    expect(first('-')).toBe('Subtract');
    expect(first('/')).toBe('Divide');
    expect(first('x^2')).toBe('Square');
    expect(first('^')).toBe('Power');
  });

  it('takes words in any order, and a part of a title', () => {
    expect(searchOperations('loss squared').map(({ title }) => title)).toEqual([
      'Squared error',
      'Mean squared error',
    ]);
    expect(first('cross entropy')).toBeDefined();
    expect(first('sigm')).toBe('Sigmoid');
    expect(searchOperations('no such thing')).toEqual([]);
  });
});
