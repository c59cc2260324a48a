/**
 * Document → text, canonical: equal documents give equal bytes whatever the order of their keys.
 * Nothing is added or left out except empty attributes: an attribute that is written is there, even
 * when it equals its default, so that reading the text gives the same document back.
 */
import {
  type AttrValues,
  compareIds,
  type DataFileSettings,
  type DatasetSettings,
  type GraphDocument,
  type RuleSettings,
  type TrainingSettings,
} from '../../graph/document.ts';
import { sortedIds } from '../../graph/ids.ts';
import { tableSwitches } from '../../graph/table-switches.ts';
import { opDef } from '../../ops/registry.ts';
import { lessonFields } from './format-lesson.ts';
import { Fields, printJson } from './json-printer.ts';

/** The canonical text of `document`; reading it gives an equal document. */
export function formatDocument(document: GraphDocument): string {
  const { format, version, name, target, nodes, edges, training, lesson } = document;
  return printJson(
    new Fields(
      [
        ['format', format],
        ['version', version],
        ['name', name],
        ['target', target],
        ['nodes', records(nodes, nodeFields)],
        ['edges', records(edges, ({ from, to, port }) => fields({ from, to, port }))],
        ['training', training === undefined ? undefined : trainingFields(training)],
        ['lesson', lesson === undefined ? undefined : lessonFields(lesson)],
      ],
      'lines',
    ),
  );
}

function records<T>(of: Readonly<Record<string, T>>, print: (value: T) => Fields): Fields {
  return new Fields(
    sortedIds(of).map((id) => [id, print(of[id])]),
    'lines',
  );
}

function nodeFields({ op, name, attrs, stream, position }: GraphDocument['nodes'][string]): Fields {
  const { x, y } = position;
  const written = attributeFields(op, attrs);
  return fields({
    op,
    name,
    attrs: written.entries.length === 0 ? undefined : written,
    stream,
    position: fields({ x, y }),
  });
}

/** In the order of the operation's specs; what it does not know comes last, by name. */
function attributeFields(op: string, attrs: AttrValues): Fields {
  const specified = Object.keys(opDef(op)?.attrs ?? {});
  const rank = (name: string) =>
    specified.includes(name) ? specified.indexOf(name) : specified.length;
  const names = Object.keys(attrs).sort((a, b) => rank(a) - rank(b) || compareIds(a, b));
  return new Fields(names.map((name) => [name, attrs[name]]));
}

function trainingFields(training: TrainingSettings): Fields {
  const { loss, features, targets, dataset, rate, optimizer, schedule, batch, seed } = training;
  return new Fields(
    [
      ['loss', loss],
      ['features', features],
      ['targets', targets],
      ['dataset', dataset === undefined ? undefined : datasetFields(dataset)],
      ['rate', rate],
      ['optimizer', optimizer === undefined ? undefined : ruleFields(optimizer)],
      ['schedule', schedule === undefined ? undefined : ruleFields(schedule)],
      ['batch', batch],
      ['seed', seed],
    ],
    'lines',
  );
}

function ruleFields({ kind, options }: RuleSettings): Fields {
  return fields({ kind, options: optionFields(options) });
}

function datasetFields(dataset: DatasetSettings): Fields {
  const { kind, size, noise, seed, options, testShare, standardize, file, points } = dataset;
  return fields({
    kind,
    size,
    noise,
    seed,
    options: optionFields(options),
    testShare,
    standardize,
    file: file === undefined ? undefined : fileFields(file),
    points,
  });
}

function fileFields(file: DataFileSettings): Fields {
  const { name, hash, target, classes, leaveOut, missing } = file;
  return fields({ name, hash, ...tableSwitches(file), target, classes, leaveOut, missing });
}

/** By name. */
function optionFields(
  options: Readonly<Record<string, number | boolean>> | undefined,
): Fields | undefined {
  if (options === undefined) return undefined;
  return new Fields(sortedIds(options).map((name) => [name, options[name]]));
}

/** In the order written here. */
function fields(of: Readonly<Record<string, unknown>>): Fields {
  return new Fields(Object.entries(of));
}
