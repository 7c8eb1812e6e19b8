// Builds dist. Plain JavaScript: `npm start` runs it in a fresh checkout.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProduct, bundlePrograms } from './bundle.mjs';
import { sourceStamp } from './launcher/setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const production = process.argv.includes('--production');
const ASSETS = new Set(['.sql', '.hbs', '.cjs', '.css', '.html', '.json', '.ttf']);
const src = join(root, 'src');
const dist = join(root, 'dist');

// Taken first and written last: a source that changes during the build, or a build that fails, means another build.
const stamp = sourceStamp(root, production ? 'production' : 'development');
rmSync(join(dist, '.stamp'), { force: true });

if (existsSync(join(root, 'tsoa.json'))) runNode('tools/openapi/gen.mjs', '--if-changed');
runNode('node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.build.json');
runNode('node_modules/vite/bin/vite.js', 'build', 'client', '--config', 'client/vite.config.ts');
const assets = filesBelow(src).filter((path) => ASSETS.has(extname(path)));
for (const path of assets) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  copyFileSync(join(src, path), join(dist, path));
}
removeLeftovers(new Set(assets));
if (production) {
  const room = join(dist, 'observability');
  copyFileSync(join(room, 'fail-points.production.js'), join(room, 'fail-points.js'));
} else {
  rmSync(join(dist, 'programs'), { recursive: true, force: true });
  await bundleProduct(root);
  await bundlePrograms(root, { launcher: 'tools/launcher/launcher.ts', sandbox: 'sandbox/main.ts' });
}
if (existsSync(join(dist, 'cli', 'bundle-workflows.js'))) runNode('dist/cli/bundle-workflows.js');
writeFileSync(join(dist, '.stamp'), stamp);

function runNode(...args) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  if (signal === null) console.error(`Build failed: ${args[0]} ended with ${status}`);
  process.exit(status ?? 1);
}

// A source that was removed leaves its output behind, and a deleted migration or workflow would still be found there.
function removeLeftovers(assetPaths) {
  for (const path of filesBelow(dist)) {
    if (/^(workflow-bundle\.js|programs|client)/.test(path) || path === '.stamp' || assetPaths.has(path)) continue;
    const source = path.replace(/(\.d)?\.(js|ts)(\.map)?$/, '');
    const kept = ['.ts', '.js'].some((extension) => existsSync(join(src, `${source}${extension}`)));
    if (!kept) rmSync(join(dist, path), { force: true });
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
}
