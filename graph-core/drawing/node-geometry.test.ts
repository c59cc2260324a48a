import { expect, test } from 'vitest';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { OPS } from '../ops/registry.ts';
import { node } from '../testing/wired-graph.ts';
import {
  NODE_HEIGHT,
  nodeGeometry,
  outputPosition,
  PORT_SPACING,
  portPosition,
} from './node-geometry.ts';

test.each(Object.entries(OPS))(
  'the ports of %s lie on its outline, far enough apart',
  (op, definition) => {
    const { width, height, inputs, output, shape } = nodeGeometry(node(op));
    const ports = portsOf(definition, completeAttrs(definition, {}));
    expect(inputs.map(({ port }) => port.name)).toEqual(ports.map(({ name }) => name));
    expect(shape).toBe(definition.kind === 'source' ? 'variable' : 'operator');
    expect(height).toBeGreaterThanOrEqual(NODE_HEIGHT);
    const radius = Math.min(width, height) / 2;
    inputs.forEach(({ x, y }, i) => {
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
      if (i > 0) expect(y - inputs[i - 1].y).toBeCloseTo(PORT_SPACING, 9);
      // On the left edge of a box with round ends: straight, or on the arc around (radius, center).
      const center = Math.min(Math.max(y, radius), height - radius);
      expect(Math.hypot(x - radius, y - center)).toBeCloseTo(radius, 9);
      expect(x).toBeLessThanOrEqual(radius);
    });
    expect(output).toEqual({ x: width, y: height / 2 });
  },
);

test('a variable grows with its name, up to a limit', () => {
  const width = (name: string): number => nodeGeometry(node('input', {}, name)).width;
  expect(width('weights')).toBeGreaterThan(width('w'));
  expect(width('w'.repeat(200))).toBe(width('w'.repeat(12)));
});

test('an unknown operation is drawn as a variable without ports', () => {
  expect(nodeGeometry(node('magic'))).toMatchObject({ shape: 'variable', inputs: [] });
});

test('wires begin and end at the ports, and at the middle where there is none', () => {
  const add = { ...node('add'), position: { x: 100, y: 50 } };
  const { inputs, output, height } = nodeGeometry(add);
  expect(portPosition(add, 'y')).toEqual({ x: 100 + inputs[1].x, y: 50 + inputs[1].y });
  expect(portPosition(add, 'gone')).toEqual({ x: 100, y: 50 + height / 2 });
  expect(outputPosition(add)).toEqual({ x: 100 + output.x, y: 50 + output.y });
});

test('the geometry of a node is computed once', () => {
  const add = node('add');
  expect(nodeGeometry(add)).toBe(nodeGeometry(add));
});
