/** The driver of runs, which comes with the first run that is wished for: until then nothing happens to runs. */
import type { Weights } from '../../graph-core/evaluate/reused-evaluation.ts';
import { laterPart } from '../state/look/later-part.ts';
import { runStore } from '../state/results/run-store.ts';
import type { RunConnections, RunDriver, RunResponse } from './run-driver.ts';
import type { RunEvent, RunId } from './run-machine.ts';

/** What drives runs; once it was fetched a run begins at once. */
export const RUN_DRIVER = laterPart('what trains the graph', () => import('./run-driver.ts'));

/** Stands for the driver of one page. */
export class LaterDriver {
  private readonly connections: RunConnections;
  private driver: RunDriver | null = null;
  /** How runs are looked at; the driver hears of it first. */
  private look: RunEvent | null = null;
  /** What has happened since it is on its way; null while it is not. */
  private waiting: RunEvent[] | null = null;

  constructor(connections: RunConnections) {
    this.connections = connections;
  }

  /** Tells it what happened; without a run only how they are looked at, and a wish for one, are something. */
  send(event: RunEvent): void {
    if (this.driver !== null) this.driver.send(event);
    else if (this.waiting !== null) this.waiting.push(event);
    else if (event.kind === 'looked') this.look = event;
    else if (event.kind === 'wished' && event.wish !== null) this.begin(event);
  }

  /** An answer of the worker about a run. */
  receive(response: RunResponse): void {
    this.driver?.receive(response);
  }

  /** The run that a request of this number was about. */
  runOf(number: number): RunId | null {
    return this.driver?.runOf(number) ?? null;
  }

  /** True where the shown run is there. */
  isShown(): boolean {
    return this.driver?.isShown() === true;
  }

  /** What the shown run has learned so far; null before its first step. */
  weights(): Weights | null {
    return this.driver?.weights() ?? null;
  }

  private begin(wish: RunEvent): void {
    this.waiting = this.look === null ? [wish] : [this.look, wish];
    const part = RUN_DRIVER.here();
    if (part !== null) {
      this.start(new part.RunDriver(this.connections));
      return;
    }
    // What is asked from now on waits for the run.
    runStore.setState({ phase: 'preparing' });
    RUN_DRIVER.use(({ RunDriver: Driver }) => this.start(new Driver(this.connections))).then(
      (done) => {
        if (done !== null) return;
        this.waiting = null;
        runStore.setState({ phase: 'absent' });
      },
    );
  }

  private start(driver: RunDriver): true {
    const waiting = this.waiting ?? [];
    this.driver = driver;
    this.waiting = null;
    for (const event of waiting) driver.send(event);
    return true;
  }
}
