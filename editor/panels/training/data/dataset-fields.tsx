/** Which examples are learned from: the set and its options; what of it is held out. */
import './dataset.css';
import { useStore } from 'zustand';
import { DATA_SEED } from '../../../../graph-core/datasets/generated/dataset.ts';
import { datasetDef } from '../../../../graph-core/datasets/generated/datasets.ts';
import type { DatasetSettings } from '../../../../graph-core/graph/document.ts';
import { MAX_EXAMPLES } from '../../../../graph-core/graph/limits.ts';
import { tableKey } from '../../../../graph-core/graph/table-switches.ts';
import { boundedValues } from '../../../../graph-core/settings/given-values.ts';
import { OPEN_DATA } from '../../../commands/file-commands.ts';
import { CommandButton } from '../../../controls/command-button.tsx';
import { SettingField } from '../../../controls/setting-field.tsx';
import { SettingNumber } from '../../../controls/setting-number.tsx';
import {
  changeDataset,
  chooseDataset,
  mostExamples,
  replaceDrawnPoints,
} from '../../../state/document/data-edits.ts';
import { dataStore } from '../../../state/results/data-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { Checkbox } from '../../../widgets/checkbox.tsx';
import { Choice } from '../../../widgets/choice.tsx';
import { formatNumber } from '../../../widgets/format-number.ts';
import { DATASET_CHOICES } from './dataset-choices.ts';
import { DatasetFile } from './dataset-file.tsx';

/** Stands for no data set; no kind of one has a space. */
const NONE = 'no data';

/** The set and its options; null where the graph is trained on its own numbers. */
export function DatasetFields({ dataset }: { readonly dataset: DatasetSettings | null }) {
  return (
    <>
      <Choice
        label="data set"
        value={dataset?.kind ?? NONE}
        options={[
          { value: NONE, label: 'None' },
          ...DATASET_CHOICES.map((choice) => ({ value: choice.kind, label: choice.title })),
        ]}
        onChange={(next) => chooseSet(next, dataset)}
      />
      {dataset === null ? (
        <>
          <p className="quiet">
            Every step is on the numbers of the graph as they stand; nothing is drawn, batched or
            held out.
          </p>
          <CommandButton command={OPEN_DATA}>Open a data file …</CommandButton>
        </>
      ) : (
        <SetFields dataset={dataset} />
      )}
    </>
  );
}

function SetFields({ dataset }: { readonly dataset: DatasetSettings }) {
  const { kind, file, points = [] } = dataset;
  const chosen = DATASET_CHOICES.find((choice) => choice.kind === kind);
  return (
    <>
      {chosen !== undefined && <p className="quiet">{chosen.summary}</p>}
      {kind === 'file' && file !== undefined && <DatasetFile file={file} />}
      <CommandButton command={OPEN_DATA}>Open a data file …</CommandButton>
      {kind === 'points' ? (
        <div className="dataset-line">
          <span className="quiet">
            {points.length === 1 ? '1 point' : `${points.length} points`}
          </span>
          <button
            type="button"
            className="button"
            disabled={points.length === 0}
            onClick={() => replaceDrawnPoints([])}
          >
            Erase all points
          </button>
        </div>
      ) : (
        <GeneratedFields dataset={dataset} />
      )}
      <Amounts />
    </>
  );
}

/** Another set begins with its own size and noise; the file and the points stay for when they come back. */
function chooseSet(kind: string, dataset: DatasetSettings | null): void {
  if (kind === NONE) {
    chooseDataset(null);
    return;
  }
  const file = dataset?.file;
  const chosen = DATASET_CHOICES.find((choice) => choice.kind === kind);
  if (chosen === undefined) return;
  const { size, noise } = chosen;
  const table =
    kind === 'file' && file !== undefined
      ? dataStore.getState().tables.get(tableKey(file))
      : undefined;
  const examples = table === undefined ? size : mostExamples(table);
  chooseDataset({ ...(dataset ?? { seed: 1 }), kind, size: examples, noise });
}

function GeneratedFields({ dataset }: { readonly dataset: DatasetSettings }) {
  const { kind, size, noise, seed, options } = dataset;
  const definition = datasetDef(kind);
  const values = definition === null ? {} : boundedValues(definition.options, options);
  return (
    <>
      <SettingNumber
        label={kind === 'file' ? 'examples at most' : 'examples'}
        value={size}
        integer
        min={1}
        max={MAX_EXAMPLES}
        onChange={(next, gesture) => changeDataset({ size: next }, gesture)}
      />
      {Object.entries(definition?.options ?? {}).map(([name, spec]) => (
        <SettingField
          key={name}
          name={name}
          spec={spec}
          value={values[name]}
          onChange={(next, gesture) =>
            changeDataset({ options: { ...values, [name]: Number(next) } }, gesture)
          }
        />
      ))}
      {definition !== null && (
        <SettingField
          name="noise"
          spec={definition.noise}
          value={noise}
          onChange={(next, gesture) => changeDataset({ noise: Number(next) }, gesture)}
        />
      )}
      <SettingField
        name="seed"
        spec={DATA_SEED}
        value={seed}
        onChange={(next, gesture) => changeDataset({ seed: Number(next) }, gesture)}
      />
    </>
  );
}

/** What is held out, and whether features are brought to one scale. */
export function SplitFields({ dataset }: { readonly dataset: DatasetSettings }) {
  const { testShare = 0, standardize = false } = dataset;
  return (
    <>
      <SettingNumber
        label="held out, %"
        value={Math.round(100 * testShare)}
        integer
        min={0}
        max={90}
        step={5}
        onChange={(percent, gesture) => changeDataset({ testShare: percent / 100 }, gesture)}
      />
      <Checkbox checked={standardize} onChange={(next) => changeDataset({ standardize: next })}>
        standardize features
      </Checkbox>
    </>
  );
}

/** Features whose mean and deviation are listed. */
const LISTED = 12;

/** How many examples there are of what, and how features were standardized. */
function Amounts() {
  const dataset = useStore(runStore, (state) => state.training?.dataset ?? null);
  if (dataset === null) return null;
  const { size, testSize, leftOut, width, classes, scaling, featureNames } = dataset;
  const count = (number: number): string => number.toLocaleString('en-US');
  return (
    <>
      <p className="quiet">
        {count(size)} to learn from, {count(testSize)} held out; {count(width)}{' '}
        {width === 1 ? 'feature' : 'features'},{' '}
        {classes === null ? 'a number' : `${classes} classes`} to predict
        {leftOut === 0 ? '' : `; ${count(leftOut)} rows left out`}
      </p>
      {scaling !== null && (
        <details>
          <summary>mean and deviation of the training rows</summary>
          <dl className="rows">
            {Array.from(scaling.mean.subarray(0, LISTED), (mean, j) => (
              <div key={featureNames?.[j] ?? `feature ${j + 1}`}>
                <dt>{featureNames?.[j] ?? `feature ${j + 1}`}</dt>
                <dd>
                  {formatNumber(mean)} ± {formatNumber(scaling.deviation[j])}
                </dd>
              </div>
            ))}
          </dl>
          {width > LISTED && <p className="quiet">and {width - LISTED} more</p>}
        </details>
      )}
    </>
  );
}
