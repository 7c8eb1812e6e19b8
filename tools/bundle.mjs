// Bundles TypeScript programs of this checkout: compiling and resolving each of their modules anew in every process takes
// longer than most tests, and half of the time in which `npm start` is ready.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOMS = /\/(dist|src|tests|tools|sandbox)\/.+\.m?[jt]s$/;
/**
 * Packages of the product that stay where they are: with native code, files beside theirs, or absent; and those in CommonJS
 * that are loaded when they are needed: of a bundled one, `import()` gives the default export alone.
 */
export const STAY = [
  '@node-rs/argon2',
  '@peculiar/x509',
  '@scalar/fastify-api-reference',
  '@temporalio/*',
  'harfbuzzjs',
  'pdfkit',
  'pg',
  // Asked for by sequelize only for a type that we do not use.
  'pg-hstore',
  'pkijs',
  'reflect-metadata',
  // Looks for its native code by a name that it puts together.
  'sharp',
  'umzug',
  '@zxcvbn-ts/language-common',
];

/**
 * Writes each group of test files as one program into an empty folder; returns their paths, in the order of the groups. Each file is a suite
 * of its own, so that what it does before and after is done for its own tests.
 */
export async function bundleTests(root, groups, folder) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const addressOf = (path) => JSON.stringify(pathToFileURL(path).href);
  // Node 20's runner sorts the paths that it is given: the numbers keep the order of whoever calls.
  const entryPoints = groups.map(([first = '', ...others], index) => {
    const out = join(`${index}`.padStart(4, '0'), first.replace(/\.ts$/, ''));
    if (others.length === 0) return { in: first, out };
    const suites = [first, ...others].map((file) => {
      const name = JSON.stringify(file);
      return `describe(${name}, () => void require(${JSON.stringify(join(root, file))}));`;
    });
    const program = join(folder, `${out}.ts`);
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, `import { describe } from 'node:test';\n${suites.join('\n')}\n`);
    return { in: program, out };
  });
  await bundle({ absWorkingDir: root, entryPoints, outdir: folder, splitting: true }, addressOf);
  return entryPoints.map(({ out }) => join(folder, `${out}.mjs`));
}

/** Writes each program, by its name, into one file of `dist/programs`; they may move with the whole checkout. */
export async function bundlePrograms(root, programs) {
  const outdir = join(root, 'dist', 'programs');
  const addressOf = (path) => `new URL(${JSON.stringify(relative(outdir, path))}, import.meta.url).href`;
  await bundle({ absWorkingDir: root, entryPoints: programs, outdir }, addressOf);
}

/**
 * Writes the product of `dist` and what it needs of its packages into `dist/programs/product.mjs`, and beside it what its
 * commands load of their own: finding and reading 1,500 modules takes longer than running them.
 */
export async function bundleProduct(root) {
  const outdir = join(root, 'dist', 'programs');
  const addressOf = (path) => `new URL(${JSON.stringify(relative(outdir, path))}, import.meta.url).href`;
  await bundle(
    {
      absWorkingDir: root,
      entryPoints: { product: 'dist/cli/main.js' },
      outdir,
      splitting: true,
      chunkNames: 'product-[name]-[hash]',
      packages: 'bundle',
      external: STAY,
      sourcesContent: false,
      // CommonJS packages ask for what Node itself brings.
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
    },
    addressOf,
  );
}

/** `addressOf` is what stands for `import.meta.url`: whatever a module reads from the disk lies beside its source. */
async function bundle(options, addressOf) {
  const { build } = await import('esbuild');
  const isOurs = (path) => !path.includes('/node_modules/');
  const sourceOf = ({ path }) =>
    isOurs(path)
      ? {
          contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', addressOf(path)),
          loader: path.endsWith('ts') ? 'ts' : 'js',
        }
      : undefined;
  await build({
    packages: 'external',
    ...options,
    bundle: true,
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
          bundler.onResolve({ filter: /\.cjs$/ }, ({ path, resolveDir, importer }) =>
            isOurs(importer) ? { path: join(resolveDir, path), external: true } : undefined,
          );
        },
      },
    ],
  });
}
