// What WebAssembly SIMD can do on one core, measured here and now, and our matrix products beside it.
import { compile } from '../graph-core/compiler/compile.ts';
import { CompiledLoop } from '../graph-core/compiler/run/compiled-loop.ts';
import { FunctionCode } from '../graph-core/compiler/wasm/function-code.ts';
import { supportsFused } from '../graph-core/compiler/wasm/fused-support.ts';
import { ModuleBuilder } from '../graph-core/compiler/wasm/module-builder.ts';
import { ProgramBuilder } from '../graph-core/program/program-builder.ts';
import { WORKLOADS } from './workloads.mjs';

/** Operations in one call: long beside the resolution of the clock; sets of operands in memory. */
const WORK = 4e8;
const SETS = 32;
const MODES = { reproducible: false, fast: true };

/**
 * `rows` × `columns` running sums, each its own product: one factor of a row stays in a register, one of a
 * column is loaded anew each time, so that no product can be moved out of the loop.
 */
function chains(rows, columns, fused) {
  const c = new FunctionCode('chains', [], [], fused);
  const vectors = (count) => Array.from({ length: count }, () => c.local('v128'));
  const sums = vectors(rows * columns);
  const left = vectors(rows);
  const [right] = vectors(1);
  for (const [i, local] of left.entries()) {
    c.i32(0)
      .op('v128.load', 16 * i)
      .set(local);
  }
  for (const sum of sums) c.zero().set(sum);
  const base = 256;
  const pointer = c.local('i32');
  const stride = 16 * columns;
  const unrolled = SETS / 2;
  const passes = Math.round(WORK / (SETS * rows * columns * 8));
  c.repeat(passes, () => {
    c.i32(0).set(pointer);
    c.repeat(SETS / unrolled, () => {
      for (let u = 0; u < unrolled; u++) {
        for (let column = 0; column < columns; column++) {
          c.get(pointer)
            .op('v128.load', base + u * stride + 16 * column)
            .set(right);
          for (let row = 0; row < rows; row++) {
            const sum = sums[row * columns + column];
            c.mulAdd(
              () => c.get(left[row]),
              () => c.get(right),
              () => c.get(sum),
            ).set(sum);
          }
        }
      }
      c.get(pointer)
        .i32(unrolled * stride)
        .op('i32.add')
        .set(pointer);
    });
  });
  for (const [i, sum] of sums.entries()) {
    c.i32(0)
      .get(sum)
      .op('v128.store', 32768 + 16 * i);
  }
  const module = new ModuleBuilder({ initial: 1 });
  module.add(c, true);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
  return { call: exports.chains, flops: passes * SETS * rows * columns * 8 };
}

/** Rows × columns of running sums that are tried: 6 to 12 sums, with their operands in at most 15 registers. */
const SHAPES = [
  [4, 2],
  [2, 4],
  [3, 3],
  [2, 5],
  [1, 10],
  [1, 11],
  [2, 6],
  [1, 12],
];

/** Least ms of a call. */
function leastTime(call, rounds) {
  call();
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    call();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}

/** The best GFLOP/s of each mode. */
export function peaks() {
  const tried = Object.entries(MODES)
    .filter(([, fused]) => !fused || supportsFused())
    .flatMap(([mode, fused]) =>
      SHAPES.map(([rows, columns]) => ({
        mode,
        shape: `${rows} × ${columns} sums`,
        gflops: 0,
        ...chains(rows, columns, fused),
      })),
    );
  // Interleaved, so that a busy moment of the machine does not fall on one shape alone.
  for (let round = 0; round < 12; round++) {
    for (const one of tried) {
      one.gflops = Math.max(one.gflops, one.flops / leastTime(one.call, 2) / 1e6);
    }
  }
  const found = {};
  for (const { mode, shape, gflops } of tried) {
    if (gflops > (found[mode]?.gflops ?? 0)) found[mode] = { gflops, shape };
  }
  return found;
}

/** The products of the first layer of the workloads: forward nn, of the weights tn, of the inputs nt. */
export function products(names) {
  const rows = [];
  const seen = new Set();
  for (const name of names) {
    const {
      sizes: [inner, width],
      batch,
      scalar,
    } = WORKLOADS[name];
    if (scalar || batch * inner * width < 1e5 || seen.has(`${batch} ${inner}`)) continue;
    seen.add(`${batch} ${inner}`);
    for (const [mode, fused] of Object.entries(MODES)) {
      if (fused && !supportsFused()) continue;
      rows.push(product('nn', [batch, width, inner], mode));
      rows.push(product('tn', [inner, width, batch], mode));
      rows.push(product('nt', [batch, inner, width], mode));
    }
  }
  return rows;
}

/** One product [m, n] over k by the compiler's kernel. */
function product(variant, [m, n, k], mode) {
  const g = new ProgramBuilder();
  const a = g.source('input', {}, variant === 'tn' ? [k, m] : [m, k]);
  const b = g.source('input', {}, variant === 'nt' ? [n, k] : [k, n]);
  const out = g.matmul(
    variant === 'tn' ? g.transpose(a) : a,
    variant === 'nt' ? g.transpose(b) : b,
  );
  const compiled = compile({ program: g.finish(), sources: [a.id, b.id], outputs: [out.id], mode });
  const loop = CompiledLoop.create(compiled);
  for (const { id, shape } of [a, b]) {
    loop.write(
      id,
      Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(i)),
    );
  }
  const { kernels } = compiled.kernels;
  if (kernels.length !== 1) throw new Error(`${variant} became ${kernels.length} kernels`);
  const kernel = loop.kernel(`${kernels[0].family}0`);
  const flops = 2 * m * n * k;
  const calls = Math.max(1, Math.round(WORK / flops));
  const ms =
    leastTime(() => {
      for (let i = 0; i < calls; i++) kernel();
    }, 9) / calls;
  return { mode, variant, shape: `${m} × ${n} over ${k}`, gflops: flops / ms / 1e6 };
}
