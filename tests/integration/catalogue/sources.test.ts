import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { SupplierPulls } from '../../../src/adapters/temporal/port.js';
import { supplierPullScheduleId } from '../../../src/domain/ids.js';
import { repairPullSchedules } from '../../../src/usecases/catalogue/sources/follow-source.js';
import { SourceOffice } from '../../support/catalogue/source-office.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const URL_OF_LIST = 'https://lists.example/prices.csv';
const KEPT = { url: URL_OF_LIST, every: '24h', mode: 'apply', coverage: 'full', enabled: true };

describe('a source of price lists', () => {
  let stage: Stage;
  let office: SourceOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new SourceOffice(await stage.signIn('admin'));
  });
  after(() => stage?.close());

  const scheduleOf = (supplier: string) =>
    stage.clinic.core.client.schedule.getHandle(supplierPullScheduleId(stage.clinic.clinicId, supplier));
  const everyOf = async (supplier: string) => (await scheduleOf(supplier).describe()).spec.intervals?.[0]?.every;
  const exists = (supplier: string) =>
    scheduleOf(supplier)
      .describe()
      .then(
        () => true,
        () => false,
      );

  it('is there when somebody has said where it is, with a Schedule that begins when it says', async () => {
    assert.equal((await office.read('alma')).status, 404);
    const kept = await office.kept('alma', { url: URL_OF_LIST });
    const { next_run_at: next, ...source } = kept;
    assert.deepEqual(source, { ...KEPT, headers: [], last_run: null });
    assert.deepEqual((await office.read('alma')).body, kept);
    const { body: suppliers } = await office.client.get('/api/v1/supplier-products/suppliers/');
    const sources = suppliers.map(({ key, source: one }: { key: string; source: unknown }) => [key, one]);
    assert.deepEqual(Object.fromEntries(sources), {
      ...{ alma: kept, botanitech: null, medreleaf: null, phytoca: null, tasmanianBotanics: null },
    });
    const { info, spec, action } = await scheduleOf('alma').describe();
    assert.equal(info.nextActionTimes[0]?.toISOString(), next);
    assert.equal(spec.intervals?.[0]?.every, 86_400_000);
    assert.deepEqual(action.type === 'startWorkflow' && action.args, [
      { clinicId: stage.clinic.clinicId, supplier: 'alma' },
    ]);
  });

  it('shows no value of a header, which is sealed, and sends it to no other host', async () => {
    const secret = `Bearer ${randomUUID()}`;
    const headers = { Authorization: secret, 'X-Key': 'a' };
    const kept = await office.kept('alma', { url: URL_OF_LIST, headers });
    assert.deepEqual(kept.headers, ['authorization', 'x-key']);
    const stored = async () => {
      const [row] = await stage.sql<{ row: string }>(
        "select row_to_json(s)::text as row from supplier_sources s where supplier = 'alma'",
      );
      return row?.row ?? '';
    };
    assert.doesNotMatch(await stored(), /Bearer|authorization/);
    const moved = await office.kept('alma', { url: 'https://lists.example/other.csv' });
    assert.deepEqual(moved.headers, ['authorization', 'x-key'], 'left out, they stay as they were');
    const elsewhere = await office.kept('alma', { url: 'https://other.example/prices.csv' });
    assert.deepEqual(elsewhere.headers, [], 'another host never gets them');
    assert.match(await stored(), /"headers_sealed":null/);
    await office.kept('alma', { url: URL_OF_LIST, headers });
    assert.deepEqual((await office.kept('alma', { url: URL_OF_LIST, headers: {} })).headers, []);
    const audited = await stage.sql(
      "select 1 from audit_events where action = 'supplier_source.changed' and entity_id = 'alma'",
    );
    assert.equal(audited.length, 6);
    await office.kept('alma', { url: URL_OF_LIST });
    const again = "select 1 from audit_events where action = 'supplier_source.changed' and entity_id = 'alma'";
    assert.equal((await stage.sql(again)).length, 6, 'sent again it changes nothing');
    const details = await stage.sql('select details::text as text from audit_events');
    assert.ok(details.every(({ text }) => !String(text).includes('Bearer')));
  });

  it('is refused with each member that is wrong, and where there is no such supplier', async () => {
    const fields = async (change: object) => {
      const { status, body } = await office.put('alma', { url: URL_OF_LIST, ...change });
      assert.equal(status, 400, JSON.stringify(body));
      return (body.fields ?? [body]).map(({ field }: { field: string }) => field).sort();
    };
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:7f00:1]', '169.254.169.254']) {
      assert.deepEqual(await fields({ url: `https://${host}/list.csv` }), ['url'], host);
    }
    assert.deepEqual(await fields({ url: 'http://lists.example/', every: 'daily', headers: { Host: 'a' } }), [
      ...['every', 'headers.Host', 'url'],
    ]);
    assert.deepEqual(await fields({ mode: 'now' }), ['mode']);
    assert.deepEqual(await fields({ password: 'x' }), ['password']);
    assert.equal((await office.put('nobody', { url: URL_OF_LIST })).status, 404);
  });

  it('is not fetched by itself where it is not enabled, and what an operator has paused stays paused', async () => {
    const disabled = await office.kept('phytoca', { url: URL_OF_LIST, enabled: false });
    assert.deepEqual([disabled.enabled, disabled.next_run_at], [false, null]);
    const paused = async () => (await scheduleOf('phytoca').describe()).state.paused;
    assert.equal(await paused(), true);
    await office.kept('phytoca', { url: URL_OF_LIST, enabled: true });
    // The engine answers a change of a Schedule before the Schedule has taken it over.
    await until('it to be fetched', async () => !(await paused()));
    await scheduleOf('phytoca').pause('The supplier moves.');
    await until('the pause', paused);
    await office.kept('phytoca', { url: URL_OF_LIST, enabled: true, every: '12h' });
    await until('the other period', async () => (await everyOf('phytoca')) === 43_200_000);
    assert.equal(await paused(), true);
  });

  it('has the Schedule of the last of many changes at once', async () => {
    const periods = [1, 2, 3, 4, 5, 6].map((hours) => `${hours}h`);
    await Promise.all(periods.map((every) => office.kept('medreleaf', { url: URL_OF_LIST, every })));
    const { every } = (await office.read('medreleaf')).body;
    await until('the last period', async () => `${Number(await everyOf('medreleaf')) / 3_600_000}h` === every);
  });

  it('has its Schedule until it is removed, also where the engine has lost it', async () => {
    await scheduleOf('medreleaf').delete();
    const { unitOfWork, supplierPulls, logger } = stage.clinic.core;
    const pulls: SupplierPulls = {
      run: (of) => supplierPulls.run(of),
      keep: async (of, timetable) => {
        if (of.supplier === 'alma') throw new Error('the engine refuses this one');
        await supplierPulls.keep(of, timetable);
      },
    };
    const repaired = await repairPullSchedules({ unitOfWork, pulls, logger })();
    assert.equal(repaired, 2, 'as a worker does when it starts: one that fails holds up no other');
    assert.equal(await exists('medreleaf'), true);
    assert.equal((await office.remove('medreleaf')).status, 204);
    assert.equal(await exists('medreleaf'), false);
    assert.equal((await office.read('medreleaf')).status, 404);
    assert.equal((await office.remove('medreleaf')).status, 404);
    assert.equal((await office.ask('medreleaf')).status, 404);
    const removed = "select 1 from audit_events where action = 'supplier_source.removed' and entity_id = 'medreleaf'";
    assert.equal((await stage.sql(removed)).length, 1);
  });

  it('leaves no Schedule behind, where the engine did not answer when it was removed', async () => {
    await office.kept('botanitech', { url: URL_OF_LIST });
    await stage.sql("delete from supplier_sources where supplier = 'botanitech'");
    await scheduleOf('botanitech').trigger();
    await until('its Schedule is gone with its next run', async () => !(await exists('botanitech')));
  });

  it('is nothing for patients, is read and not changed by doctors, and nothing of another clinic', async () => {
    const patient = new SourceOffice(await stage.signIn('patient'));
    const doctor = new SourceOffice(await stage.signIn('doctor'));
    assert.equal((await doctor.read('alma')).status, 200);
    for (const { status } of [
      ...[await patient.read('alma'), await patient.put('alma', { url: URL_OF_LIST }), await patient.ask('alma')],
      ...[await patient.remove('alma'), await doctor.put('alma', { url: URL_OF_LIST }), await doctor.remove('alma')],
    ]) {
      assert.equal(status, 403);
    }
    const other = `/api/v1/supplier-products/suppliers/alma/source/?clinic=${randomUUID()}`;
    assert.equal((await office.client.get(other)).status, 404);
    assert.equal((await office.client.delete(other)).status, 404);
  });
});
