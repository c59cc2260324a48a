/** Judges a set of sources by a layer table. Pure: the table and the sources are handed in. */
import { posix } from 'node:path';
import { functionSizes } from './function-sizes.ts';
import { type FoundImport, scanSource } from './import-scan.ts';

export interface Layer {
  readonly name: string;
  /** The first layer whose pattern matches a path owns it; `$1` in `name` is the first group. */
  readonly files: RegExp;
  /**
   * Layers that may be imported. `ops/*` means every layer below that name; a suffix `:type` or
   * `:url` admits only `import type` or an address. A layer may always import itself.
   */
  readonly may: readonly string[];
  /** Packages that may be imported; `node:*` means every Node built-in. */
  readonly packages?: readonly string[];
}

export interface Rules {
  readonly layers: readonly Layer[];
  /** Lines. */
  readonly longestFile: number;
  /** Tables that may be longer, each with its reason. */
  readonly longFiles: Readonly<Record<string, string>>;
  /** The only file that may hold nothing but re-exports. */
  readonly publicEntry: string;
  /** Lines. */
  readonly longestFunction: number;
  /** Components and tables that may be longer: `path name` → the reason. */
  readonly longFunctions: Readonly<Record<string, string>>;
  readonly mostParameters: number;
  /** Files besides tests that a folder of graph-core may hold. */
  readonly mostFiles: number;
  /** Folders that may hold more, each with its reason. */
  readonly fullFolders: Readonly<Record<string, string>>;
}

/** Path from the repository root, with `/` → text. */
export type Sources = ReadonlyMap<string, string>;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly found: FoundImport;
}

/** Every breach as one sentence that names the edge and the rule; empty when all is well. */
export function checkArchitecture(sources: Sources, rules: Rules): string[] {
  const problems: string[] = [];
  const edges: Edge[] = [];
  problems.push(...checkFolders(sources, rules));
  for (const [path, text] of sources) {
    problems.push(...checkLength(path, text, rules));
    if (!/\.tsx?$/.test(path)) continue;
    if (!isTest(path)) problems.push(...checkFunctions(path, text, rules));
    const scan = scanSource(text);
    if (path.startsWith('graph-core/') || path.startsWith('editor/')) {
      for (const name of scan.forbidden) problems.push(`${path}: ${name} is forbidden`);
    }
    const isBarrel = scan.onlyReexports || /(^|\/)index\.tsx?$/.test(path);
    if (isBarrel && path !== rules.publicEntry) {
      problems.push(`${path}: a barrel; only ${rules.publicEntry} may re-export`);
    }
    const owner = layerOf(path, rules);
    if (!owner && !isTest(path)) problems.push(`${path}: belongs to no layer of the table`);
    for (const found of scan.imports) {
      const target = resolve(path, found.specifier);
      if (target === null) {
        if (owner && !isTest(path)) problems.push(...checkPackage(path, owner, found));
        continue;
      }
      if (found.kind === 'glob' || !/\.tsx?$/.test(target)) {
        if (/\.tsx?$/.test(target)) problems.push(`${path}: a glob import of code hides its edges`);
        continue;
      }
      if (!sources.has(target)) {
        problems.push(`${path} → ${target}: there is no such file`);
        continue;
      }
      edges.push({ from: path, to: target, found });
      if (owner && !isTest(path)) problems.push(...checkEdge(path, target, owner, found, rules));
    }
  }
  return [...problems, ...findCycles(edges)];
}

function checkLength(path: string, text: string, rules: Rules): string[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= rules.longestFile || path in rules.longFiles) return [];
  return [`${path}: ${lines} lines, more than ${rules.longestFile}; split it by noun`];
}

function checkFunctions(path: string, text: string, rules: Rules): string[] {
  const { longestFunction, longFunctions, mostParameters } = rules;
  return functionSizes(path, text).flatMap(({ name, line, lines, parameters }) => {
    const place = `${path}:${line}: ${name}`;
    const problems: string[] = [];
    if (lines > longestFunction && !(`${path} ${name}` in longFunctions)) {
      problems.push(`${place} has ${lines} lines, more than ${longestFunction}`);
    }
    if (parameters > mostParameters) {
      problems.push(`${place} takes ${parameters} parameters, more than ${mostParameters}`);
    }
    return problems;
  });
}

function checkFolders(sources: Sources, { mostFiles, fullFolders }: Rules): string[] {
  const counts = new Map<string, number>();
  for (const path of sources.keys()) {
    if (!path.startsWith('graph-core/') || isTest(path)) continue;
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > mostFiles && !(folder in fullFolders))
    .map(([folder, count]) => `${folder}: ${count} files, more than ${mostFiles}; make a room`);
}

function checkPackage(path: string, owner: OwnedLayer, found: FoundImport): string[] {
  if (found.specifier === '(computed)') {
    return [`${path}: a dynamic import of a computed name cannot be checked`];
  }
  const name = packageOf(found.specifier);
  const allowed = owner.layer.packages ?? [];
  const isNode = name.startsWith('node:') && allowed.includes('node:*');
  if (isNode || allowed.includes(name)) return [];
  return [`${path} → ${name}: ${owner.name} may import ${list(allowed)} of the packages`];
}

function checkEdge(
  from: string,
  to: string,
  owner: OwnedLayer,
  found: FoundImport,
  rules: Rules,
): string[] {
  if (isTest(to)) return [`${from} → ${to}: nothing imports a test`];
  const target = layerOf(to, rules);
  if (!target) return [`${from} → ${to}: the target belongs to no layer of the table`];
  if (target.name === owner.name) return [];
  const admitted = owner.layer.may.some((entry) => admits(entry, target.name, found.kind));
  if (admitted) return [];
  const how = found.kind === 'value' ? '' : ` (${found.kind})`;
  return [
    `${from} → ${to}${how}: ${owner.name} may import ${list(owner.layer.may)}, not ${target.name}`,
  ];
}

function admits(entry: string, name: string, kind: FoundImport['kind']): boolean {
  const [pattern, only] = entry.split(':');
  if (only && only !== kind) return false;
  return pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

interface OwnedLayer {
  readonly name: string;
  readonly layer: Layer;
}

function layerOf(path: string, rules: Rules): OwnedLayer | null {
  for (const layer of rules.layers) {
    const match = layer.files.exec(path);
    if (match) return { name: layer.name.replace('$1', match[1] ?? ''), layer };
  }
  return null;
}

/** One sentence for each strongly connected group of files (Tarjan); `import type` counts too. */
function findCycles(edges: readonly Edge[]): string[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string): number => {
    const own = order.size;
    order.set(path, own);
    let lowest = own;
    stack.push(path);
    for (const next of targets.get(path) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? own);
    }
    low.set(path, lowest);
    if (lowest === own) {
      const group = stack.splice(stack.indexOf(path));
      if (group.length > 1 || targets.get(path)?.has(path)) {
        cycles.push(`a cycle: ${[...group, group[0]].join(' → ')}`);
      }
    }
    return lowest;
  };
  for (const path of targets.keys()) if (!order.has(path)) visit(path);
  return cycles;
}

/** Repository path of a relative specifier; null for a package. Queries such as `?url` are cut. */
function resolve(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
}

function packageOf(specifier: string): string {
  const words = specifier.split('/');
  return specifier.startsWith('@') ? words.slice(0, 2).join('/') : words[0];
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
