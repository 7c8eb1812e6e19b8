// Checks docker-compose.yml with a compose client, if there is one: it is valid, and it starts nothing without its secrets.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const file = join(root, 'docker-compose.yml');
const client = [[process.env.COMPOSE ?? 'docker-compose'], ['docker', 'compose']].find(
  ([program, ...args]) => spawnSync(program, [...args, 'version'], { stdio: 'ignore' }).status === 0,
);

if (client === undefined) console.log('skipped: no compose client here');
else process.exitCode = check(client);

function check([program, ...args]) {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-compose-'));
  const env = Object.fromEntries(['PATH', 'HOME'].map((name) => [name, process.env[name] ?? '']));
  const config = (lines) => {
    const settings = join(folder, 'check.env');
    writeFileSync(settings, lines.join('\n'));
    const given = [...args, '--file', file, '--env-file', settings, 'config', '--quiet'];
    return spawnSync(program, given, { cwd: folder, env, encoding: 'utf8' });
  };
  try {
    const required = new Set([...readFileSync(file, 'utf8').matchAll(/\$\{([A-Z_]+):?\?/g)].map(([, name]) => name));
    const lines = [...required].map((name) => `${name}=check`);
    const whole = config(lines);
    const lax = lines.filter((line) => config(lines.filter((other) => other !== line)).status === 0);
    for (const line of lax) console.error(`${line.split('=')[0]} is not required after all`);
    process.stderr.write(whole.stderr);
    if (whole.status === 0 && lax.length === 0) console.log(`valid; ${required.size} settings are required`);
    return whole.status === 0 && lax.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
