/** A schedule: its rule, and the learning rate over the steps as training will have it. */
import { useMemo } from 'react';
import type { RuleSettings } from '../../../../graph-core/graph/document.ts';
import { completeValues, optionFaults } from '../../../../graph-core/settings/given-values.ts';
import { rateAt } from '../../../../graph-core/updates/rate-curve.ts';
import {
  type ScheduleDef,
  scheduleOptions,
  scheduleRule,
} from '../../../../graph-core/updates/schedules/schedule.ts';
import { Plot } from '../../../widgets/plot.tsx';
import { RuleView } from './rule-view.tsx';

/** Points of the curve; more than it has steps are not drawn. */
const POINTS = 240;

export interface RateCurveProps {
  readonly def: ScheduleDef;
  readonly settings: RuleSettings;
  /** The learning rate that was chosen. */
  readonly base: number;
}

export function RateCurve({ def, settings, base }: RateCurveProps) {
  const specs = scheduleOptions(def);
  const given = JSON.stringify(settings.options ?? {});
  const curve = useMemo(() => {
    const options = completeValues(scheduleOptions(def), JSON.parse(given));
    const warmup = Number(options.warmup);
    const end = warmup + Math.max(def.horizon(options), Math.ceil(warmup / 2));
    if (end === 0) return null;
    const stride = Math.max(1, Math.ceil(end / POINTS));
    const steps = Array.from({ length: Math.floor(end / stride) + 1 }, (_, i) => i * stride);
    return { steps, rates: [...rateAt(def, options, base, steps)] };
  }, [def, given, base]);
  if (optionFaults(settings.kind, specs, settings.options).length > 0) return null;
  const options = completeValues(specs, settings.options);
  if (curve === null) return null;
  return (
    <>
      <Plot
        label="Learning rate"
        series={[{ label: 'learning rate', x: curve.steps, y: curve.rates, color: 'value' }]}
        height={90}
      />
      <RuleView
        summary={def.summary}
        lines={scheduleRule(def, options)}
        options={scheduleOptions(def)}
        convention={def.convention}
      />
    </>
  );
}
