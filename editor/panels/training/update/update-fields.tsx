/** How weights change: optimizer, batches and schedule with their numbers, the rule, the rate as a curve. */
import './optimizer.css';
import {
  DEFAULT_BATCH,
  DEFAULT_SHUFFLE_SEED,
  type RuleSettings,
  type TrainingSettings,
} from '../../../../graph-core/graph/document.ts';
import { MAX_EXAMPLES } from '../../../../graph-core/graph/limits.ts';
import { completeValues } from '../../../../graph-core/settings/given-values.ts';
import type { OptionSettings } from '../../../../graph-core/settings/setting.ts';
import {
  DEFAULT_OPTIMIZER,
  OPTIMIZERS,
  optimizerDef,
} from '../../../../graph-core/updates/optimizers/optimizers.ts';
import { scheduleOptions } from '../../../../graph-core/updates/schedules/schedule.ts';
import {
  DEFAULT_SCHEDULE,
  SCHEDULES,
  scheduleDef,
} from '../../../../graph-core/updates/schedules/schedules.ts';
import { SettingField } from '../../../controls/setting-field.tsx';
import { SettingNumber } from '../../../controls/setting-number.tsx';
import { changeTraining } from '../../../state/document/training-edits.ts';
import { Choice } from '../../../widgets/choice.tsx';
import { RateCurve } from './rate-curve-view.tsx';
import { RuleView } from './rule-view.tsx';

const titles = (records: Readonly<Record<string, { readonly title: string }>>) =>
  Object.entries(records).map(([value, { title }]) => ({ value, label: title }));

interface UpdateProps {
  readonly settings: TrainingSettings;
}

/** The optimizer, its options and its rule. */
export function OptimizerFields({ settings }: UpdateProps) {
  const optimizer = settings.optimizer ?? { kind: DEFAULT_OPTIMIZER };
  const rule = optimizerDef(optimizer.kind);
  return (
    <>
      <Choice
        label="optimizer"
        value={optimizer.kind}
        options={titles(OPTIMIZERS)}
        onChange={(kind) => changeTraining({ optimizer: { kind } })}
      />
      {rule !== null && (
        <>
          <OptionFields
            specs={rule.options}
            settings={optimizer}
            onChange={(next, gesture) => changeTraining({ optimizer: next }, gesture)}
          />
          <RuleView
            summary={`${rule.summary} A usual rate is ${rule.usualRate}.`}
            lines={rule.rule(completeValues(rule.options, optimizer.options))}
            options={rule.options}
            convention={rule.convention}
          />
        </>
      )}
    </>
  );
}

/** How many examples a step sees, and in which order. */
export function BatchFields({ settings }: UpdateProps) {
  return (
    <>
      <SettingNumber
        label="batch size"
        value={settings.batch ?? DEFAULT_BATCH}
        integer
        min={1}
        max={MAX_EXAMPLES}
        onChange={(batch, gesture) => changeTraining({ batch }, gesture)}
      />
      <SettingNumber
        label="shuffle seed"
        value={settings.seed ?? DEFAULT_SHUFFLE_SEED}
        integer
        min={0}
        onChange={(seed, gesture) => changeTraining({ seed }, gesture)}
      />
    </>
  );
}

/** The schedule, its options, its rule and the rate as a curve. */
export function ScheduleFields({ settings }: UpdateProps) {
  const schedule = settings.schedule ?? { kind: DEFAULT_SCHEDULE };
  const decay = scheduleDef(schedule.kind);
  return (
    <>
      <Choice
        label="schedule"
        value={schedule.kind}
        options={titles(SCHEDULES)}
        onChange={(kind) => changeTraining({ schedule: { kind } })}
      />
      {decay !== null && (
        <>
          <OptionFields
            specs={scheduleOptions(decay)}
            settings={schedule}
            onChange={(next, gesture) => changeTraining({ schedule: next }, gesture)}
          />
          <RateCurve def={decay} settings={schedule} base={settings.rate} />
        </>
      )}
    </>
  );
}

interface OptionFieldsProps {
  readonly specs: OptionSettings;
  readonly settings: RuleSettings;
  readonly onChange: (next: RuleSettings, gesture?: string) => void;
}

/** A field for each option; only what was changed is written into the document. */
function OptionFields({ specs, settings: { kind, options }, onChange }: OptionFieldsProps) {
  const values = completeValues(specs, options);
  return Object.entries(specs).map(([name, spec]) => (
    <SettingField
      key={name}
      name={name}
      spec={spec}
      value={values[name]}
      onChange={(value, gesture) => {
        const next = typeof value === 'boolean' ? value : Number(value);
        onChange({ kind, options: { ...options, [name]: next } }, gesture);
      }}
    />
  ));
}
