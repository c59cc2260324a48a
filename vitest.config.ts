import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Tests that put something else in the place of a module or a global. */
const ALONE = [
  'graph-core/compiler/random-threads.test.ts',
  'graph-core/training/run/live-run.test.ts',
  'graph-core/worker/page/client.test.ts',
];

// Node by default; a test that needs a document begins with `// @vitest-environment happy-dom`.
export default defineConfig({
  plugins: [react()],
  test: {
    environment: 'node',
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['*.test.ts', '{graph-core,scripts,examples}/**/*.test.ts'],
          exclude: ALONE,
          // The mathematics keeps nothing between calls, so its tests share their modules: a third less time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'editor', include: ['editor/**/*.test.{ts,tsx}', ...ALONE] },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['graph-core/**/*.ts', 'editor/**/*.{ts,tsx}'],
      exclude: ['**/*.test.{ts,tsx}', '*/testing/**', '**/*.d.ts'],
      reporter: ['text-summary', 'html', 'lcovonly'],
    },
  },
});
