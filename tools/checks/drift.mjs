// The committed API document is built, never edited: builds it again and ends with 1 when that changes it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const file = join('src', 'api', 'generated', 'openapi.json');
const read = () => readFileSync(join(root, file), 'utf8');

const before = read();
const { status } = spawnSync(process.execPath, [join('tools', 'openapi', 'gen.mjs')], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
if (read() !== before) {
  console.error(`${file} was out of date: commit what "npm run gen" made of it`);
  process.exitCode = 1;
}
