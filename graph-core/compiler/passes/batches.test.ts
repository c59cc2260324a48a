import { expect, test } from 'vitest';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { compile } from '../compile.ts';
import { CompiledLoop } from '../compiled-loop.ts';

test.each([
  [10, 3, 7, 1],
  [1, 1, 7, 2],
  [90, 17, 2 ** 40 + 5, 3],
  [1000, 64, 0, 5],
  [64, 64, 123, 300],
])(
  '%d rows in batches of %d, seed %d, width %d, come in the order of RandomStream.permutation',
  (size, batch, seed, width) => {
    const g = new ProgramBuilder();
    const x = g.source('input', {}, [batch, width]);
    const out = g.negate(x);
    const loop = CompiledLoop.create(
      compile({
        program: g.finish(),
        sources: [x.id],
        outputs: [out.id],
        batches: { size, batch, seed, rows: new Map([[x.id, 'x']]) },
      }),
    );
    const rows = Array.from({ length: size }, (_, row) =>
      Array.from({ length: width }, (_, column) => row + column / 1024),
    );
    loop.writeData('x', rows.flat());
    const every = Math.max(1, Math.floor(size / batch));
    for (let epoch = 0; epoch < 3; epoch++) {
      const order = new RandomStream(seed, 'shuffle', epoch).permutation(size);
      for (let i = 0; i < every; i++) {
        loop.run(1);
        const expected = order.slice(i * batch, (i + 1) * batch).flatMap((row) => rows[row]);
        expect([...loop.read(x.id).data]).toEqual(expected);
        expect([...loop.read(out.id).data]).toEqual(expected.map((value) => -value));
      }
    }
  },
);
