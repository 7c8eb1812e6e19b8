import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { until } from '../../tests/support/client.js';
import { waitForExit } from './processes.mjs';
import { resolveTemporalBinary, startTemporal, type TemporalServer } from './temporal.js';
import { testFolder } from './testing.js';

const folder = testFolder();
const servers: TemporalServer[] = [];
after(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(port = 0, uiPort = 0): Promise<TemporalServer> {
  const binary = await resolveTemporalBinary();
  const dbFile = join(folder, 'temporal.db');
  const server = await startTemporal({ binary, dbFile, port, uiPort, logFile: join(folder, 'temporal.log') });
  servers.push(server);
  return server;
}

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('a workflow outlives a killed server, and finished ones are kept for 30 days at least', async () => {
  const first = await start();
  await withClient(first.address, async (client) => {
    const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
    assert.ok(Number(config?.workflowExecutionRetentionTtl?.seconds) >= 30 * 24 * 3600);
    await client.workflow.start('nobodyRunsThis', { workflowId: 'kept', taskQueue: 'none' });
  });
  process.kill(first.pid, 'SIGKILL');
  assert.ok(await waitForExit(first.pid, 10_000));

  const second = await start(first.port, first.uiPort);
  assert.deepEqual([second.address, second.uiUrl], [first.address, first.uiUrl]);
  await withClient(second.address, async (client) => {
    const { status } = await client.workflow.getHandle('kept').describe();
    assert.equal(status.name, 'RUNNING');
  });
  // The engine is ready by itself; its pages are served beside it.
  await until('its pages', async () => (await fetch(second.uiUrl).catch(() => null))?.status === 200);
});

test('a server that a killed launcher left is ended before the next one opens its file', async () => {
  const left = await start();
  const next = await start();
  assert.ok(await waitForExit(left.pid, 0));
  await withClient(next.address, (client) => client.workflow.getHandle('kept').describe());
});
