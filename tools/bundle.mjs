// Bundles TypeScript programs of this checkout: compiling and resolving each of their modules anew in every process takes
// longer than most tests, and half of the time in which `npm start` is ready.
import { readFileSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOMS = /\/(src|tests|tools|sandbox)\/.+\.m?[jt]s$/;

/** Writes the test files into an empty folder; returns the paths of their bundles, in the order of the files. */
export async function bundleTests(root, files, folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const addressOf = (path) => JSON.stringify(pathToFileURL(path).href);
  await bundle({ absWorkingDir: root, entryPoints: files, outdir: folder, outbase: root, splitting: true }, addressOf);
  return files.map((file) => join(folder, file.replace(/ts$/, 'mjs')));
}

/** Writes each program, by its name, into one file of `dist/programs`; they may move with the whole checkout. */
export async function bundlePrograms(root, programs) {
  const outdir = join(root, 'dist', 'programs');
  const addressOf = (path) => `new URL(${JSON.stringify(relative(outdir, path))}, import.meta.url).href`;
  await bundle({ absWorkingDir: root, entryPoints: programs, outdir }, addressOf);
}

/** `addressOf` is what stands for `import.meta.url`: whatever a module reads from the disk lies beside its source. */
async function bundle(options, addressOf) {
  const { build } = await import('esbuild');
  const sourceOf = ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', addressOf(path)),
    loader: 'ts',
  });
  await build({
    ...options,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    target: `node${process.versions.node}`,
    sourcemap: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'sources',
        setup(bundler) {
          bundler.onLoad({ filter: ROOMS }, sourceOf);
          // CommonJS has a `require` where it lies, and none in a bundle.
          bundler.onResolve({ filter: /\.cjs$/ }, ({ path, resolveDir }) => ({
            path: join(resolveDir, path),
            external: true,
          }));
        },
      },
    ],
  });
}
