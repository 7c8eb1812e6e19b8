// The committed API document, the page of permissions and that of price lists are built, never edited: builds them again and ends with 1 when
// that changes one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const files = [
  join('src', 'api', 'generated', 'openapi.json'),
  join('docs', 'permissions.md'),
  join('docs', 'price-list-problems.md'),
];
const read = (file) => readFileSync(join(root, file), 'utf8');

const before = files.map(read);
const { status } = spawnSync(process.execPath, [join('tools', 'openapi', 'gen.mjs')], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
for (const [at, file] of files.entries()) {
  if (read(file) === before[at]) continue;
  console.error(`${file} was out of date: commit what "npm run gen" made of it`);
  process.exitCode = 1;
}
