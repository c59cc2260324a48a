/** Asks for the first step at which something is so, and tells the answer, with how it was found. */
import { useStore } from 'zustand';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import type {
  FirstStep,
  StepCondition,
} from '../../../../graph-core/training/replay/first-step.ts';
import { askRun } from '../../../run/computation.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { selectionStore } from '../../../state/look/selection-store.ts';
import { pictureStore, unitCount } from '../../../state/results/picture-store.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { Choice } from '../../../widgets/choice.tsx';

/** Units of a node that are offered. */
const MOST_UNITS = 16;

interface Offer {
  readonly condition: StepCondition;
  readonly label: string;
}

export function FindStep({ run }: { readonly run: ShownRun }) {
  const { latest } = run;
  const offers = useOffers(latest.scores?.training.accuracy != null);
  const words = useWords(latest.found);
  if (latest.lastStep === 0) return null;
  return (
    <>
      <Choice
        look="bar"
        label="First step at which"
        value=""
        unset="choose …"
        options={offers.map(({ label }) => ({ value: label, label }))}
        onChange={(chosen) => {
          const offer = offers.find(({ label }) => label === chosen);
          if (offer !== undefined) askRun({ find: offer.condition });
        }}
      />
      {words !== null && (
        <p className="run-scrubber-found" role="status">
          {words}
        </p>
      )}
    </>
  );
}

/** What can be asked: of the run, and of the units of the selected node. */
function useOffers(isClassified: boolean): readonly Offer[] {
  const selected = useStore(selectionStore, ({ nodes }) => (nodes.length === 1 ? nodes[0] : null));
  const label = useStore(documentStore, ({ document }) =>
    selected === null ? '' : nodeLabel(document, selected),
  );
  const units = useStore(pictureStore, (state) =>
    selected === null ? 0 : unitCount(state, selected),
  );
  const dead = Array.from(
    { length: Math.min(units, MOST_UNITS) },
    (_, unit): Offer => ({
      condition: { kind: 'dead', node: selected ?? '', unit },
      label: `unit ${unit + 1} of ${label} is dead`,
    }),
  );
  return [
    { condition: { kind: 'loss-rises', factor: 10 }, label: 'the loss has risen tenfold' },
    { condition: { kind: 'not-finite' }, label: 'a number is NaN or infinite' },
    ...(isClassified
      ? [0.5, 0.9, 0.99].map((share) => ({
          condition: { kind: 'accuracy', share } as const,
          label: `${100 * share} % are right`,
        }))
      : []),
    ...dead,
  ];
}

const HOW: Readonly<Record<FirstStep['how'], string>> = {
  halving: 'found by halving, for what lasts once it has come',
  losses: 'found among the losses of all steps',
  scores: 'the first among the steps that were scored, then by halving between two of them',
};

/** The answer as a sentence; null before anything was asked. */
function useWords(found: FirstStep | null): string | null {
  const document = useStore(documentStore, (state) => state.document);
  if (found === null) return null;
  const { condition, step, how, refusal } = found;
  const what = whatIs(condition, (node) => nodeLabel(document, node));
  if (refusal !== '') return `No answer: ${refusal}.`;
  if (step === null) return `Not so far: at no step ${what}.`;
  const at = step.toLocaleString('en-US');
  return `${how === 'halving' ? `From step ${at} on` : `At step ${at}`} ${what} (${HOW[how]}).`;
}

function whatIs(condition: StepCondition, label: (node: string) => string): string {
  switch (condition.kind) {
    case 'not-finite':
      return 'a number is NaN or infinite';
    case 'loss-rises':
      return `the loss is ${condition.factor} times its lowest before`;
    case 'accuracy':
      return `${100 * condition.share} % are right`;
    case 'dead':
      return `unit ${condition.unit + 1} of ${label(condition.node)} is 0 for every row`;
    default:
      return condition satisfies never;
  }
}
