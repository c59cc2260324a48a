/** The exercise of a lesson: blanks to fill in, each checked when it is filled, with hints, and numbers drawn anew. */
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { type GraphDocument, nodeLabel } from '../../../graph-core/graph/document.ts';
import type { LessonBlank, LessonExercise } from '../../../graph-core/graph/lesson.ts';
import { isRightAnswer } from '../../../graph-core/lessons/blank-check.ts';
import { drawnValues } from '../../../graph-core/lessons/exercise-draw.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { shownGraph } from '../../controls/shown-graph.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { changeValues } from '../../state/document/value-edits.ts';
import { beginExercise, exerciseStore, solveBlank } from '../../state/look/exercise-store.ts';
import { progressKey, rememberPage } from '../../state/look/lesson-progress.ts';
import { lightDown, lightUp } from '../../state/look/lesson-tour.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Latex } from '../../widgets/latex.tsx';
import { type BlankHint, blankHints } from './blank-hints.ts';

interface ExerciseViewProps {
  readonly exercise: LessonExercise;
  readonly page: number;
}

export function ExerciseView({ exercise, page }: ExerciseViewProps) {
  const { blanks } = exercise;
  const document = useStore(documentStore, (state) => state.document);
  const solved = useStore(exerciseStore, (state) => state.solved);
  const isDone = blanks.every((_, index) => solved.has(index));
  const asksNumbers = blanks.some(({ kind }) => kind === 'number');
  const key = progressKey(document);
  useEffect(() => {
    if (isDone) rememberPage(key, page, true);
  }, [isDone, key, page]);
  return (
    <>
      <ol className="lesson-blanks">
        {blanks.map((blank, index) => (
          <li key={saysBlank(blank, document)}>
            <Blank blank={blank} index={index} isSolved={solved.has(index)} />
          </li>
        ))}
      </ol>
      <p role="status" className={isDone ? 'lesson-right' : 'quiet'}>
        {isDone
          ? 'All of it is right.'
          : `${solved.size} of ${blanks.length} filled in.${asksNumbers ? ' A sum such as -4*3 or 1/2 will do as well.' : ''}`}
      </p>
      {exercise.draw !== undefined && <Draw exercise={exercise} />}
    </>
  );
}

interface BlankProps {
  readonly blank: LessonBlank;
  readonly index: number;
  readonly isSolved: boolean;
}

function Blank({ blank, index, isSolved }: BlankProps) {
  const document = useStore(documentStore, (state) => state.document);
  const whole = useStore(exerciseStore, (state) => state.whole);
  const [answer, setAnswer] = useState('');
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const graph = whole === null ? null : shownGraph(document, whole);
  const check = (text: string): void => {
    if (graph === null || text.trim() === '') return;
    const isRight = isRightAnswer(blank, text, document, graph);
    setWrong(!isRight);
    if (isRight) solveBlank(index);
  };
  const isDrawn =
    blank.kind === 'wire' && graph !== null && isRightAnswer(blank, '', document, graph);
  useEffect(() => {
    if (isDrawn) solveBlank(index);
  }, [isDrawn, index]);
  const nodes = blank.kind === 'wire' ? [blank.to] : [blank.node];
  const change = (text: string): void => {
    setAnswer(text);
    setWrong(false);
  };
  return (
    <div
      className="lesson-blank"
      onPointerEnter={() => lightUp(nodes, [])}
      onPointerLeave={lightDown}
    >
      <label className="field-label" htmlFor={id}>
        {saysBlank(blank, document)}
      </label>
      {isSolved ? (
        <p className="lesson-blank-right">
          <Icon name="check" size={14} /> {blank.kind === 'number' ? answer : saysAnswer(blank)}
        </p>
      ) : (
        <Answer {...{ blank, id, answer, isWrong, change, check }} />
      )}
      <p role="status" className="lesson-blank-wrong">
        {isWrong && 'Not yet.'}
      </p>
      {graph !== null && !isSolved && <Hints hints={blankHints(blank, graph)} />}
    </div>
  );
}

interface AnswerProps {
  readonly blank: LessonBlank;
  readonly id: string;
  readonly answer: string;
  readonly isWrong: boolean;
  readonly change: (text: string) => void;
  readonly check: (text: string) => void;
}

/** Where a blank is filled in. */
function Answer({ blank, id, answer, isWrong, change, check }: AnswerProps) {
  switch (blank.kind) {
    case 'number':
      return (
        <input
          id={id}
          className="field-input"
          type="text"
          autoComplete="off"
          aria-invalid={isWrong}
          value={answer}
          onChange={(event) => change(event.target.value)}
          onBlur={() => check(answer)}
          onKeyDown={(event) => event.key === 'Enter' && check(answer)}
        />
      );
    case 'operation':
      return (
        <select
          id={id}
          className="field-input"
          value={answer}
          onChange={(event) => {
            change(event.target.value);
            check(event.target.value);
          }}
        >
          <option value="">choose</option>
          {blank.choices.map((choice) => (
            <option key={choice} value={choice}>
              {opDef(choice)?.doc.title ?? choice}
            </option>
          ))}
        </select>
      );
    case 'wire':
      return (
        <p className="quiet" id={id}>
          Drag from one node to the other, or select the first and press C.
        </p>
      );
    default:
      return blank satisfies never;
  }
}

/** Hints, one more with each press. */
function Hints({ hints }: { readonly hints: readonly BlankHint[] }) {
  const [strength, setStrength] = useState(0);
  return (
    <>
      <div role="status">
        {hints.slice(0, strength).map((hint) => (
          <div key={'words' in hint ? hint.words : hint.tex} className="lesson-hint">
            {'words' in hint ? hint.words : <Latex tex={hint.tex} display />}
          </div>
        ))}
      </div>
      {strength < hints.length && (
        <button
          type="button"
          className="button button-quiet lesson-edit"
          onClick={() => setStrength(strength + 1)}
        >
          {strength === 0 ? 'Hint' : 'A stronger hint'}
        </button>
      )}
    </>
  );
}

function saysBlank(blank: LessonBlank, document: GraphDocument): string {
  switch (blank.kind) {
    case 'number': {
      const place = blank.element === undefined ? '' : `, element ${blank.element}`;
      return `The ${blank.of} of ${nodeLabel(document, blank.node)}${place}`;
    }
    case 'operation':
      return `The operation of ${nodeLabel(document, blank.node)}`;
    case 'wire':
      return `A wire that is missing at ${nodeLabel(document, blank.to)}`;
    default:
      return blank satisfies never;
  }
}

function saysAnswer(blank: LessonBlank): string {
  if (blank.kind !== 'operation') return 'connected';
  const op = documentStore.getState().document.nodes[blank.node]?.op ?? '';
  return opDef(op)?.doc.title ?? op;
}

/** Largest seed that is drawn for one student; classes choose theirs by hand. */
const MOST_SEED = 99_999;

/** Other numbers: by a seed that a class shares, or drawn for one. */
function Draw({ exercise }: Pick<ExerciseViewProps, 'exercise'>) {
  const [seed, setSeed] = useState('');
  const id = useId();
  const draw = (number: number): void => {
    const { document } = documentStore.getState();
    setSeed(String(number));
    changeValues(drawnValues(exercise, document, number), 'Draw other numbers');
    beginExercise();
  };
  const typed = /^\d{1,9}$/.test(seed) ? Number(seed) : null;
  return (
    <div className="lesson-draw">
      <button
        type="button"
        className="button"
        onClick={() => draw(Math.floor(Math.random() * MOST_SEED))}
      >
        Other numbers
      </button>
      <label htmlFor={id} className="quiet">
        by seed
      </label>
      <input
        id={id}
        className="field-input"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        title="The same seed gives the same numbers to everyone"
        value={seed}
        onChange={(event) => setSeed(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && typed !== null && draw(typed)}
      />
    </div>
  );
}
