/** An answer of the worker to a question about the graph as it is; asked again when the graph or the question changes. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import type { Answers, Study, StudyKind } from '../../../graph-core/studies/study.ts';
import { askStudy } from '../../run/computation.ts';
import { runStore } from '../../state/results/run-store.ts';

/** What is known of an answer: the last one stays while the next is on its way. */
export interface Studied<K extends StudyKind> {
  readonly answer: Answers[K] | null;
  readonly problem: Problem | null;
  /** The question was asked and is not answered yet. */
  readonly waits: boolean;
}

/** Asks `study`, or nothing where it is null. */
export function useStudy<K extends StudyKind>(
  study: Extract<Study, { readonly ask: K }> | null,
): Studied<K> {
  // What was computed is what is asked about.
  const version = useStore(runStore, ({ snapshot }) => snapshot.version);
  const target = useStore(runStore, ({ snapshot }) => snapshot.target);
  const iteration = useStore(runStore, ({ snapshot }) => snapshot.iteration?.iteration ?? 0);
  const [studied, setStudied] = useState<Studied<K>>({ answer: null, problem: null, waits: false });
  const question = JSON.stringify(study);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question as text is the question
  useEffect(() => {
    if (study === null) {
      setStudied({ answer: null, problem: null, waits: false });
      return;
    }
    let live = true;
    setStudied((before) => ({ ...before, waits: true }));
    askStudy<K>(study).then((given) => {
      if (!live) return;
      if (given === null) setStudied((before) => ({ ...before, waits: false }));
      else if (isProblem(given)) setStudied({ answer: null, problem: given, waits: false });
      else setStudied({ answer: given, problem: null, waits: false });
    });
    return () => {
      live = false;
    };
  }, [question, version, target, iteration]);
  return studied;
}

const isProblem = (given: object): given is Problem => 'code' in given && 'hint' in given;
