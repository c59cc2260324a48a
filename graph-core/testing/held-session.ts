/** A training session whose slices wait until a test lets them through. */
import type { GraphDocument } from '../graph/document.ts';
import type { Gallery } from '../training/look/unit-gallery.ts';
import type { TrainingMessage } from '../worker/messages/protocol.ts';
import { TrainingSession } from '../worker/thread/training-session.ts';

/** A session with its reports, its pictures and the slices it put off. */
export function session(document: GraphDocument) {
  const reports: TrainingMessage[] = [];
  const galleries: Gallery[] = [];
  const put: (() => void)[] = [];
  const made = TrainingSession.start(
    document,
    {
      onReport: (message) => reports.push(message),
      onPictures: (gallery) => galleries.push(gallery),
    },
    (task) => put.push(task),
  );
  if (!(made instanceof TrainingSession)) throw new Error(JSON.stringify(made));
  const turn = (times: number): void => {
    for (let i = 0; i < times && put.length > 0; i++) put.shift()?.();
  };
  const latest = (): TrainingMessage => reports[reports.length - 1];
  return { made, reports, galleries, put, turn, latest, act: made.act.bind(made) };
}
