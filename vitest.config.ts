import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Node by default; a test that needs a document begins with `// @vitest-environment happy-dom`.
export default defineConfig({
  plugins: [react()],
  test: {
    environment: 'node',
    include: ['*.test.ts', '{graph-core,editor,scripts,examples}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['graph-core/**/*.ts', 'editor/**/*.{ts,tsx}'],
      exclude: ['**/*.test.{ts,tsx}', '*/testing/**', '**/*.d.ts'],
      reporter: ['text-summary', 'html', 'lcovonly'],
    },
  },
});
