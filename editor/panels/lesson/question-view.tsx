/** The question of a lesson: what is asked, the number as it is now, and once it is right the reason. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import type { LessonQuestion } from '../../../graph-core/graph/lesson.ts';
import { lessonNumber } from '../../../graph-core/lessons/lesson-numbers.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { changeValues } from '../../state/document/value-edits.ts';
import { progressKey, progressStore, rememberPage } from '../../state/look/lesson-progress.ts';
import { runStore } from '../../state/results/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';
import { Icon } from '../../widgets/icon.tsx';
import { RichText } from './rich-text-view.tsx';

interface QuestionViewProps {
  readonly question: LessonQuestion;
  /** The page of the lesson it stands on. */
  readonly page: number;
}

export function QuestionView({ question, page }: QuestionViewProps) {
  const document = useStore(documentStore, (state) => state.document);
  const key = progressKey(document);
  const number = useStore(runStore, ({ snapshot }) =>
    lessonNumber(question, {
      value: (node) => snapshot.nodes.get(node)?.value,
      gradient: (node) => snapshot.nodes.get(node)?.gradient,
      edgeGradient: () => null,
    }),
  );
  const wasAnswered = useStore(progressStore, ({ lessons }) => lessons[key]?.done === true);
  const isRight = number !== null && Math.abs(number - question.wanted) <= question.within;
  const [gaveUp, setGaveUp] = useState(false);
  useEffect(() => {
    if (isRight && !gaveUp) rememberPage(key, page, true);
  }, [isRight, gaveUp, key, page]);
  return (
    <>
      <RichText text={question.text} />
      <Standing question={question} number={number} />
      <div role="status">
        {isRight && (
          <div className="lesson-right">
            <p>
              <Icon name="check" /> <strong>Right.</strong>
            </p>
            <RichText text={question.reason} />
          </div>
        )}
        {!isRight && wasAnswered && <p className="quiet">You have answered this before.</p>}
      </div>
      {!isRight && (
        <button
          type="button"
          className="button button-quiet lesson-give-up"
          onClick={() => {
            setGaveUp(true);
            changeValues(question.solution, 'Show an answer');
          }}
        >
          Show an answer
        </button>
      )}
    </>
  );
}

/** The number as it is beside the number that is wanted. */
function Standing({
  question: { of, node, wanted, within },
  number,
}: {
  readonly question: LessonQuestion;
  readonly number: number | null;
}) {
  const label = useStore(documentStore, ({ document }) => nodeLabel(document, node));
  return (
    <dl className="rows lesson-answer">
      <div>
        <dt>
          {of} of {label}, now
        </dt>
        <dd className={of === 'value' ? 'legend-value' : 'legend-gradient'}>
          {number === null ? 'none' : formatNumber(number)}
        </dd>
      </div>
      <div>
        <dt>wanted</dt>
        <dd>
          {formatNumber(wanted)}
          {within >= 1e-6 && <span className="quiet"> ± {formatNumber(within)}</span>}
        </dd>
      </div>
    </dl>
  );
}
