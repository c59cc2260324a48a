/** The canvas in the words of its users: nodes and wires by their names, numbers as they are printed. */
import { expect, type Locator } from '@playwright/test';
import { escaped, PageWords } from './page-words.ts';

/** Numbers as they stand at a node or a wire; a missing one is not shown. */
export interface Shown {
  readonly value?: string | number;
  readonly gradient?: string | number;
}

/** A point on the canvas as parts of its width and height, from the top left. */
export type Spot = readonly [across: number, down: number];

/** `value −2, gradient 3`, as it is read out. */
function spoken({ value, gradient }: Shown): string {
  const printed = (x: string | number): string => String(x).replaceAll('-', '−');
  if (value === undefined) return 'no value yet';
  return `value ${printed(value)}${gradient === undefined ? '' : `, gradient ${printed(gradient)}`}`;
}

/** What is on the canvas, and what a person builds there. */
export class CanvasWords extends PageWords {
  get nodes(): Locator {
    return this.canvas.getByRole('group').and(this.page.locator('[aria-roledescription="node"]'));
  }
  get wires(): Locator {
    return this.canvas.getByRole('group', { name: /^Wire from / });
  }

  /** A node by its name or, when there is just one of its kind, by its operation. */
  node(name: string): Locator {
    return this.canvas.getByRole('group', {
      name: new RegExp(`^(${escaped(name)}, .+|[^,]+, ${escaped(name)})$`),
    });
  }

  wire(from: string, to: string, port = ''): Locator {
    const end = port === '' ? '.+' : escaped(port);
    return this.canvas.getByRole('group', {
      name: new RegExp(`^Wire from ${escaped(from)} to ${escaped(to)}, input ${end}$`),
    });
  }

  // Numbers

  async expectNode(name: string, shown: Shown): Promise<void> {
    await expect(this.node(name).getByText(/^(no )?value/)).toHaveText(spoken(shown));
  }

  async expectWire(from: string, to: string, shown: Shown, port = ''): Promise<void> {
    const numbers = this.wire(from, to, port).getByRole('img');
    await expect(numbers).toHaveAccessibleName(spoken(shown));
  }

  /** What is read out at a node now, with hyphens for minus signs. */
  async readNode(name: string): Promise<string> {
    const text = await this.node(name)
      .getByText(/^(no )?value/)
      .textContent();
    return (text ?? '').replaceAll('−', '-');
  }

  // Places

  /** Expects nodes to lie on the canvas where no palette covers them. */
  async expectInView(...names: readonly string[]): Promise<void> {
    const [from, to] = [await this.at([0, 0]), await this.at([1, 1])];
    for (const name of names) {
      await expect(async () => {
        const { x, y, width, height } = await boxOf(this.node(name));
        expect(x).toBeGreaterThanOrEqual(from.x);
        expect(y).toBeGreaterThanOrEqual(from.y);
        expect(x + width).toBeLessThanOrEqual(to.x);
        expect(y + height).toBeLessThanOrEqual(to.y);
      }).toPass();
    }
  }

  /** Expects that no two of the nodes touch. */
  async expectApart(...names: readonly string[]): Promise<void> {
    const boxes = await Promise.all(names.map((name) => boxOf(this.node(name))));
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.x + a.width < b.x ||
          b.x + b.width < a.x ||
          a.y + a.height < b.y ||
          b.y + b.height < a.y;
        expect(apart).toBe(true);
      }
    });
  }

  /** Where a node is on the page. */
  async boxOf(name: string) {
    return boxOf(this.node(name));
  }

  /** A spot of the canvas that no palette lies on. */
  async at([across, down]: Spot): Promise<{ x: number; y: number }> {
    const box = await boxOf(this.canvas);
    const palette = this.page.getByRole('navigation', { name: 'Operations' });
    const covered = (await palette.isVisible()) ? (await boxOf(palette)).width : 0;
    return { x: box.x + covered + across * (box.width - covered), y: box.y + down * box.height };
  }

  /** Clicks the paper, where no node is. */
  async clickPaper(): Promise<void> {
    const { x, y } = await this.at([0.5, 0.97]);
    await this.page.mouse.click(x, y);
  }

  /** Presses at one point, moves in steps and lets go at another. */
  async drag(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
  ): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  // Building

  private entry(title: string): Locator {
    return this.palette.getByRole('button', { name: title, exact: true });
  }

  /** Adds a node by pressing its operation in the palette. */
  async addNode(title: string): Promise<void> {
    await this.entry(title).click();
  }

  /** Drags an operation out of the palette to a spot of the canvas. */
  async dragNode(title: string, spot: Spot): Promise<void> {
    const entry = this.entry(title);
    await entry.scrollIntoViewIfNeeded();
    await this.drag(await middleOf(entry), await this.at(spot));
  }

  /** The middle of the output of a node and of an input of another. */
  async portsOf(from: string, to: string, port: string) {
    const output = this.node(from).getByTitle('output', { exact: true });
    const input = this.node(to).getByTitle(new RegExp(`^${escaped(port)}: `));
    return [await middleOf(output), await middleOf(input)] as const;
  }

  /** Drags from the output of a node to an input of another. */
  async connect(from: string, to: string, port: string): Promise<void> {
    await this.drag(...(await this.portsOf(from, to, port)));
  }

  /** Drags a node by its left part, where nothing is typed. */
  async moveNode(name: string, by: { readonly x: number; readonly y: number }): Promise<void> {
    const box = await boxOf(this.node(name));
    const from = { x: box.x + box.width * 0.2, y: box.y + box.height / 2 };
    await this.drag(from, { x: from.x + by.x, y: from.y + by.y });
  }

  /** Waits until the view stands still: a ride to a step is over. */
  async expectRest(name: string): Promise<void> {
    const twoFrames = () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
      );
    await expect(async () => {
      const { x, width } = await boxOf(this.node(name));
      await this.page.evaluate(twoFrames);
      expect(await boxOf(this.node(name))).toMatchObject({ x, width });
    }).toPass();
  }

  /** Turns the wheel over a node until it is as large as it gets. */
  async zoomTo(name: string): Promise<void> {
    const { x, y } = await middleOf(this.node(name));
    await this.page.mouse.move(x, y);
    await this.page.mouse.wheel(0, -1000);
    await this.page.mouse.wheel(0, -1000);
    // Numbers are shown from half the size on.
    await expect(this.node(name).getByText(/^(no )?value/)).toBeAttached();
  }

  async select(name: string): Promise<void> {
    const box = await boxOf(this.node(name));
    await this.page.mouse.click(box.x + box.width * 0.2, box.y + box.height / 2);
    await expect(this.inspector.getByRole('textbox', { name: 'name' })).toBeVisible();
  }

  async rename(name: string): Promise<void> {
    const field = this.inspector.getByRole('textbox', { name: 'name', exact: true });
    await field.fill(name);
    await field.press('Enter');
    await expect(this.node(name)).toBeVisible();
  }

  /** Types an attribute of the selected node. */
  async setAttribute(label: string, text: string): Promise<void> {
    const field = this.inspector.getByRole('region', { name: 'Attributes' }).getByLabel(label, {
      exact: true,
    });
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      await field.selectOption(text);
      return;
    }
    await field.fill(text);
    await field.press('Enter');
  }

  /** Types a number into a variable on the canvas. */
  async setValue(name: string, value: number): Promise<void> {
    const field = this.node(name).getByRole('textbox', { name: `Value of ${name}` });
    await field.focus();
    await field.fill(String(value));
    await field.press('Enter');
  }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator} is not on the page`);
  return box;
}

export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
