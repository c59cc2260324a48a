/** Any number of tabs in any order: every tab gets back what it had, and nothing made is out of reach. */
import { expect, test } from 'vitest';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { emptyDocument } from '../../graph-core/graph/document.ts';
import { RandomStream } from '../../graph-core/tensor/random.ts';
import { MemoryLocks, MemoryRecords } from '../testing/memory-records.ts';
import { putAside, putLeftAside, recentGraphs } from './recent-graphs.ts';
import { nextRecord } from './saved-record.ts';
import { claimRecord, type TabSession } from './tab-record.ts';

const graphText = (name: string): string =>
  formatDocument({
    ...emptyDocument(name),
    nodes: { x: { op: 'input', attrs: {}, position: { x: 0, y: 0 } } },
  });

/** A tab that is open: where it writes to, what its session remembers, what it shows. */
interface Tab {
  readonly number: number;
  readonly session: string;
  readonly key: string;
  text: string;
}

/** A browser with one storage. */
class Browser {
  readonly records = new MemoryRecords();
  readonly locks = new MemoryLocks();
  readonly open: Tab[] = [];
  /** Sessions and texts of tabs that were closed: the browser can bring them back. */
  readonly closed: { readonly session: string; readonly text: string }[] = [];
  /** What was made and given another place than a tab. */
  readonly replaced = new Set<string>();
  private clock = 0;
  private made = 0;

  /** Opens a tab; with the session of another when it is reloaded, brought back or copied. */
  async openTab(session: string | null): Promise<Tab> {
    const number = ++this.made;
    let remembered = session;
    const own: TabSession = {
      key: () => remembered,
      remember: (key) => {
        remembered = key;
      },
    };
    const locks = this.locks.of(number);
    const { key, source } = await claimRecord(this.records, locks, own);
    await putLeftAside(this.records, locks);
    const record = source === null ? undefined : await this.records.read(source);
    const text = record?.current.text ?? graphText('first example');
    const tab = { number, session: remembered ?? key, key, text };
    if (source !== null && source !== key) await this.save(tab);
    this.open.push(tab);
    return tab;
  }

  async change(tab: Tab): Promise<void> {
    tab.text = graphText(`made ${++this.made}`);
    await this.save(tab);
  }

  async replace(tab: Tab): Promise<void> {
    await putAside(this.records, tab.text, ++this.clock);
    this.replaced.add(tab.text);
    await this.change(tab);
  }

  close(tab: Tab): void {
    this.open.splice(this.open.indexOf(tab), 1);
    this.locks.letGo(tab.number);
    this.closed.push(tab);
  }

  /** Texts a person can get at: in a tab, or in the gallery of any tab. */
  async reachable(): Promise<ReadonlySet<string>> {
    const recent = await recentGraphs(this.records, this.locks.of(0));
    return new Set([...this.open.map(({ text }) => text), ...recent.map(({ text }) => text)]);
  }

  private async save({ key, text }: Tab): Promise<void> {
    await this.records.update(key, (before) => nextRecord(before, text, ++this.clock));
  }
}

test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
  'whatever tabs do, each gets its own back and all work stays within reach (seed %d)',
  async (seed) => {
    const draw = new RandomStream(seed, 'test');
    const browser = new Browser();
    const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
    /** What tabs that are closed showed last and nobody has gone on with. */
    const left = new Set<string>();
    for (let step = 0; step < 40; step++) {
      const tab = browser.open.length === 0 ? null : pick(browser.open);
      const action = tab === null ? 0 : draw.integer(9);
      if (tab === null || action === 0) left.delete((await browser.openTab(null)).text);
      else if (action <= 3) await browser.change(tab);
      else if (action === 4) await browser.replace(tab);
      else if (action <= 6) {
        const { session, text } = tab;
        browser.close(tab);
        const again = await browser.openTab(session);
        if (browser.records.all.has(tab.key)) expect(again.text).toBe(text);
      } else if (action === 7) {
        const copy = await browser.openTab(tab.session);
        expect(copy.key).not.toBe(tab.key);
      } else {
        if (browser.records.all.has(tab.key)) left.add(tab.text);
        browser.close(tab);
        // The browser brings closed tabs back with their sessions.
        const lost = browser.closed[browser.closed.length - 1];
        if (draw.integer(3) === 0) left.delete((await browser.openTab(lost.session)).text);
      }
      const reachable = await browser.reachable();
      for (const text of [...left, ...browser.replaced]) expect(reachable).toContain(text);
      expect(new Set(browser.open.map(({ key }) => key)).size).toBe(browser.open.length);
    }
  },
);

test('the second of two tabs gets its own graph back after the first was closed', async () => {
  const browser = new Browser();
  const first = await browser.openTab(null);
  await browser.change(first);
  const second = await browser.openTab(null);
  expect(second.text).toBe(first.text);
  await browser.change(second);
  browser.close(first);
  browser.close(second);
  expect((await browser.openTab(second.session)).text).toBe(second.text);
  expect(await browser.reachable()).toContain(first.text);
});
