import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { LauncherError } from './errors.js';
import { type PostgresServer, startPostgres } from './postgres.js';
import { waitForExit } from './processes.mjs';
import { testFolder } from './testing.js';

/** A folder that is removed at the end, after every server that was started in it. */
function place(t: TestContext): { dataDir: string; start: (port?: number) => Promise<PostgresServer> } {
  const folder = testFolder();
  const dataDir = join(folder, 'postgres');
  const servers: PostgresServer[] = [];
  t.after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (port = 0) => {
    const server = await startPostgres({ dataDir, port });
    servers.push(server);
    return server;
  };
  return { dataDir, start };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('rows that were acknowledged outlive a killed server, which starts again on the same port', async (t) => {
  const { start } = place(t);
  const first = await start();
  assert.deepEqual(await query(first.url, 'show server_encoding'), [{ server_encoding: 'UTF8' }]);
  await query(first.url, 'create table kept as select generate_series(1, 1000) as n');
  process.kill(first.pid, 'SIGKILL');
  assert.ok(await waitForExit(first.pid, 10_000));

  const second = await start(first.port);
  assert.equal(second.port, first.port);
  assert.equal(second.url, first.url);
  assert.deepEqual(await query(second.url, 'select count(*)::int as n from kept'), [{ n: 1000 }]);
});

test('a pid file whose pid belongs to a stranger by now does not block the start', async (t) => {
  const { dataDir, start } = place(t);
  const first = await start();
  const pidFile = join(dataDir, 'postmaster.pid');
  const content = readFileSync(pidFile, 'utf8');
  await first.stop();
  const { uid, gid } = statSync(dataDir);
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid, cwd: '/' } : {}),
  });
  t.after(() => stranger.kill('SIGKILL'));
  writeFileSync(pidFile, content.replace(/^\d+/, `${stranger.pid}`));
  chownSync(pidFile, uid, gid);

  const second = await start();
  assert.notEqual(second.pid, stranger.pid);
  assert.deepEqual(await query(second.url, 'select 1 as one'), [{ one: 1 }]);
});

test('two first starts at once, each in a process of its own, end in one server', async (t) => {
  const { dataDir, start } = place(t);
  const code = `import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    const { pid, url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0 });
    console.log(JSON.stringify({ pid, url }));`;
  const answers = await Promise.all([1, 2].map(() => runModule(code)));
  const mine = await start();
  for (const answer of answers) assert.deepEqual(JSON.parse(answer), { pid: mine.pid, url: mine.url });
  const names = readdirSync(join(dataDir, '..'));
  assert.deepEqual(names.filter((name) => name.startsWith('postgres')).sort(), [
    'postgres',
    'postgres.log',
    'postgres.password',
  ]);
});

test('data of another major version is refused', async (t) => {
  const { dataDir, start } = place(t);
  const server = await start();
  await server.stop();
  writeFileSync(join(dataDir, 'PG_VERSION'), '15\n');
  await assert.rejects(start(), (error: Error) => {
    assert.ok(error instanceof LauncherError);
    assert.match(error.message, /holds PostgreSQL 15 data, the installed server is 18/);
    return true;
  });
});

test('a stopped server is gone, and only its owner can read the password', async (t) => {
  const { dataDir, start } = place(t);
  const server = await start();
  await server.stop();
  assert.ok(await waitForExit(server.pid, 0));
  assert.equal(existsSync(join(dataDir, 'postmaster.pid')), false);
  assert.equal(statSync(`${dataDir}.password`).mode & 0o077, 0);
});

function runModule(code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', code];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.once('error', reject);
    child.once('close', (exit) => (exit === 0 ? resolve(output) : reject(new Error(`ended with ${exit}`))));
  });
}
