/** Numbers of an exercise drawn anew: equal seeds give equal numbers, for a class; another seed gives others. */
import type { GraphDocument } from '../graph/document.ts';
import type { LessonExercise, LessonValues } from '../graph/lesson.ts';
import { ownerOf, RandomStream } from '../tensor/random.ts';
import { type TensorLiteral, tensorFromLiteral } from '../tensor/tensor.ts';

/** Apart from the data sets that are drawn with the same seed. */
const EXERCISES = 7919;

/** A value for every variable that is drawn, in the shape it has. */
export function drawnValues(
  { draw = {} }: LessonExercise,
  document: GraphDocument,
  seed: number,
): LessonValues {
  const values: Record<string, TensorLiteral> = {};
  for (const [node, choices] of Object.entries(draw)) {
    const before = document.nodes[node]?.attrs.value ?? 0;
    if (choices.length === 0 || !('data' in tensorFromLiteral(before))) continue;
    const stream = new RandomStream(seed, 'dataset', EXERCISES, ownerOf(node));
    // Checked just now: it is a number or lists of numbers.
    values[node] = drawnLike(
      before as TensorLiteral,
      () => choices[stream.integer(choices.length)],
    );
  }
  return values;
}

function drawnLike(literal: TensorLiteral, next: () => number): TensorLiteral {
  return typeof literal === 'number' ? next() : literal.map((item) => drawnLike(item, next));
}
