// `npm run gen`: routes and OpenAPI documents from the controllers. Plain JavaScript: the build of a fresh checkout runs it.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

run(join('node_modules', '@tsoa', 'cli', 'dist', 'cli.js'), 'spec-and-routes');
run('--import', 'tsx', join('tools', 'openapi', 'write.ts'));

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
