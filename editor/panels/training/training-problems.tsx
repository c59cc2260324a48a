/** What keeps a run from starting or going on, with the repair where one press does it. */
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { repairProblem } from '../../state/document/data-edits.ts';

interface TrainingProblemsProps {
  readonly problems: readonly Problem[];
}

export function TrainingProblems({ problems }: TrainingProblemsProps) {
  return problems.map((problem) => (
    <section key={`${problem.code} ${problem.message}`} className="panel-section">
      <div className="notice notice-danger">
        <div>
          <p>{problem.message}</p>
          <p className="quiet">{problem.hint}</p>
          {problem.repair !== undefined && (
            <button type="button" className="button" onClick={() => repairProblem(problem)}>
              Declare [{listed(problem.repair.value)}]
            </button>
          )}
        </div>
      </div>
    </section>
  ));
}

const listed = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : String(value);
