/** Why a question has no answer. */
import type { Problem } from '../../../graph-core/graph/problem.ts';

export function ProblemLine({ problem }: { readonly problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <p>
      {problem.message}: {problem.hint}.
    </p>
  );
}
