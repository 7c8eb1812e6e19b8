import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../src/config/load.js';
import { runningEnv } from './running-env.js';

test('a command gets the settings of the instance that runs here', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'keepwell-env-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const data = join(root, '.keepwell');
  mkdirSync(data);
  const keys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
  writeFileSync(join(data, 'encryption-keys'), `${keys}\n`);
  writeFileSync(join(data, 'sandbox-webhook-secret'), 'whsec_kept\n');
  const ready = {
    api_url: 'http://127.0.0.1:3100',
    temporal_address: '127.0.0.1:7233',
    temporal_ui_url: 'http://localhost:8233',
    sandbox_url: 'http://127.0.0.1:4000',
    database_url: 'postgres://keepwell:x@127.0.0.1:54329/keepwell',
    processes: { api: 1, worker: 2, temporal: 3, postgres: 4, sandbox: 5 },
  };
  writeFileSync(join(data, 'ready.json'), JSON.stringify(ready));
  const env = runningEnv(root);
  assert.equal(env.ENCRYPTION_KEYS, keys);
  assert.equal(env.STRIPE_WEBHOOK_SECRET, 'whsec_kept');
  assert.equal(env.STRIPE_API_BASE, ready.sandbox_url);
  const settings = loadSettings(env);
  assert.deepEqual(
    [settings.DATABASE_URL, settings.TEMPORAL_ADDRESS, settings.PUBLIC_URL],
    [ready.database_url, ready.temporal_address, 'http://localhost:3100'],
  );
  writeFileSync(
    join(data, 'ready.json'),
    JSON.stringify({ ...ready, processes: { ...ready.processes, postgres: null } }),
  );
  assert.equal(runningEnv(root).DATABASE_URL, process.env.DATABASE_URL, 'an outside database stays the user’s setting');
});
