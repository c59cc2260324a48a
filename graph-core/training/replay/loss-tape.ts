/** The loss of every step of the last million, to find the first one at which something happened. */

/** Losses that are kept. */
const LENGTH = 2 ** 20;

/** A band that forgets what is a million steps old. */
export class LossTape {
  private readonly losses: Float64Array<ArrayBuffer>[] = [];
  private end = 0;

  /** Steps whose losses were written, counted from the first one. */
  get length(): number {
    return this.end;
  }

  /** Writes the losses of the steps from `first` on; what was written of them before is replaced, what is after them goes. */
  record(first: number, losses: readonly number[]): void {
    for (const [i, loss] of losses.entries()) {
      const at = (first + i) % LENGTH;
      const piece = Math.floor(at / PIECE);
      this.losses[piece] ??= new Float64Array(PIECE);
      this.losses[piece][at % PIECE] = loss;
    }
    this.end = first + losses.length;
  }

  /** Forgets the losses from `step` on. */
  cut(step: number): void {
    this.end = Math.min(this.end, step);
  }

  /** The loss of a step that is kept. */
  at(step: number): number {
    const at = step % LENGTH;
    return this.losses[Math.floor(at / PIECE)]?.[at % PIECE] ?? Number.NaN;
  }

  /** The first step whose loss is kept. */
  get begin(): number {
    return Math.max(0, this.end - LENGTH);
  }
}

/** Losses made room for at once. */
const PIECE = 2 ** 14;
