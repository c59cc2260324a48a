import { beforeEach, describe, expect, test } from 'vitest';
import { refusal, resetFiles, run } from '../../testing/command-line.ts';

beforeEach(resetFiles);

describe('explain', () => {
  test('prints the rule of a wire, its numbers and what they mean', async () => {
    expect(await run('explain', 'graph.json', '--wire', 'sum -> f.x')).toEqual({
      code: 0,
      stderr: '',
      stdout: `Through f (×) to sum
The upstream gradient arrives at each input scaled by the other.

  ∂f/∂sum = ∂f/∂f · z
          = 1 · (-4) = -4

  upstream, at f: ∂f/∂f = 1
  local, f to sum: ∂f/∂sum = -4
  downstream, at sum: ∂f/∂sum = -4

Raise sum by 0.01 and f falls by about 0.04.
`,
    });
  });

  test('prints the chain of a node and the paths it comes along', async () => {
    const { stdout } = await run('explain', 'graph.json', '--node', 'y');
    expect(stdout).toContain('One path leads from y to f, over 2 wires');
    expect(stdout).toContain('  ∂f/∂y = ∂f/∂sum · ∂sum/∂y\n        = -4 · 1 = -4\n');
    expect(stdout).toMatch(/share in % +brings +path\n +-100 +-4 +y → sum → f\n$/m);
  });

  test('prints every step, or one of them', async () => {
    const all = (await run('explain', 'graph.json')).stdout;
    expect(all.match(/^Through/gm)?.length).toBe(4);
    const { stdout } = await run('explain', 'graph.json', '--step', '5');
    expect(stdout).toMatch(/^Compute f\n/);
  });

  test('writes one element out', async () => {
    const { stdout } = await run('explain', 'batch.json', '--wire', 'e3', '--element', '0,1');
    expect(stdout).toContain('  ∂s/∂r[0, 1] = ∂s/∂s\n');
  });

  test('prints LaTeX without marks of the page', async () => {
    const { stdout } = await run('explain', 'graph.json', '--wire', 'e3', '--format', 'latex');
    expect(stdout).toContain('\\begin{align*}');
    expect(stdout).toContain('&= 1 \\cdot (-4) = \\mathbf{-4}');
    expect(stdout).not.toContain('html');
  });

  test('prints JSON with every digit', async () => {
    const { stdout } = await run('explain', 'graph.json', '--node', 'x', '--format', 'json');
    const [{ title, lines, terms, paths }] = JSON.parse(stdout).explanations;
    expect(title).toBe('The gradient of f by x');
    expect(lines.at(-1)).toEqual({ latex: expect.any(String), text: '= -4 · 1 = -4' });
    expect(terms[0]).toMatchObject({ text: '∂f/∂x', pass: 'gradient', node: 'x', value: -4 });
    expect(paths).toMatchObject({ gradient: -4, count: 1, rest: 0 });
  });

  test.each([
    [['--node', 'x', '--wire', 'e1'], '--node and --wire exclude each other', 'give one of them'],
    [['--format', 'pdf'], '--format is pdf', 'use text, latex, json'],
    [['--step', '99'], '--step is 99', 'use a whole number from 1 to 10'],
    [
      ['--wire', 'x -> f'],
      '--wire: there is no wire "x -> f"',
      'use a key (e1, e2, e3, e4) or "from -> to.port"',
    ],
    [['--wire', 'e1', '--element', '3'], '--element is 3, the result is scalar', 'leave it out'],
  ])('%j is refused', async (options, message, hint) => {
    expect(await refusal('explain', 'graph.json', ...options)).toBe(
      `2 gradwire: ${message}\n  ${hint}\n`,
    );
  });
});
