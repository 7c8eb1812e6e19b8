import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { catalogueActivityDeps } from '../../../src/composition/catalogue.js';
import { failSupplierPull } from '../../../src/usecases/catalogue/sources/pull-price-list.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { SourceOffice } from '../../support/catalogue/source-office.js';
import { until } from '../../support/client.js';
import { SupplierServer } from '../../support/downloads/supplier-server.js';
import { Stage } from '../../support/stage.js';

describe('a price list that is fetched from its supplier', () => {
  let stage: Stage;
  let office: SourceOffice;
  let imports: ImportOffice;
  let server: SupplierServer;
  /** Not one of the hosts that a pull may reach. */
  let inside: SupplierServer;

  before(async () => {
    server = await SupplierServer.start();
    inside = await SupplierServer.start();
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false', SUPPLIER_PULL_ALLOW: `127.0.0.1:${server.port}` });
    const admin = await stage.signIn('admin');
    office = new SourceOffice(admin);
    imports = new ImportOffice(admin);
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  after(async () => {
    await stage?.close();
    await Promise.all([server.stop(), inside.stop()]);
  });

  const serve = async (list: Blob, headers: Record<string, string> = {}) => {
    const bytes = Buffer.from(await list.arrayBuffer());
    server.answer = (request, response) => {
      const isKnown = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag;
      if (isKnown) response.writeHead(304).end();
      else response.writeHead(200, headers).end(bytes);
    };
  };
  const fail = (status: number, headers: Record<string, string> = {}) => {
    server.answer = (_, response) => response.writeHead(status, headers).end();
  };
  const importsOf = async (supplier: string) =>
    (await imports.client.get(`/api/v1/supplier-products/imports/?supplier=${supplier}`)).body;
  /** The run of a source that is under way. */
  const runOf = async (supplier: string) => {
    const { client } = stage.clinic.core;
    const of = `supplier-pull/${stage.clinic.clinicId}/${supplier}`;
    const query = `WorkflowId STARTS_WITH "${of}" AND ExecutionStatus = "Running"`;
    const id = await until('the engine lists the run', async () => {
      for await (const { workflowId } of client.workflow.list({ query })) return workflowId;
      return null;
    });
    return client.workflow.getHandle(id);
  };
  const entries = async (state = 'resolved_at is null') =>
    (await stage.sql(`select about from attention where code = 'supplier_pull_failed' and ${state}`)).map(
      ({ about }) => about,
    );

  it('is imported as an upload would be, unattended', async () => {
    await serve(priceList(productRows(10)), { 'content-type': 'text/csv' });
    const headers = { authorization: 'Bearer hidden-from-everybody' };
    // Looked for in logs, errors and the engine when the clinic stops.
    stage.clinic.leaks.values.add('hidden-from-everybody', '/lists/december.csv?key=1');
    await office.kept('alma', { url: server.url('/lists/december.csv?key=1'), headers });
    const last = await office.run('alma');
    assert.deepEqual([last.result, last.error], ['imported', null]);
    const found = await imports.settled(last.import_id);
    const { state, source, requested_by: by, mode, coverage, file_processed: name, products_created: created } = found;
    assert.deepEqual(
      [state, source, by, mode, coverage, name, created],
      ['applied', 'pull', null, 'apply', 'full', 'december.csv', 10],
    );
    assert.deepEqual(
      server.requests.map((one) => [one.path, one.headers.authorization]),
      [['/lists/december.csv?key=1', 'Bearer hidden-from-everybody']],
    );
    const audited = await stage.sql(
      "select actor_label from audit_events where action = 'supplier_source.run_requested' and entity_id = 'alma'",
    );
    assert.equal(audited.length, 1);
  });

  it('makes no import where it is the same: by its bytes, and by what its server recognises it by', async () => {
    const before = (await importsOf('alma')).length;
    const unchanged = { result: 'unchanged', import_id: null, error: null };
    const { at: _, ...sameBytes } = await office.run('alma');
    assert.deepEqual(sameBytes, unchanged);
    await serve(priceList(productRows(10)), { etag: '"december"' });
    assert.equal((await office.run('alma')).result, 'unchanged', 'now it has a tag');
    const { at: __, ...sameTag } = await office.run('alma');
    assert.deepEqual(sameTag, unchanged);
    assert.deepEqual(
      server.requests.map(({ headers }) => headers['if-none-match'] ?? null),
      [null, null, '"december"'],
    );
    assert.equal((await importsOf('alma')).length, before);
    await serve(priceList(productRows(10, { price: 11 })), { etag: '"january"' });
    const next = await office.run('alma');
    assert.equal(next.result, 'imported');
    assert.equal((await imports.settled(next.import_id)).products_updated, 10);
  });

  it('is not fetched anew where somebody has sent the same file', async () => {
    const list = priceList(productRows(3, { first: 50 }));
    await imports.applied(list, { supplier: 'medreleaf' });
    await serve(list);
    await office.kept('medreleaf', { url: server.url() });
    assert.equal((await office.run('medreleaf')).result, 'unchanged');
  });

  it('waits for a person where it may be a mistake, and is a preview where the source says so', async () => {
    await serve(priceList(productRows(10, { price: 90 })));
    const held = await imports.settled((await office.run('alma')).import_id);
    assert.equal(held.state, 'previewed');
    assert.deepEqual(
      held.held_by.map(({ code }: { code: string }) => code),
      ['price_jump'],
    );
    assert.equal((await office.run('alma')).result, 'unchanged', 'it waits already');
    await imports.decide(held.id, 'cancel');
    await office.kept('alma', { url: server.url('/next.csv'), mode: 'preview', coverage: 'partial', enabled: false });
    await serve(priceList(productRows(1, { first: 90 })));
    const shown = await imports.settled((await office.run('alma')).import_id);
    assert.deepEqual([shown.state, shown.mode, shown.coverage, shown.held_by], ['previewed', 'preview', 'partial', []]);
  });

  it('is fetched again where its import has failed, and its import says what is wrong with it', async () => {
    server.answer = (_, response) => response.writeHead(200, { etag: '"login"' }).end('<!doctype html><p>Sign in</p>');
    await office.kept('phytoca', { url: server.url() });
    for (const _ of [1, 2]) {
      const { failure } = await imports.settled((await office.run('phytoca')).import_id);
      assert.deepEqual([failure.code, failure.detected], ['file_type', 'html']);
    }
    assert.deepEqual(
      server.requests.map(({ headers }) => headers['if-none-match'] ?? null),
      [null, null],
    );
  });

  it('is never fetched from a private address, by a name or a redirect, and not tried again', async () => {
    inside.answer = (_, response) => response.end(productRows(1).join('\n'));
    const named = `https://localhost:${inside.port}/list.csv`;
    await office.kept('botanitech', { url: named });
    const started = Date.now();
    const byName = await office.run('botanitech');
    assert.deepEqual([byName.result, byName.import_id], ['failed', null]);
    assert.match(byName.error, /public Internet/);
    await office.kept('botanitech', { url: server.url() });
    assert.equal((await office.read('botanitech')).body.last_run, null, 'another address has no last run yet');
    for (const location of [inside.url(), `https://127.0.0.1:${inside.port}/`, named, 'https://[::ffff:127.0.0.1]/']) {
      fail(302, { location });
      const { result, error } = await office.run('botanitech');
      assert.deepEqual([result, error], ['failed', byName.error], location);
    }
    assert.equal(server.requests.length, 4, 'each once');
    assert.deepEqual(inside.requests, []);
    assert.ok(Date.now() - started < 60_000);
    assert.deepEqual(await importsOf('botanitech'), []);
  });

  it('is asked for once where the server refuses, and again where it has a bad moment', async () => {
    await office.remove('botanitech');
    await office.kept('botanitech', { url: server.url() });
    fail(401);
    const refused = await office.run('botanitech');
    assert.match(refused.error, /refused the request/);
    assert.equal(server.requests.length, 1);
    const bytes = gzipSync(await priceList(productRows(2, { first: 70 })).text());
    server.answer = (_, response) => {
      if (server.requests.length === 2) response.writeHead(503).end();
      else response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    };
    const late = await office.run('botanitech');
    assert.equal(late.result, 'imported');
    assert.equal((await imports.settled(late.import_id)).products_created, 2);
    assert.equal(server.requests.length, 3);
  });

  it('is shown to a person when it has failed three times in a row, once, until it succeeds', async () => {
    const open = () => entries();
    assert.deepEqual(await entries('true'), ['supplier/botanitech'], 'four redirects were one entry');
    assert.deepEqual(await open(), [], 'a source that is removed has none');
    await office.kept('tasmanianBotanics', { url: server.url() });
    fail(404);
    for (const wanted of [[], [], ['supplier/tasmanianBotanics'], ['supplier/tasmanianBotanics']]) {
      assert.match((await office.run('tasmanianBotanics')).error, /no list at this address/);
      assert.deepEqual(await open(), wanted);
    }
    // A list that was fetched and cannot be used is shown, too.
    const listed = (await office.client.get('/api/v1/admin/attention/')).body.filter(
      ({ code }: { code: string }) => code === 'supplier_pull_failed',
    );
    assert.equal(listed.length, 1);
    await office.client.post(`/api/v1/admin/attention/${listed[0].id}/resolve/`, { reason: 'The supplier knows' });
    await until('it is resolved', async () => (await open()).length === 0);
    await office.run('tasmanianBotanics');
    assert.deepEqual(await open(), [], 'a fifth failure says nothing new');
    await serve(priceList(productRows(1, { first: 80 })));
    assert.equal((await office.run('tasmanianBotanics')).result, 'imported');
    fail(404);
    for (const _ of [1, 2, 3]) await office.run('tasmanianBotanics');
    assert.deepEqual(await open(), ['supplier/tasmanianBotanics']);
    await serve(priceList(productRows(1, { first: 80 })));
    assert.equal((await office.run('tasmanianBotanics')).result, 'unchanged');
    assert.deepEqual(await open(), [], 'a run that succeeds takes it back');
  });

  it('waits its turn while another list of the supplier is applied, and is previewed anew', async () => {
    const fields = { supplier: 'tasmanianBotanics', coverage: 'partial' };
    const { id } = await imports.previewed(priceList(productRows(1, { first: 80, price: 11 })), fields);
    const holder = await stage.clinic.core.pool.connect();
    let pulled: string;
    try {
      // The first one waits in the middle of its statement for a product that somebody holds.
      await holder.query('begin; set local idle_in_transaction_session_timeout = 0');
      await holder.query('select 1 from supplier_products where product_code = $1 for update', ['P-00080']);
      assert.equal((await imports.decide(id, 'apply')).status, 202);
      await until('the first import holds the list', async () => {
        const waiting = await stage.sql(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'with changes as%'",
        );
        return waiting.length > 0;
      });
      await serve(priceList(productRows(1, { first: 80, price: 12 })));
      pulled = (await office.run('tasmanianBotanics')).import_id;
      await until('the second one waits', async () =>
        ['reading', 'received'].includes((await imports.read(pulled)).state),
      );
      assert.equal((await imports.read(id)).state, 'applying');
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    await imports.settled(id, ['applied']);
    const { preview } = await imports.settled(pulled, ['applied']);
    assert.equal(preview.price_changes, 1);
    const product = await imports.byCode('P-00080');
    const { price_history: prices } = await imports.product(product.id);
    assert.deepEqual(
      prices.map(({ import_id }: { import_id: string }) => import_id).slice(0, 2),
      [pulled, id],
      'one behind the other',
    );
  });

  it('waits for a person where a list that was fetched later is in force, though nothing else holds it', async () => {
    await office.kept('phytoca', { url: server.url('/monthly.csv') });
    const fetched = async (price: number) => {
      await serve(priceList(productRows(10, { first: 200, price })));
      return imports.settled((await office.run('phytoca')).import_id);
    };
    assert.equal((await fetched(10)).state, 'applied');
    const [older, newer] = [await fetched(90), await fetched(80)];
    for (const { state, held_by: holds } of [older, newer]) {
      assert.deepEqual([state, holds.map(({ code }: { code: string }) => code)], ['previewed', ['price_jump']]);
    }
    await imports.decide(newer.id, 'apply');
    await imports.settled(newer.id, ['applied']);
    const { price } = await imports.byCode('P-00200');
    assert.equal((await imports.decide(older.id, 'apply')).body.code, 'preview_stale');
    const { state, held_by: holds } = await until('it is previewed anew', async () => {
      const found = await imports.read(older.id);
      return found.state !== 'reading' && found.held_by[0]?.code !== 'price_jump' ? found : null;
    });
    assert.deepEqual([state, holds.map(({ code }: { code: string }) => code)], ['previewed', ['older_list']]);
    assert.equal((await imports.byCode('P-00200')).price, price);
    assert.equal((await imports.decide(older.id, 'apply')).status, 202);
    await imports.settled(older.id, ['applied']);
  });

  it('is no failed run where an attempt has had its import made, and no later one could record it', async () => {
    const of = { clinicId: stage.clinic.clinicId, supplier: 'phytoca' };
    await serve(priceList(productRows(10, { first: 200, price: 300 })));
    const { import_id: importId } = await office.run('phytoca');
    assert.equal((await imports.settled(importId)).state, 'previewed', 'it is not in force');
    const [pull] = await stage.sql("delete from supplier_pulls where supplier = 'phytoca' returning run");
    const fail = failSupplierPull(catalogueActivityDeps(stage.clinic.core).pull);
    const outcome = { result: 'imported', importId, error: null };
    assert.deepEqual(await fail({ ...of, run: String(pull?.run), error: 'internal' }), outcome);
    const { last_run: last } = (await office.read('phytoca')).body;
    assert.deepEqual([last.result, last.import_id, last.error], ['imported', importId, null]);
    assert.equal((await office.run('phytoca')).result, 'unchanged', 'it is known by its bytes');
  });

  it('says nothing of a source that was changed while it was fetched: neither what its file is, nor a failure', async () => {
    const [first, second] = [server.url('/first.csv'), server.url('/second.csv')];
    const bytes = Buffer.from(await priceList(productRows(1, { first: 95 })).arrayBuffer());
    for (const status of [200, 401]) {
      await office.kept('medreleaf', { url: first });
      server.requests.length = 0;
      const waiting: (() => void)[] = [];
      server.answer = (_, response) => {
        waiting.push(() => response.writeHead(status, { etag: '"first"' }).end(bytes));
      };
      assert.equal((await office.ask('medreleaf')).status, 202);
      await until('the server is asked', async () => waiting.length > 0);
      const running = await runOf('medreleaf');
      await office.kept('medreleaf', { url: second });
      for (const answer of waiting) answer();
      await running.result();
      assert.equal((await office.read('medreleaf')).body.last_run, null, String(status));
      const known = await stage.sql(
        "select 1 from supplier_pulls p join supplier_sources s using (clinic_id, supplier, version) where supplier = 'medreleaf'",
      );
      assert.deepEqual(known, []);
    }
  });

  it('leaves little in the engine: a run has a short history', async () => {
    const { client } = stage.clinic.core;
    const query = `WorkflowType = "supplierPull" AND WorkflowId STARTS_WITH "supplier-pull/${stage.clinic.clinicId}/"`;
    const lengths = await until('the engine lists the runs', async () => {
      const found: number[] = [];
      for await (const { historyLength = 0, status } of client.workflow.list({ query })) {
        if (status.name === 'COMPLETED') found.push(historyLength);
      }
      return found.length > 10 && found;
    });
    assert.ok(Math.max(...lengths) <= 30, lengths.join());
  });
});
