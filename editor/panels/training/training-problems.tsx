/** What keeps a run from starting or going on, with the repair where one press does it. */
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { repairProblem } from '../../state/document/data-edits.ts';
import { NoticeBox } from '../../widgets/notice-box.tsx';

interface TrainingProblemsProps {
  readonly problems: readonly Problem[];
}

export function TrainingProblems({ problems }: TrainingProblemsProps) {
  return problems.map((problem) => (
    <section key={`${problem.code} ${problem.message}`} className="panel-section">
      <NoticeBox danger text={problem.message} hint={problem.hint}>
        {problem.repair !== undefined && (
          <button type="button" className="button" onClick={() => repairProblem(problem)}>
            Declare [{listed(problem.repair.value)}]
          </button>
        )}
      </NoticeBox>
    </section>
  ));
}

const listed = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : String(value);
