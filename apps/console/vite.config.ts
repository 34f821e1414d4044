import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// Vite keeps what the environment says, and a test's would build the twice as large React of developers.
process.env['NODE_ENV'] = 'production';

const outDir = path.resolve(import.meta.dirname, '../../dist/console');

/** Files are compressed once, here, and sent as they lie; small ones gain nothing. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  closeBundle() {
    const assets = path.join(outDir, 'assets');
    for (const name of readdirSync(assets)) {
      const bytes = readFileSync(path.join(assets, name));
      if (bytes.length < 1_024 || /\.(br|gz)$/.test(name)) continue;
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
      writeFileSync(path.join(assets, `${name}.br`), brotliCompressSync(bytes, { params }));
      writeFileSync(path.join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), precompressed],
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  // Each answer has its own in place of this word (`apps/registry/src/console/console.controller.ts`).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
