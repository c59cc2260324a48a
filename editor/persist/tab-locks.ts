/**
 * Which tab has which record: a name is held by one living tab at most. Web Locks know it for certain, but exist
 * in secure contexts only; where they are missing (a site served over plain http), the tabs ask each other.
 */

/** Names held by the tabs of this browser. */
export interface TabLocks {
  /** Takes a name until the page goes away; false when another tab has it. */
  readonly hold: (name: string) => Promise<boolean>;
  /** True when a living tab has the name, this one included. */
  readonly isHeld: (name: string) => Promise<boolean>;
}

const PREFIX = 'gradwire-';

/** The locks of this browser. */
export function tabLocks(): TabLocks {
  const { locks } = navigator;
  return locks === undefined ? new AskingTabs() : webLocks(locks);
}

function webLocks(locks: LockManager): TabLocks {
  return {
    hold: (name) =>
      new Promise((resolve, reject) => {
        locks
          .request(PREFIX + name, { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            return lock === null ? undefined : new Promise<void>(() => {});
          })
          .catch(reject);
      }),
    isHeld: async (name) => {
      const { held = [] } = await locks.query();
      return held.some((lock) => lock.name === PREFIX + name);
    },
  };
}

/** Time in ms in which a living tab answers; a hidden one is slowed down in its timers, not in its messages. */
const ANSWER_TIME = 250;

interface Question {
  readonly kind: 'ask' | 'mine';
  readonly name: string;
  /** Who asks, or whom it is answered. */
  readonly tab: string;
  /** It wants the name for itself. */
  readonly claims: boolean;
}

/** Tabs that ask each other. Of two that want a name at once, the one with the smaller number has it. */
export class AskingTabs implements TabLocks {
  private readonly channel: BroadcastChannel;
  private readonly tab = Math.random().toString(36).slice(2);
  private readonly held = new Set<string>();
  /** Names this tab has asked for and not heard of yet. */
  private readonly wanted = new Map<string, () => void>();

  /** `channel` reaches the other tabs. */
  constructor(channel = new BroadcastChannel('gradwire-tabs')) {
    this.channel = channel;
    this.channel.addEventListener('message', ({ data }: MessageEvent<Question>) => {
      if (data.kind === 'mine') {
        if (data.tab === this.tab) this.wanted.get(keyOf(data))?.();
        return;
      }
      const wins = this.wanted.has(data.name) && (!data.claims || this.tab < data.tab);
      if (this.held.has(data.name) || wins) {
        this.channel.postMessage({ ...data, kind: 'mine' } satisfies Question);
      } else if (data.claims) this.wanted.get(data.name)?.();
    });
  }

  async hold(name: string): Promise<boolean> {
    if (await this.asked(name, true)) return false;
    this.held.add(name);
    return true;
  }

  async isHeld(name: string): Promise<boolean> {
    return this.held.has(name) || (await this.asked(name, false));
  }

  /** True when another tab has the name or gets it. */
  private async asked(name: string, claims: boolean): Promise<boolean> {
    if (claims && this.held.has(name)) return true;
    const question: Question = { kind: 'ask', name, tab: this.tab, claims };
    const key = keyOf(question);
    return new Promise((resolve) => {
      const answer = (taken: boolean): void => {
        clearTimeout(timer);
        this.wanted.delete(key);
        resolve(taken);
      };
      const timer = setTimeout(() => answer(false), ANSWER_TIME);
      this.wanted.set(key, () => answer(true));
      this.channel.postMessage(question);
    });
  }
}

/** A tab may want a name and only ask for it at the same time. */
const keyOf = ({ name, claims }: Question): string => (claims ? name : `${name}?`);
