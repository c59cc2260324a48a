/**
 * Writing a lesson beside the graph: the texts of a page, where a stop is (as it is shown now), what is wrong with it, and
 * all of it as one text. Every change is an edit of the document.
 */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Lesson, LessonStop } from '../../../graph-core/graph/lesson.ts';
import { textFaults } from '../../../graph-core/lessons/lesson-faults.ts';
import type { LessonPage } from '../../../graph-core/lessons/lesson-pages.ts';
import { lessonText } from '../../../graph-core/lessons/lesson-text.ts';
import { readLesson } from '../../../graph-core/lessons/read-lesson.ts';
import { documentStore } from '../../state/document/document-store.ts';
import {
  changeLesson,
  changeStop,
  insertStop,
  moveStop,
  removeLesson,
  removeStop,
  replaceLesson,
  replaceStop,
} from '../../state/document/lesson-edits.ts';
import { goToPage, lookAtPage } from '../../state/look/lesson-tour.ts';
import { runStore } from '../../state/results/run-store.ts';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { saysPlace, shownNow } from './shown-now.ts';

interface LessonWriterProps {
  readonly lesson: Lesson;
  readonly page: LessonPage;
  readonly at: number;
}

export function LessonWriter({ lesson, page, at }: LessonWriterProps) {
  const [isWhole, setWhole] = useState(false);
  if (isWhole) return <WholeText lesson={lesson} onDone={() => setWhole(false)} />;
  return (
    <div className="lesson-writer">
      {page.kind === 'text' && <CardFields lesson={lesson} />}
      {page.kind === 'stop' && <StopFields page={page} at={at} />}
      {page.kind === 'question' && (
        <>
          <Area
            label="Question"
            text={page.question.text}
            onChange={(text) =>
              changeLesson('Change the question', { question: { ...page.question, text } }, 'ask')
            }
          />
          <Area
            label="Said once it is right"
            text={page.question.reason}
            onChange={(reason) =>
              changeLesson(
                'Change the question',
                { question: { ...page.question, reason } },
                'reason',
              )
            }
          />
        </>
      )}
      <Faults page={page} />
      <div className="lesson-writer-actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            insertStop(page.kind === 'stop' ? page.number : 0, {
              ...{ title: 'New stop', text: '' },
              ...shownNow(),
            });
            goToPage(page.kind === 'stop' ? at + 1 : 1);
          }}
        >
          Add a stop as it is shown now
        </button>
        <button type="button" className="button button-quiet" onClick={() => setWhole(true)}>
          All as one text …
        </button>
      </div>
    </div>
  );
}

function CardFields({ lesson }: Pick<LessonWriterProps, 'lesson'>) {
  return (
    <>
      <Line
        label="Chapter"
        text={lesson.chapter}
        onChange={(chapter) => changeLesson('Change the chapter', { chapter }, 'chapter')}
      />
      <Line
        label="What it teaches, in one line"
        text={lesson.teaches}
        onChange={(teaches) => changeLesson('Change what is taught', { teaches }, 'teaches')}
      />
      <Area
        label="Text of the first page"
        text={lesson.text}
        onChange={(text) => changeLesson('Change the text', { text }, 'first text')}
      />
    </>
  );
}

function StopFields({
  page: { stop, number },
  at,
}: {
  readonly page: Extract<LessonPage, { kind: 'stop' }>;
  readonly at: number;
}) {
  const index = number - 1;
  const move = (by: 1 | -1): void => {
    if (moveStop(index, by)) goToPage(at + by);
  };
  return (
    <>
      <Line
        label="Title of the stop"
        text={stop.title}
        onChange={(title) => changeStop(index, { title }, `title ${index}`)}
      />
      <Area
        label="Text of the stop"
        text={stop.text}
        onChange={(text) => changeStop(index, { text }, `text ${index}`)}
      />
      <p className="quiet lesson-writer-place">{saysPlace(stop)}</p>
      <div className="lesson-writer-actions">
        <button
          type="button"
          className="button"
          title="Takes the mode, the step and what is selected"
          onClick={() => takeShown(index, stop)}
        >
          Make it what is shown now
        </button>
        <button type="button" className="button button-quiet" onClick={() => move(-1)}>
          Earlier
        </button>
        <button type="button" className="button button-quiet" onClick={() => move(1)}>
          Later
        </button>
        <button
          type="button"
          className="button button-quiet button-danger"
          onClick={() => {
            removeStop(index);
            goToPage(at - 1);
          }}
        >
          Remove
        </button>
      </div>
    </>
  );
}

/** Makes a stop what is shown now; what is absent now is taken away as well. */
function takeShown(index: number, { position, nodes, edges, ...words }: LessonStop): void {
  replaceStop(index, { ...words, ...shownNow() });
  lookAtPage();
}

/** What the texts of a page say that the graph does not, as it is now. */
function Faults({ page }: { readonly page: LessonPage }) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const texts =
    page.kind === 'text'
      ? [page.text]
      : page.kind === 'stop'
        ? [page.stop.text]
        : page.kind === 'question'
          ? [page.question.text]
          : [];
  const faults = texts.flatMap((text) =>
    textFaults('', text, document, {
      value: (node) => snapshot.nodes.get(node)?.value,
      gradient: (node) => snapshot.nodes.get(node)?.gradient,
      edgeGradient: (edge) => snapshot.edges.get(edge),
    }),
  );
  return (
    <ul className="problem-list" aria-label="What does not agree with the graph">
      {faults.slice(0, 6).map((fault) => (
        <li key={fault}>
          <NoticeBox text={fault.replace(/^: /, '')} />
        </li>
      ))}
    </ul>
  );
}

/** The lesson as it stands in a file: questions and exercises are written here, and lessons copied in and out. */
function WholeText({ lesson, onDone }: { readonly lesson: Lesson; readonly onDone: () => void }) {
  const document = useStore(documentStore, (state) => state.document);
  const [text, setText] = useState(() => lessonText(lesson, document));
  const { lesson: read, problems } = readLesson(text, document);
  return (
    <div className="lesson-writer">
      <Area label="The whole lesson" text={text} onChange={setText} tall />
      <ul className="problem-list" aria-label="Lines that are not understood">
        {problems.slice(0, 6).map(({ message, hint }) => (
          <li key={message}>
            <NoticeBox danger text={message} hint={hint} />
          </li>
        ))}
      </ul>
      <div className="lesson-writer-actions">
        <button
          type="button"
          className="button button-primary"
          disabled={problems.length > 0}
          onClick={() => {
            replaceLesson(read);
            onDone();
          }}
        >
          Use this text
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-quiet button-danger"
          onClick={() => removeLesson()}
        >
          Remove the lesson
        </button>
      </div>
    </div>
  );
}

interface WordsProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function Line({ label, text, onChange }: WordsProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field-input"
        type="text"
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Area({ label, text, onChange, tall = false }: WordsProps & { readonly tall?: boolean }) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={`field-input lesson-area${tall ? ' tall' : ''}`}
        maxLength={tall ? undefined : 20_000}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
