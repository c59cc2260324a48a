/**
 * Notices a worker that is stuck. Whenever something is asked or answered the worker is asked for a sign of life,
 * and again for as long as work is under way. A long computation in slices (a training run) answers between two of
 * them; one in a single piece does not, and is told like a worker that hangs: nobody can tell them apart from outside.
 */

/** Silence after which it is told, in ms. */
const SILENT_AFTER = 1400;

/** Time between an answer and the next question, in ms. A hang is told at most the sum of both after it began. */
const PAUSE = 500;

/** What a heartbeat does. */
export interface Pulse {
  /** Asks for a sign of life. */
  readonly ask: () => void;
  /** True while the worker owes an answer to something. */
  readonly isBusy: () => boolean;
  /** The worker has not answered for a while. */
  readonly onSilent: () => void;
  /** It answers again. */
  readonly onHeard: () => void;
}

/** Watches one worker. */
export class Heartbeat {
  private readonly pulse: Pulse;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** Something was asked or answered since the last question. */
  private traffic = false;
  private silent = false;

  constructor(pulse: Pulse) {
    this.pulse = pulse;
  }

  /** Something was asked of the worker, or it said something. */
  stir(): void {
    if (this.waiting === undefined && this.resting === undefined) this.ask();
    else this.traffic = true;
  }

  /** The sign of life. */
  heard(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    if (this.silent) {
      this.silent = false;
      this.pulse.onHeard();
    }
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      if (this.traffic || this.pulse.isBusy()) this.ask();
    }, PAUSE);
  }

  /** Lets go of the worker. */
  stop(): void {
    clearTimeout(this.waiting);
    clearTimeout(this.resting);
    this.waiting = undefined;
    this.resting = undefined;
    this.traffic = false;
    this.silent = false;
  }

  private ask(): void {
    this.traffic = false;
    this.pulse.ask();
    this.waiting = setTimeout(() => {
      this.silent = true;
      this.pulse.onSilent();
    }, SILENT_AFTER);
  }
}
