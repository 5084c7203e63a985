import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, 'src/web');

/** Two entries: the desk console and the field page; both are served by our own server from one origin. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react()],
  // The server puts the nonce of each answer here (src/server/static.ts).
  html: { cspNonce: 'QUNYING_CSP_NONCE' },
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    // Says which file needs which: the sizes of pages are measured from it.
    manifest: 'manifest.json',
    target: 'es2022',
    rolldownOptions: {
      input: {
        console: resolve(root, 'index.html'),
        field: resolve(root, 'field.html'),
        'field-worker': resolve(root, 'field/worker.ts'),
      },
      output: {
        // The worker needs a fixed address at the top: its scope is /field.
        entryFileNames: (chunk) => (chunk.name === 'field-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            // The switch that keeps zod from `new Function` must run before any schema is made.
            { name: 'schema', test: /node_modules\/zod\/|data\/remote\/no-eval/ },
          ],
        },
      },
    },
  },
});
