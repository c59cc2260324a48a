/** What the views say about kernels, passes and phases: letters, words, one sentence each. */
import type {
  KernelDescription,
  Phase,
} from '../../../graph-core/training/look/compiled-description.ts';

/** A kernel family as it is shown: its letter, its name, what it is good for. */
export interface FamilyText {
  readonly letter: string;
  readonly name: string;
  readonly sentence: string;
}

/** By family. */
export const FAMILIES: Readonly<Record<KernelDescription['family'], FamilyText>> = {
  gemm: {
    letter: 'G',
    name: 'matrix product',
    sentence:
      'A matrix product in tiles that stay in registers. What happens to each result, a bias or an update, is done before it leaves its register.',
  },
  map: {
    letter: 'M',
    name: 'map',
    sentence:
      'One formula for every element, four elements at a time. A chain of such nodes is one pass over memory.',
  },
  reduce: {
    letter: 'R',
    name: 'reduction',
    sentence:
      'Sums, or takes the largest, along an axis. What is combined is computed on the way and never stored.',
  },
  rowwise: {
    letter: 'W',
    name: 'row by row',
    sentence:
      'Several reductions and formulas over one row while it is at hand: softmax, its loss and its gradient in one pass.',
  },
  gather: {
    letter: 'I',
    name: 'pick by index',
    sentence:
      'Picks the rows that indices name, such as the embeddings of words. An index that names no row gives NaN.',
  },
  scatter: {
    letter: 'A',
    name: 'add by index',
    sentence:
      'Adds each row to the one its index names: how a gradient goes back through picking by index.',
  },
  batch: {
    letter: 'B',
    name: 'next batch',
    sentence: 'Copies the examples that the order of the epoch names next.',
  },
  shuffle: {
    letter: 'S',
    name: 'shuffle',
    sentence: 'Draws the order of the examples from the seed, once an epoch.',
  },
  mask: {
    letter: 'D',
    name: 'mask',
    sentence: 'Draws ones and zeros from the seed and the step: what dropout keeps and drops.',
  },
};

/** What a part of the step is called. */
export const PHASES: Readonly<Record<Phase, string>> = {
  batch: 'batch',
  forward: '▸ forward',
  backward: '◂ backward',
  update: 'update',
};

/** What each pass does, by its name. */
export const PASSES: Readonly<Record<string, string>> = {
  lower:
    'Every operation becomes a loop of its own. Views and transposes cost nothing: they are other ways to read.',
  simplify: 'What is computed twice is computed once; what nobody reads is gone.',
  fuse: 'Loops that hand elements to each other become one: numbers pass through registers instead of memory.',
  orient: 'A product with few columns is turned around where that fills the vectors better.',
  schedule:
    'The loops get their order, and a parameter is written over by its next value once nobody reads the old one.',
};
