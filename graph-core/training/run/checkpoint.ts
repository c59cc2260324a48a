/**
 * A run at a step, as data: weights and the optimizer's state with every bit. A run that is resumed from it
 * goes on as if it had never stopped; so it has to be the same graph with the same settings.
 */
import { type GraphDocument, nodeLabel, type TrainingSettings } from '../../graph/document.ts';
import { fingerprint } from '../../graph/fingerprint.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { elementCount, formatShape } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { RunVariable } from './interpreted-run.ts';
import type { LiveRun } from './live-run.ts';

/** One parameter, or one tensor of the optimizer. */
export interface SavedVariable {
  /** The parameter it is or belongs to. */
  readonly node: string;
  /** Name in the optimizer's state; null for the parameter itself. */
  readonly state: string | null;
  readonly shape: readonly number[];
  /** Row-major; JSON keeps every bit of a finite number. */
  readonly numbers: readonly number[];
}

/** Plain JSON data. */
export interface Checkpoint {
  readonly format: 'gradwire-checkpoint';
  readonly version: 1;
  /** Fingerprint of the graph. */
  readonly graph: string;
  readonly settings: TrainingSettings;
  /** Steps done. */
  readonly step: number;
  readonly variables: readonly SavedVariable[];
}

/** The run as it is now, or why it cannot be saved. */
export function checkpointOf(run: LiveRun): Checkpoint | Refused {
  const { document, settings } = run.plan;
  const variables = run.variables();
  const lost = variables.find(({ tensor }) => !tensor.data.every(Number.isFinite));
  if (lost !== undefined) {
    const message = `${variableName(document, lost)} has numbers that are not finite`;
    return refuse(problem(message, 'use a smaller learning rate'));
  }
  return {
    format: 'gradwire-checkpoint',
    version: 1,
    graph: fingerprint(document),
    settings,
    step: run.step,
    variables: variables.map(({ node, state, tensor }) => ({
      node,
      state,
      shape: [...tensor.shape],
      numbers: Array.from(tensor.data),
    })),
  };
}

/** Puts a fresh run where the checkpoint was made; what keeps it from going there, or an empty list. */
export function resume(run: LiveRun, raw: unknown): readonly Problem[] {
  const saved = readLayout(raw);
  if (isRefused(saved)) return saved.refused;
  const { document, settings } = run.plan;
  const savedVariables = new Map(saved.variables.map((one) => [key(one), one] as const));
  const variables = new Map<number, Tensor>();
  const problems: Problem[] = [];
  for (const variable of run.variables()) {
    const one = savedVariables.get(key(variable));
    const name = variableName(document, variable);
    const { shape } = variable.tensor;
    if (one === undefined) {
      problems.push(problem(`it has no ${name}, which this run changes`, OTHER_GRAPH));
    } else if (formatShape(one.shape) !== formatShape(shape)) {
      const message = `its ${name} is ${formatShape(one.shape)}, here it is ${formatShape(shape)}`;
      problems.push(problem(message, OTHER_GRAPH));
    } else variables.set(variable.value, { shape, data: Float64Array.from(one.numbers) });
  }
  problems.push(...changedSettings(saved.settings, settings));
  if (problems.length === 0 && saved.graph !== fingerprint(document)) {
    problems.push(problem('the graph has changed since it was made', OTHER_GRAPH));
  }
  if (problems.length === 0) run.restore(saved.step, variables);
  return problems;
}

const OTHER_GRAPH = 'train the graph it was made from, or begin anew';

/** Every setting decides about the steps that follow. */
function changedSettings(saved: object, settings: TrainingSettings): Problem[] {
  const before = new Map(Object.entries(saved));
  const after = new Map(Object.entries(settings));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((settings) => sortedText(settings.get(name)));
    if (was === is) return [];
    const message = `it was made with ${printable(name, 40)} ${printable(was, 80)}, this run has ${printable(is, 80)}`;
    return [problem(message, 'use the settings it was made with, or begin anew')];
  });
}

/** Texts are equal when the values are, whatever the order of their keys. */
function sortedText(value: unknown): string {
  if (value === undefined) return 'none';
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const key = ({ node, state }: { readonly node: string; readonly state: string | null }): string =>
  JSON.stringify([node, state]);

function variableName(document: GraphDocument, { node, state }: RunVariable): string {
  const label = nodeLabel(document, node);
  return state === null ? label : `${state} of ${label}`;
}

/** What was found in a file is hostile until its layout is known. */
function readLayout(raw: unknown): (Omit<Checkpoint, 'settings'> & { settings: object }) | Refused {
  if (!isRecord(raw) || raw.format !== 'gradwire-checkpoint') {
    return refuse(
      problem('this is no checkpoint of Gradwire', 'choose a file written by --checkpoint'),
    );
  }
  const { version, graph, settings, step, variables } = raw;
  if (version !== 1) {
    const message = `its version is ${printable(String(version), 40)}, this Gradwire reads version 1`;
    return refuse(problem(message, 'use the Gradwire that wrote it'));
  }
  const damaged = (what: string): Refused =>
    refuse(problem(`${what} is damaged`, 'use another checkpoint, or begin anew'));
  if (typeof graph !== 'string') return damaged('its fingerprint of the graph');
  if (!isRecord(settings)) return damaged('its list of settings');
  if (typeof step !== 'number' || !Number.isInteger(step) || step < 0 || step >= 2 ** 31) {
    return damaged('its step');
  }
  if (!Array.isArray(variables)) return damaged('its list of variables');
  const read: SavedVariable[] = [];
  for (const [i, one] of variables.entries()) {
    const variable = readVariable(one);
    if (variable === null) return damaged(`variable ${i + 1}`);
    read.push(variable);
  }
  return { format: raw.format, version, graph, settings, step, variables: read };
}

function readVariable(raw: unknown): SavedVariable | null {
  if (!isRecord(raw)) return null;
  const { node, state, shape, numbers } = raw;
  if (typeof node !== 'string' || (state !== null && typeof state !== 'string')) return null;
  const isSize = (size: unknown): size is number => Number.isInteger(size) && Number(size) >= 0;
  const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);
  if (!Array.isArray(shape) || !shape.every(isSize)) return null;
  if (!Array.isArray(numbers) || !numbers.every(isNumber)) return null;
  if (numbers.length !== elementCount(shape)) return null;
  return { node, state, shape, numbers };
}

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

function problem(message: string, hint: string): Problem {
  return { code: 'checkpoint', message: `checkpoint: ${message}`, hint };
}
