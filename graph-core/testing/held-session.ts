/** A training session whose slices wait until a test lets them through. */
import type { GraphDocument } from '../graph/document.ts';
import type { TrainingMessage } from '../worker/messages/protocol.ts';
import { TrainingSession } from '../worker/thread/training-session.ts';

/** A session with its reports and the slices it put off. */
export function session(document: GraphDocument) {
  const reports: TrainingMessage[] = [];
  const put: (() => void)[] = [];
  const made = TrainingSession.start(
    document,
    (message) => reports.push(message),
    (task) => put.push(task),
  );
  if (!(made instanceof TrainingSession)) throw new Error(JSON.stringify(made));
  const turn = (times: number): void => {
    for (let i = 0; i < times && put.length > 0; i++) put.shift()?.();
  };
  const latest = (): TrainingMessage => reports[reports.length - 1];
  return { made, reports, put, turn, latest, act: made.act.bind(made) };
}
