// Generated files are built, never edited: builds them again and ends with 1 when that changes them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join('src', 'api', 'generated');

const before = contents();
const { status } = spawnSync(process.execPath, ['tools/openapi/gen.mjs'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const after = contents();

const names = [...new Set([...before.keys(), ...after.keys()])].sort();
const changed = names.filter((name) => before.get(name) !== after.get(name));
for (const name of changed)
  console.error(`${join(folder, name)} was out of date: commit what "npm run gen" made of it`);
process.exitCode = changed.length === 0 ? 0 : 1;

function contents() {
  return new Map(readdirSync(join(root, folder)).map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
}
