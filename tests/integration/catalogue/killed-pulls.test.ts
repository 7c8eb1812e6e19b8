import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { testFolder } from '../../../tools/launcher/testing.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { SourceOffice } from '../../support/catalogue/source-office.js';
import { SupplierServer } from '../../support/downloads/supplier-server.js';
import { Stage } from '../../support/stage.js';

const KEYS = `k1:${randomBytes(32).toString('base64')}`;

describe('a pull whose worker is killed', () => {
  const folder = testFolder();
  let stage: Stage;
  let office: SourceOffice;
  let imports: ImportOffice;
  let server: SupplierServer;

  before(async () => {
    server = await SupplierServer.start();
    const own = { ENCRYPTION_KEYS: KEYS, KEEPWELL_DATA_DIR: folder, SUPPLIER_PULL_ALLOW: allowed() };
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false', ...own });
    const admin = await stage.signIn('admin');
    [office, imports] = [new SourceOffice(admin), new ImportOffice(admin)];
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  after(async () => {
    await stage?.close();
    await server.stop();
  });

  const allowed = () => `127.0.0.1:${server.port}`;
  const importsOf = async (supplier: string) =>
    (await imports.client.get(`/api/v1/supplier-products/imports/?supplier=${supplier}`)).body;

  /** A worker of its own that dies there; the signal that ended it. */
  const doomed = (point: string) => {
    const { settings } = stage.clinic.core;
    const { DATABASE_URL, DATABASE_URL_WORKER, TEMPORAL_ADDRESS, TEMPORAL_TASK_QUEUE, SMTP_URL, PUBLIC_URL } = settings;
    const env = {
      ...{ DATABASE_URL, DATABASE_URL_WORKER, TEMPORAL_ADDRESS, TEMPORAL_TASK_QUEUE, SMTP_URL, PUBLIC_URL },
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', KEEPWELL_EMBEDDED: '1', KEEPWELL_DATA_DIR: folder },
      ...{ PAYMENTS_ENABLED: 'false', JWT_SECRET: 'x'.repeat(32), ENCRYPTION_KEYS: KEYS, LOG_LEVEL: 'error' },
      ...{ SUPPLIER_PULL_ALLOW: allowed(), KEEPWELL_FAIL_AT: point },
      KEEPWELL_TEST_WORKFLOW_BUNDLE: process.env.KEEPWELL_TEST_WORKFLOW_BUNDLE,
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/doomed-worker.ts'], { env });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    return new Promise<string>((resolve) =>
      child.once('close', (code, signal) => resolve(signal ?? `${code} ${said}`)),
    );
  };

  for (const { point, supplier, asked } of [
    { point: 'pull.fetched', supplier: 'alma', asked: 2 },
    { point: 'pull.submitted', supplier: 'medreleaf', asked: 1 },
  ]) {
    it(`at ${point} ends once: one import, and one run`, async () => {
      const list = Buffer.from(await priceList(productRows(5)).arrayBuffer());
      server.answer = (_, response) => response.end(list);
      await office.kept(supplier, { url: server.url() });
      await stage.clinic.stopWorker();
      try {
        const death = doomed(point);
        assert.equal((await office.ask(supplier)).status, 202);
        assert.equal(await death, 'SIGKILL');
        assert.equal((await office.read(supplier)).body.last_run, null);
      } finally {
        await stage.clinic.startWorker();
      }
      const last = await office.ran(supplier, null);
      assert.equal(last.result, 'imported');
      assert.equal((await imports.settled(last.import_id)).products_created, 5);
      const all = await importsOf(supplier);
      assert.deepEqual(
        all.map(({ id }: { id: string }) => id),
        [last.import_id],
      );
      assert.equal(server.requests.length, asked, 'what an attempt has brought in is not fetched again');
      const audited = await stage.sql(
        "select 1 from audit_events where action = 'supplier_import.uploaded' and entity_id = $1",
        [last.import_id],
      );
      assert.equal(audited.length, 1);
    });
  }
});
