import { beforeEach, describe, expect, test } from 'vitest';
import { file, refusal, resetFiles, run } from '../../testing/command-line.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';

beforeEach(() => {
  resetFiles();
  file(
    'bowl.json',
    wiredGraph(
      {
        v: node('parameter', { value: [5, 1] }),
        a: node('constant', { value: [1, 20] }),
        q: node('square'),
        p: node('multiply'),
        f: node('sum'),
      },
      ...['v → q.x', 'a → p.x', 'q → p.y', 'p → f.x'],
    ),
  );
});

describe('hessian', () => {
  test('prints the matrix, its eigenvalues and how it curves', async () => {
    const { code, stdout } = await run('hessian', 'bowl.json', '--by', 'v');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^d² f \/ d v²: 2 × 2, from \[2\] and \[2\]\n/);
    expect(stdout).toMatch(/v\[1\] +0 +40\n/);
    expect(stdout).toMatch(/eigenvalues 40, 2; condition number 20: it curves upward in every/);
  });

  test('of many numbers is refused with what to do', async () => {
    const { code, stderr } = await run('hessian', 'bowl.json', '--by', 'v', '--target', 'p');
    expect(code).toBe(1);
    expect(stderr).toContain('p is [2]; a Hessian is of one number [not-a-scalar]');
  });

  test('needs a node to move', async () => {
    expect(await refusal('hessian', 'bowl.json')).toBe(
      '2 gradwire: --by is missing\n  name the node whose elements are moved: --by W1\n',
    );
  });
});

test('jacobian prints every digit as JSON', async () => {
  const { code, stdout } = await run(
    'jacobian',
    'bowl.json',
    '--by',
    'v',
    '--target',
    'p',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ target: 'p', by: 'v', rows: [2], columns: [2] },
    matrix: [
      [10, 0],
      [0, 40],
    ],
    eigenvalues: [40, 10],
  });
});
