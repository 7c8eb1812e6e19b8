// `npm run gen`: routes and OpenAPI documents from the controllers, and from the public document the types of the client. With `--if-changed` only when a file that they are
// made from has changed since. Plain JavaScript: the build of a fresh checkout runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stampOf } from '../launcher/setup.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const generated = join(root, 'src', 'api', 'generated');
const clientTypes = join('client', 'generated', 'api.ts');
const stampFile = join(generated, '.stamp');
const built = [
  ...['routes.ts', 'openapi-internal.json', '.stamp'].map((name) => join(generated, name)),
  join(root, clientTypes),
];

const sources = [
  join('src', 'api'),
  join('src', 'domain'),
  join('tools', 'openapi'),
  'tsoa.json',
  join('docs', 'api-guide.md'),
];
const stamp = stampOf(root, sources);
const upToDate = () => built.every((file) => existsSync(file)) && readFileSync(stampFile, 'utf8') === stamp;
if (!process.argv.includes('--if-changed') || !upToDate()) {
  rmSync(stampFile, { force: true });
  run(join('node_modules', '@tsoa', 'cli', 'dist', 'cli.js'), 'spec-and-routes');
  run('--import', 'tsx', join('tools', 'openapi', 'write.ts'));
  const document = join('src', 'api', 'generated', 'openapi.json');
  run(join('node_modules', 'openapi-typescript', 'bin', 'cli.js'), document, '--output', clientTypes);
  writeFileSync(stampFile, stamp);
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
