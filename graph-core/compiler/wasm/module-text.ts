/** A module in the text format (WAT), for people to read; it says what the binary says. */
import type { Emitted, FunctionCode } from './function-code.ts';
import type { ModuleBuilder } from './module-builder.ts';
import { OPCODES } from './opcodes.ts';

/** The whole module as text. */
export function printModule(module: ModuleBuilder): string {
  const { memory } = module;
  const limits = [memory.initial, memory.maximum].filter((pages) => pages !== undefined).join(' ');
  const type = `(memory (export "memory") ${limits}${memory.shared ? ' shared' : ''})`;
  const lines = ['(module', `  ${type}`];
  for (const code of module.functions) lines.push(...printFunction(module, code));
  for (const { name, function: index } of module.exports) {
    lines.push(`  (export "${name}" (func $${module.functions[index].name}))`);
  }
  return `${lines.join('\n')}\n)\n`;
}

/** One function as lines of text. */
export function printFunction(module: ModuleBuilder, code: FunctionCode): string[] {
  const params = code.params.map((type) => ` (param ${type})`).join('');
  const results = code.results.map((type) => ` (result ${type})`).join('');
  const lines = [`  (func $${code.name}${params}${results}`];
  if (code.locals.length > 0) lines.push(`    (local ${code.locals.join(' ')})`);
  let indent = 4;
  for (const instruction of code.instructions) {
    const { name } = instruction;
    if (name === 'end' || name === 'else') indent -= 2;
    lines.push(' '.repeat(indent) + printInstruction(module, instruction));
    if (name === 'block' || name === 'loop' || name === 'if' || name === 'else') indent += 2;
  }
  lines.push('  )');
  return lines;
}

function printInstruction(module: ModuleBuilder, { name, a, lane, bytes }: Emitted): string {
  switch (OPCODES[name].immediate) {
    case 'none':
    case 'block':
      return name;
    case 'function':
      return `${name} $${module.functions[a].name}`;
    case 'memory':
      return a === 0 ? name : `${name} offset=${a}`;
    case 'memoryLane':
      return `${name}${a === 0 ? '' : ` offset=${a}`} ${lane}`;
    case 'v128': {
      const words = new Uint32Array((bytes ?? new Uint8Array(16)).slice().buffer);
      return `${name} i32x4 ${Array.from(words, (word) => `0x${word.toString(16)}`).join(' ')}`;
    }
    case 'shuffle':
      return `${name} ${(bytes ?? new Uint8Array(16)).join(' ')}`;
    case 'f32':
    case 'f64':
      return `${name} ${String(a).replace('Infinity', 'inf').replace('NaN', 'nan')}`;
    default:
      return `${name} ${a}`;
  }
}
