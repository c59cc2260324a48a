/**
 * How threads meet. All are instances of one module over one shared memory. `together(k)` does k steps on
 * the thread that calls it while the others are in `serve<t>`; between two phases everyone waits in
 * `meet`: a while awake, since sleeping costs a hundred times more, then asleep. Two steps of three phases:
 *
 *   thread 0  together(2): begin ▸ phase 0 ┃ phase 1 ┃ phase 2 ┃ finish, begin ┃ phase 0 ┃ … ┃ finish ┃ returns 2
 *   thread 1  serve1:        wait  phase 0 ┃ phase 1 ┃ phase 2 ┃    (waits)    ┃ phase 0 ┃ … ┃        ┃ waits again
 *
 * ┃ is a meeting: who comes last sets `arrived` to 0 and adds 1 to `round`; the others wait until `round` is
 * no longer what it was when they came. `go` tells those who serve whether another step follows; it is
 * written before the meeting behind `finish`, so that all read the same.
 */
import { type Callee, FunctionCode } from '../wasm/function-code.ts';
import { CONTROL } from './memory-map.ts';

/** Looks at the word before a thread goes to sleep: some 0.3 ms. */
const LOOKS = 200_000;

/** What the threads have in common. */
export interface ThreadParts {
  readonly threads: number;
  /** Functions to call, by phase and thread. */
  readonly calls: readonly (readonly (readonly Callee[])[])[];
  /** Emits what is done once at the end of each step. */
  readonly finish: (c: FunctionCode) => void;
  /** Emits what is done once before a step. */
  readonly begin: (c: FunctionCode) => void;
}

/** Adds a function to the module. */
type Add = (code: FunctionCode, exported: boolean) => Callee;

/** Emits `together`, `serve1`, `serve2` … and `dismiss`. */
export function emitThreads(add: Add, parts: ThreadParts): void {
  const waitFor = add(waitForChange(), false);
  const meet = add(meeting(parts.threads, waitFor), false);
  add(together(parts, meet), true);
  for (let thread = 1; thread < parts.threads; thread++)
    add(serve(parts, thread, meet, waitFor), true);
  add(dismiss(), true);
}

/** Waits until the word at `address` is no longer `old`. */
function waitForChange(): FunctionCode {
  const c = new FunctionCode('wait', ['i32', 'i32']);
  const looks = c.local('i32');
  const changed = () => c.get(0).op('i32.atomic.load').get(1).op('i32.ne');
  c.block((leave) => {
    c.loop((again) => {
      changed();
      leave();
      c.get(looks).i32(1).op('i32.add').tee(looks).i32(LOOKS).op('i32.lt_s');
      again();
    });
    c.loop((again) => {
      c.i32(0).i32(1).op('i32.atomic.rmw.add', CONTROL.asleep).op('drop');
      c.get(0).get(1).op('i64.const', -1).op('memory.atomic.wait32').op('drop');
      c.i32(0).i32(-1).op('i32.atomic.rmw.add', CONTROL.asleep).op('drop');
      changed();
      leave();
      c.i32(1);
      again();
    });
  });
  return c;
}

/** Changes the word at a fixed address and wakes who sleeps there. */
function announce(c: FunctionCode, address: number): void {
  c.i32(0).i32(1).op('i32.atomic.rmw.add', address).op('drop');
  c.i32(0).op('i32.atomic.load', CONTROL.asleep);
  c.when(() => {
    c.i32(address).i32(-1).op('memory.atomic.notify').op('drop');
  });
}

/** Returns when all threads have come here. */
function meeting(threads: number, waitFor: Callee): FunctionCode {
  const c = new FunctionCode('meet');
  const round = c.local('i32');
  c.i32(0).op('i32.atomic.load', CONTROL.round).set(round);
  c.i32(0).i32(1).op('i32.atomic.rmw.add', CONTROL.arrived);
  c.i32(threads - 1).op('i32.eq');
  c.when(
    () => {
      c.i32(0).i32(0).op('i32.atomic.store', CONTROL.arrived);
      announce(c, CONTROL.round);
    },
    () => {
      c.i32(CONTROL.round).get(round).call(waitFor);
    },
  );
  return c;
}

/** The phases of one step as thread `thread` does them, each followed by a meeting. */
function step(c: FunctionCode, { calls }: ThreadParts, thread: number, meet: Callee): void {
  for (const phase of calls) {
    for (const call of phase[thread]) c.call(call);
    c.call(meet);
  }
}

function together(parts: ThreadParts, meet: Callee): FunctionCode {
  const c = new FunctionCode('together', ['i32'], ['i32']);
  const done = c.local('i32');
  const decide = () => {
    // Go on while steps are left and nobody said stop.
    c.i32(0).get(done).get(0).op('i32.lt_s');
    c.i32(0).op('i32.load', CONTROL.stop).op('i32.eqz').op('i32.and');
    c.op('i32.atomic.store', CONTROL.go);
  };
  parts.begin(c);
  decide();
  announce(c, CONTROL.start);
  c.block((leave) => {
    c.loop((again) => {
      c.i32(0).op('i32.atomic.load', CONTROL.go).op('i32.eqz');
      leave();
      step(c, parts, 0, meet);
      parts.finish(c);
      parts.begin(c);
      c.get(done).i32(1).op('i32.add').set(done);
      decide();
      c.call(meet).i32(1);
      again();
    });
  });
  c.get(done);
  return c;
}

/** Works for `together` until dismissed. */
function serve(parts: ThreadParts, thread: number, meet: Callee, waitFor: Callee): FunctionCode {
  const c = new FunctionCode(`serve${thread}`);
  const seen = c.local('i32');
  c.i32(0).op('i32.atomic.load', CONTROL.start).set(seen);
  c.i32(0).i32(1).op('i32.atomic.rmw.add', CONTROL.present).op('drop');
  c.block((leave) => {
    c.loop((again) => {
      c.i32(0).op('i32.atomic.load', CONTROL.dismissed);
      leave();
      c.i32(CONTROL.start).get(seen).call(waitFor);
      c.get(seen).i32(1).op('i32.add').set(seen);
      c.i32(0).op('i32.atomic.load', CONTROL.dismissed);
      leave();
      c.block((rest) => {
        c.loop((next) => {
          c.i32(0).op('i32.atomic.load', CONTROL.go).op('i32.eqz');
          rest();
          step(c, parts, thread, meet);
          c.call(meet).i32(1);
          next();
        });
      });
      c.i32(1);
      again();
    });
  });
  return c;
}

function dismiss(): FunctionCode {
  const c = new FunctionCode('dismiss');
  c.i32(0).i32(1).op('i32.atomic.store', CONTROL.dismissed);
  announce(c, CONTROL.start);
  return c;
}
