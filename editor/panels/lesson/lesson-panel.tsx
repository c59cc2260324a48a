/** The lesson beside the canvas: one page at a time, with the way on and back. */
import './lesson.css';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { LessonPage } from '../../../graph-core/lessons/lesson-pages.ts';
import { LESSON, NEXT_PAGE, PREVIOUS_PAGE, WRITE_LESSON } from '../../commands/lesson-commands.ts';
import { CommandButton, CommandIconButton } from '../../controls/command-button.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { withholdAnswers } from '../../state/look/exercise-store.ts';
import { lessonStore } from '../../state/look/lesson-store.ts';
import { currentPage, goToPage, lookAtPage } from '../../state/look/lesson-tour.ts';
import { ExerciseView } from './exercise-view.tsx';
import { LessonWriter } from './lesson-writer.tsx';
import { QuestionView } from './question-view.tsx';
import { RichText } from './rich-text-view.tsx';
import { Offer } from './term.tsx';

export function LessonPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const opened = useStore(documentStore, (state) => state.opened);
  const wanted = useStore(lessonStore, (state) => state.page);
  const writing = useStore(lessonStore, (state) => state.writing);
  const current = currentPage(document, wanted);
  const scroller = useRef<HTMLElement>(null);
  const at = current?.at ?? 0;
  useEffect(() => {
    if (document.lesson?.exercise !== undefined) withholdAnswers();
  }, [document]);
  // Opened again, or after a reload, its page says what is looked at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each document
  useEffect(() => {
    if (at > 0) lookAtPage();
    else goToPage(0);
  }, [opened]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [at]);
  if (current === null || document.lesson === undefined) return null;
  const { page, pages } = current;
  return (
    <aside className="panel lesson-panel" aria-label="Lesson">
      <header className="lesson-head">
        <p className="quiet">{document.lesson.chapter}</p>
        <CommandButton command={WRITE_LESSON} className="button button-quiet lesson-edit">
          {writing ? 'Preview' : 'Edit'}
        </CommandButton>
        <CommandIconButton command={LESSON} look="quiet" tipAlign="end" />
        <h2 className="panel-title">{document.name}</h2>
      </header>
      <section
        ref={scroller}
        className="lesson-page"
        aria-label={titleOf(page)}
        aria-live={writing ? 'off' : 'polite'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        {writing ? (
          <LessonWriter lesson={document.lesson} page={page} at={at} />
        ) : (
          <>
            {page.kind !== 'text' && <h3 className="lesson-title">{titleOf(page)}</h3>}
            <Page page={page} at={at} />
          </>
        )}
      </section>
      <footer className="lesson-foot">
        <CommandButton command={PREVIOUS_PAGE}>Back</CommandButton>
        <Pages pages={pages} at={at} />
        <CommandButton command={NEXT_PAGE} className="button button-primary">
          Next
        </CommandButton>
      </footer>
    </aside>
  );
}

function Page({ page, at }: { readonly page: LessonPage; readonly at: number }) {
  switch (page.kind) {
    case 'text':
      return <RichText text={page.text} />;
    case 'stop': {
      const { text, values } = page.stop;
      return (
        <>
          {values !== undefined && (
            <p className="lesson-try">
              <Offer values={values}>Try {saysValues(values)}</Offer>
            </p>
          )}
          <RichText text={text} />
        </>
      );
    }
    case 'exercise':
      return <ExerciseView exercise={page.exercise} page={at} />;
    case 'question':
      return <QuestionView question={page.question} page={at} />;
    default:
      return page satisfies never;
  }
}

function saysValues(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([node, value]) => {
      const written = JSON.stringify(value);
      return written.length > 24 ? `another ${node}` : `${node} = ${written}`;
    })
    .join(', ');
}

/** Every page as a point of a line; a press leads there. */
function Pages({ pages, at }: { readonly pages: readonly LessonPage[]; readonly at: number }) {
  return (
    <ol className="lesson-points" aria-label={`Page ${at + 1} of ${pages.length}`}>
      {pages.map((page, i) => (
        <li key={`${page.kind} ${titleOf(page)}`}>
          <button
            type="button"
            className={i === at ? 'now' : i < at ? 'read' : ''}
            aria-current={i === at ? 'step' : undefined}
            aria-label={`${i + 1}: ${titleOf(page)}`}
            title={titleOf(page)}
            onClick={() => goToPage(i)}
          />
        </li>
      ))}
    </ol>
  );
}

function titleOf(page: LessonPage): string {
  switch (page.kind) {
    case 'text':
      return 'What this is about';
    case 'stop':
      return page.stop.title;
    case 'exercise':
      return 'Exercise';
    case 'question':
      return 'Question';
    default:
      return page satisfies never;
  }
}
