/** What a document's training settings mean: the loss, how weights change, and what is fed where there is a data set. */

import { DataShelf } from '../../datasets/data-shelf.ts';
import { type GraphDocument, nodeLabel, type TrainingSettings } from '../../graph/document.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { planUpdate, type UpdatePlan } from '../../updates/update-plan.ts';
import { type Feeding, planFeeding } from './plan-feeding.ts';
import { trainingProblem } from './training-problem.ts';

/** A document made ready to be trained. */
export interface TrainingPlan {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
  /** How weights change. */
  readonly update: UpdatePlan;
  /** The examples, and where they go; null without a data set: then every step is on the numbers of the graph. */
  readonly feeding: Feeding | null;
}

/** The feeding of a run that is known to have a data set. */
export function assertFeeding({ feeding }: Pick<TrainingPlan, 'feeding'>): Feeding {
  if (feeding === null) throw new Error('internal: the run has no data set');
  return feeding;
}

/** The plan, or what keeps the document from being trained; data files are taken from `shelf`. */
export function planTraining(
  document: GraphDocument,
  shelf = new DataShelf(),
): TrainingPlan | Refused {
  const { training: settings } = document;
  if (settings === undefined) {
    return refuse(trainingProblem('no-training', 'no loss is chosen yet', 'choose the loss node'));
  }
  const problems = roleProblems(document, settings);
  const update = planUpdate(settings);
  if (isRefused(update)) return refuse(...problems, ...update.refused);
  if (problems.length > 0) return refuse(...problems);
  const { dataset } = settings;
  if (dataset === undefined) return { document, settings, update, feeding: null };
  const feeding = planFeeding(document, { ...settings, dataset }, shelf);
  return isRefused(feeding) ? feeding : { document, settings, update, feeding };
}

function roleProblems(document: GraphDocument, settings: TrainingSettings): Problem[] {
  const problems: Problem[] = [];
  if (document.nodes[settings.loss] === undefined) {
    problems.push(
      trainingProblem(
        'no-loss',
        `the loss node ${settings.loss} does not exist`,
        'choose another loss node',
      ),
    );
  }
  // Without a data set nothing is fed, whatever the inputs were chosen for.
  if (settings.dataset === undefined) return problems;
  const { features, targets } = settings;
  if (features === undefined && targets === undefined) {
    problems.push(
      trainingProblem(
        'no-input',
        'a data set is chosen, but no input gets its features or its targets',
        'choose the inputs, or train without a data set',
      ),
    );
    return problems;
  }
  for (const [role, id] of Object.entries({ features, targets })) {
    if (id === undefined) continue;
    const node = document.nodes[id];
    if (node === undefined) {
      problems.push(
        trainingProblem(
          'no-input',
          `the ${role} node ${id} does not exist`,
          'choose another input node',
        ),
      );
    } else if (node.op !== 'input') {
      problems.push({
        ...trainingProblem(
          'no-input',
          `${nodeLabel(document, id)} gets the ${role} but is no input`,
          'choose an input node',
        ),
        node: id,
      });
    }
  }
  if (features === targets) {
    problems.push(
      trainingProblem(
        'same-input',
        'features and targets are the same input',
        'choose two different inputs',
      ),
    );
  }
  return problems;
}
