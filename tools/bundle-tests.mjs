// Bundles the test files for a run: compiling and resolving each module anew in each of 200 processes takes longer than
// most tests. Whatever they load from the disk is found beside the source, as without the bundle.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOMS = /\/(src|tests|tools|sandbox)\/.+\.m?[jt]s$/;

/** Writes the bundles into an empty folder; returns their paths, in the order of the files. */
export async function bundleTests(root, files, folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir: folder,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: true,
    logLevel: 'error',
    plugins: [{ name: 'source-address', setup: (bundler) => bundler.onLoad({ filter: ROOMS }, sourceOf) }],
  });
  return files.map((file) => join(folder, file.replace(/ts$/, 'mjs')));
}

function sourceOf({ path }) {
  const address = JSON.stringify(pathToFileURL(path).href);
  return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', address), loader: 'ts' };
}
