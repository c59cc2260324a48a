/** Training: what is made small, on which data, how fast; the loss curve and what the network has learned. */
import './training.css';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import {
  type GraphDocument,
  nodeLabel,
  type TrainingSettings,
} from '../../../graph-core/graph/document.ts';
import { changeRate, endTraining, prepareTraining } from '../../engine/engine.ts';
import {
  changeTraining,
  keepWeights,
  suggestTraining,
} from '../../state/commands/training-commands.ts';
import { documentStore } from '../../state/document-store.ts';
import { runStore, type TrainingRun } from '../../state/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';
import { Plot } from '../../widgets/plot.tsx';
import { DATASET_CHOICES } from './dataset-choices.ts';
import { LearnedPicture } from './learned-picture.tsx';
import { OptimizerSection } from './optimizer-section.tsx';
import { Choice, SettingNumber } from './setting-fields.tsx';

export function TrainingPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const run = useStore(runStore, (state) => state.training);
  const problems = useStore(runStore, (state) => state.trainingProblems);
  const settings = document.training ?? suggestTraining(document);
  useRun(document);
  return (
    <aside className="panel side-panel training-panel" aria-label="Training">
      {run !== null && <Progress run={run} />}
      {problems.map(({ code, message, hint }) => (
        <section key={`${code} ${message}`} className="panel-section">
          <div className="notice notice-danger">
            <div>
              <p>{message}</p>
              <p className="quiet">{hint}</p>
            </div>
          </div>
        </section>
      ))}
      {settings === null ? (
        <section className="panel-section">
          <h2 className="panel-title">Nothing to train yet</h2>
          <p>
            A graph that trains has two inputs (features and targets), parameters, and a loss that
            compares the two.
          </p>
        </section>
      ) : (
        <Settings document={document} settings={settings} />
      )}
    </aside>
  );
}

/** What of a document a run depends on: positions, names and the rate may change while it goes on. */
function runKey({ nodes, edges, training }: GraphDocument): string {
  const plain = Object.entries(nodes).map(([id, { op, attrs }]) => [id, op, attrs]);
  return JSON.stringify([plain, edges, { ...training, rate: 0 }]);
}

/** Sets a run up when the panel opens and again whenever the graph or the settings change. */
function useRun(document: GraphDocument): void {
  const key = runKey(document);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the run has to start anew
  useEffect(() => {
    if (document.training === undefined) changeTraining({});
    else prepareTraining();
  }, [key]);
  const rate = document.training?.rate;
  const lastRate = useRef(rate);
  useEffect(() => {
    if (rate !== undefined && lastRate.current !== undefined && rate !== lastRate.current) {
      changeRate(rate);
    }
    lastRate.current = rate;
  }, [rate]);
  useEffect(() => endTraining, []);
}

function Progress({ run }: { readonly run: TrainingRun }) {
  const { latest, dataset } = run;
  const steps = latest.curve.filter((_, i) => i % 2 === 0);
  const losses = latest.curve.filter((_, i) => i % 2 === 1);
  return (
    <section className="panel-section training-progress" aria-label="Progress">
      <LearnedPicture dataset={dataset} training={latest} />
      <div className="training-head">
        <h2 className="panel-heading">Loss</h2>
        <span className="quiet">
          {Number.isNaN(latest.loss) ? 'not started' : formatNumber(latest.loss)}
        </span>
      </div>
      <Plot
        label="Loss"
        series={[{ label: 'loss', x: steps, y: losses, color: 'value' }]}
        height={120}
      />
      {latest.status === 'diverged' && (
        <div className="notice notice-danger" role="alert">
          <div>
            <p>The loss is no number any more at step {latest.step}.</p>
            <p className="quiet">Rewind and use a smaller learning rate.</p>
          </div>
        </div>
      )}
      <button type="button" className="button" disabled={latest.step === 0} onClick={keepWeights}>
        Keep these weights in the graph
      </button>
    </section>
  );
}

function Settings({
  document,
  settings,
}: {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
}) {
  const nodes = Object.keys(document.nodes);
  const inputs = nodes.filter((id) => document.nodes[id].op === 'input');
  const others = nodes.filter((id) => document.nodes[id].op !== 'input');
  const { dataset } = settings;
  const change = (part: Partial<TrainingSettings['dataset']>, gesture?: string): void =>
    changeTraining({ dataset: { ...dataset, ...part } }, gesture);
  return (
    <>
      <section className="panel-section" aria-label="What is trained">
        <NodeChoice
          label="loss"
          document={document}
          nodes={others}
          value={settings.loss}
          onChange={(loss) => changeTraining({ loss })}
        />
        <NodeChoice
          label="features"
          document={document}
          nodes={inputs}
          value={settings.features}
          onChange={(features) => changeTraining({ features })}
        />
        <NodeChoice
          label="targets"
          document={document}
          nodes={inputs}
          value={settings.targets}
          onChange={(targets) => changeTraining({ targets })}
        />
      </section>
      <section className="panel-section" aria-label="Data">
        <h2 className="panel-heading">Data</h2>
        <Choice
          label="data set"
          value={dataset.kind}
          options={DATASET_CHOICES.map(({ kind, title }) => ({ value: kind, label: title }))}
          onChange={(kind) => {
            const chosen = DATASET_CHOICES.find((choice) => choice.kind === kind);
            if (chosen !== undefined) change({ kind, size: chosen.size, noise: chosen.noise });
          }}
        />
        <SettingNumber
          label="examples"
          value={dataset.size}
          integer
          min={1}
          max={100_000}
          onChange={(size, gesture) => change({ size }, gesture)}
        />
        <SettingNumber
          label="noise"
          value={dataset.noise}
          min={0}
          step={0.01}
          onChange={(noise, gesture) => change({ noise }, gesture)}
        />
        <SettingNumber
          label="data seed"
          value={dataset.seed}
          integer
          min={0}
          onChange={(seed, gesture) => change({ seed }, gesture)}
        />
      </section>
      <OptimizerSection settings={settings} />
    </>
  );
}

function NodeChoice({
  label,
  document,
  nodes,
  value,
  onChange,
}: {
  readonly label: string;
  readonly document: GraphDocument;
  readonly nodes: readonly string[];
  readonly value: string;
  readonly onChange: (node: string) => void;
}) {
  const options = nodes.map((id) => ({ value: id, label: nodeLabel(document, id) }));
  return <Choice label={label} value={value} options={options} onChange={onChange} />;
}
