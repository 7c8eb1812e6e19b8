// Builds the client into dist/client, whose files the API serves below /app. Run by `npm run build`.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import preact from '@preact/preset-vite';
import sharp from 'sharp';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUT = at('../dist/client');
const ICON = at('../brand/favicon.svg');
const ICON_SIZES = [192, 512];
/** What a browser is sent compressed; pictures and fonts are so already. */
const TEXT = /\.(html|js|css|svg|webmanifest)$/;

/** Modules of the screens about suppliers' products, and their chunks: staff alone have them, and no device of a patient keeps one. */
const CATALOGUE = /\/src\/(\w+\/)?catalogue\b/;
const CATALOGUE_FILE = 'assets/catalogue-';

/** What makes a page an app that can be installed: its manifest, its icons, and a worker that knows the files of its shell. */
function installable(): Plugin {
  return {
    name: 'installable',
    generateBundle: {
      // After the files that hold nothing but a style have been left out.
      order: 'post',
      async handler(_options, bundle) {
        const icons = ICON_SIZES.map((size) => ({
          src: `/app/icon-${size}.png`,
          sizes: `${size}x${size}`,
          type: 'image/png',
        }));
        const manifest = { ...JSON.parse(readFileSync(at('manifest.json'), 'utf8')), icons };
        this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest) });
        for (const size of ICON_SIZES) {
          const source = await sharp(ICON, { density: 72 * (size / 32) })
            .resize(size)
            .png({ palette: true })
            .toBuffer();
          this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source });
        }
        const worker = bundle['service-worker.js'];
        if (worker?.type !== 'chunk') throw new Error('There is no service worker');
        const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const version = createHash('sha256').update(assets.sort().join()).digest('hex').slice(0, 12);
        const [files, catalogue] = [false, true].map((wanted) =>
          assets.filter((one) => one.startsWith(CATALOGUE_FILE) === wanted).map((one) => `/app/${one}`),
        );
        worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify({ version, files, catalogue }));
      },
    },
  };
}

/** A compressed copy beside each file: nobody who asks waits for it to be made. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    closeBundle() {
      for (const name of readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter((one) => TEXT.test(one))) {
        const text = readFileSync(join(OUT, name));
        writeFileSync(
          join(OUT, `${name}.br`),
          brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
        writeFileSync(join(OUT, `${name}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: at('.'),
  base: '/app/',
  publicDir: false,
  plugins: [preact({ devToolsEnabled: false }), installable(), compressed()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    // A policy without `data:` for scripts and styles; and everything has a name of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    rollupOptions: {
      input: { app: at('index.html'), 'service-worker': at('worker/service-worker.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.every((id) => CATALOGUE.test(id)) ? `${CATALOGUE_FILE}[name]-[hash].js` : 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  logLevel: 'warn',
});
