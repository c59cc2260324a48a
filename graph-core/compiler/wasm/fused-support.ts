/** Whether the browser has fused multiply-add (relaxed SIMD); older ones refuse modules that use it. */
import { FunctionCode } from './function-code.ts';
import { ModuleBuilder } from './module-builder.ts';

let known: boolean | null = null;

/** True where `fast` mode can be used. */
export function supportsFused(): boolean {
  if (known === null) {
    const c = new FunctionCode('probe');
    c.zero().zero().zero().op('f32x4.relaxed_madd').op('drop');
    const module = new ModuleBuilder({ initial: 1 });
    module.add(c);
    known = typeof WebAssembly !== 'undefined' && WebAssembly.validate(module.encode());
  }
  return known;
}
