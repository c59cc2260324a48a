import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { leanOperations } from './scripts/lean-operations.ts';

/** What the built site may do; every clause is exercised by e2e/csp.spec.ts. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types app-worker',
].join('; ');

/** SharedArrayBuffer needs an isolated page; hosts that set no headers still work, with one thread. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Adds the policy to the built page only: the development server needs inline scripts. */
function contentSecurityPolicyTag(): Plugin {
  return {
    name: 'gradwire-content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicyTag(), leanOperations()],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17.4'],
    // Inlined fonts would be data: addresses, which font-src refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // All that the page needs at first in one chunk. What a later part shares with it would else become chunks of a
        // few hundred bytes, each with a head of its own and nothing to be compressed against.
        codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] },
      },
    },
  },
  worker: { format: 'es', plugins: () => [leanOperations()] },
  server: { port: 5847, strictPort: true, headers: isolation },
  // A name that is not localhost makes a context that is not secure, for the end-to-end tests.
  preview: {
    port: 5848,
    strictPort: true,
    headers: isolation,
    allowedHosts: ['gradwire.test'],
  },
});
