import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { loadStarterFormulary } from '../../../src/usecases/formulary/load-starter-formulary.js';
import { type ApiClient, type Reply, until } from '../../support/client.js';
import { adminElsewhere } from '../../support/formulary/another-clinic.js';
import { csvOf, medicineRows, pbsCode } from '../../support/formulary/medicine-list.js';
import { rowsXml, workbookOf } from '../../support/spreadsheets/workbook.js';
import { Stage } from '../../support/stage.js';

const D = '/api/v1/drugs/';
const I = `${D}import/`;
const AT_REST = ['previewed', 'applied', 'undone', 'cancelled', 'failed'];

describe('an import of a list into the formulary', () => {
  let stage: Stage;
  let admin: ApiClient;
  /** Every test has codes of its own. */
  let nextCode = 30_000;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    await loadStarterFormulary(stage.clinic.core)();
    admin = await stage.signIn('admin');
  });
  after(() => stage?.close());

  const codes = (count: number) => {
    nextCode += count;
    return nextCode - count;
  };
  const send = async (list: Blob, fields: Record<string, string> = {}, name = 'list.csv', by = admin) => {
    const sent = await by.upload(I, list, name, randomUUID(), fields);
    assert.equal(sent.status, 202, JSON.stringify(sent.body));
    return String(sent.body.id);
  };
  const read = async (id: string, by = admin) => (await by.get(`${I}${id}/`)).body;
  const settled = (id: string, states = AT_REST) =>
    until('the import is settled', async () => {
      const found = await read(id);
      return states.includes(found.state) ? found : null;
    });
  const decide = (id: string, decision: string, body?: object): Promise<Reply<Record<string, unknown>>> =>
    admin.post(`${I}${id}/${decision}/`, body, null);
  const previewed = async (list: Blob, fields: Record<string, string> = {}) => {
    const id = await send(list, fields);
    const found = await settled(id);
    assert.equal(found.state, 'previewed', JSON.stringify(found));
    return found;
  };
  const applied = async (list: Blob, fields: Record<string, string> = {}) => {
    const { id } = await previewed(list, fields);
    assert.equal((await decide(id, 'apply')).status, 202);
    const found = await settled(id, ['applied', 'failed']);
    assert.equal(found.state, 'applied', JSON.stringify(found));
    return found;
  };
  /** Everything that a doctor can see, but the numbers of versions. */
  const formulary = async () => {
    const all: Record<string, unknown>[] = [];
    for (const active of ['true', 'false']) {
      for (let next: string | null = `${D}?limit=200&active=${active}`; next; ) {
        const { body, headers }: Reply<Record<string, unknown>[]> = await admin.get(next);
        all.push(...body.map(({ version: _, ...item }) => item));
        const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
        next = link ? new URL(link).pathname + new URL(link).search : null;
      }
    }
    return all;
  };
  const byCode = async (code: string, active = true) => {
    const { rows } = await stage.clinic.core.pool.query('select id, version from drugs where pbs_code = $1', [code]);
    const found = await Promise.all(rows.map(async ({ id }) => (await admin.get(`${D}${id}/`)).body));
    return found.filter((item) => item.active === active);
  };

  it('says what it would change, changes nothing before the go, and then everything', async () => {
    const first = codes(50);
    const rows = ['"00000A","MISSING ITEM CODE","Missing Item Code","Z"', ...medicineRows(50, first)];
    const found = await previewed(csvOf(rows));
    assert.deepEqual(
      [found.rows_total, found.rows_valid, found.rows_invalid, found.preview.products_created, found.products_created],
      [51, 50, 1, 50, 0],
    );
    assert.deepEqual(found.errors, [
      {
        sheet: 'CSV',
        row: 2,
        column: 'A',
        heading: 'ITEM_CODE',
        field: 'pbs_code',
        value: '00000A',
        code: 'pbs_code_invalid',
        reason: 'A PBS code has two to five digits and the letter that belongs to them.',
      },
    ]);
    assert.equal(found.preview.needs_review, 20, 'paracetamol without a pack, and what no table knows');
    assert.deepEqual(await byCode(pbsCode(first)), []);
    assert.equal((await decide(found.id, 'apply')).status, 202);
    const done = await settled(found.id, ['applied']);
    assert.equal(done.products_created, 50);
    const [ramipril] = await byCode(pbsCode(first));
    assert.deepEqual(
      [ramipril.name, ramipril.schedule, ramipril.atc, ramipril.version, ramipril.strength, ramipril.form],
      ['Ramipril 1 mg tablet', 'S4', 'C09AA05', 1, '1 mg', 'tablet'],
    );
    const [oxycodone] = await byCode(pbsCode(first + 2));
    assert.equal(oxycodone.schedule, 'S8');
    const [unheard] = await byCode(pbsCode(first + 3));
    assert.equal(unheard.schedule, null, 'nothing stands in for a schedule that is not known');
    const waiting = await admin.get(`${D}?schedule=unknown&limit=200`);
    assert.ok(waiting.body.some(({ id }: { id: string }) => id === unheard.id));
    const search = await admin.get(`${D}?search=unheardof`);
    assert.ok(search.body.some(({ id }: { id: string }) => id === unheard.id));
  });

  it('of the same list again changes nothing, and of the next month what it said', async () => {
    const first = codes(10);
    const rows = medicineRows(10, first);
    await applied(csvOf(rows));
    const before = await formulary();
    const again = await applied(csvOf(rows));
    assert.deepEqual([again.preview.unchanged, again.unchanged, again.products_updated], [10, 10, 0]);
    assert.deepEqual(await formulary(), before);
    const next = await applied(csvOf([`"${pbsCode(first)}","RAMIPRIL","Tablet 10 mg","C09AA05"`, ...rows.slice(1)]));
    assert.deepEqual([next.preview.products_updated, next.products_updated, next.unchanged], [1, 1, 9]);
    const [changed] = await byCode(pbsCode(first));
    assert.deepEqual([changed.name, changed.version], ['Ramipril 10 mg tablet', 2]);
  });

  it('is taken back whole: every list and every item answers as before', async () => {
    const first = codes(12);
    await applied(csvOf(medicineRows(10, first)));
    const before = await formulary();
    const rows = [`"${pbsCode(first)}","RAMIPRIL","Tablet 10 mg","C09AA05"`, ...medicineRows(10, first + 2)];
    const { id } = await applied(csvOf(rows), { coverage: 'full' });
    const [created] = await byCode(pbsCode(first + 11));
    assert.ok((await formulary()).length > before.length);
    assert.equal((await decide(id, 'undo', {})).status, 400, 'a reason is needed');
    assert.equal((await decide(id, 'undo', { reason: 'The wrong file' })).status, 202);
    const undone = await settled(id, ['undone']);
    assert.deepEqual([undone.kept_on_undo, (await decide(id, 'undo', { reason: 'Again' })).status], [0, 202]);
    assert.deepEqual(await formulary(), before);
    assert.equal((await admin.get(`${D}${created.id}/`)).status, 404);
    assert.deepEqual((await admin.get(`${D}?search=${pbsCode(first + 11)}`)).body, []);
    const { rows: kept } = await stage.clinic.core.pool.query(
      'select count(*)::int as n from drug_versions where drug_id = $1',
      [created.id],
    );
    assert.equal(kept[0].n, 2, 'history has both moves');
    const again = await applied(csvOf(rows));
    assert.equal(again.products_created, 2, 'what was withdrawn comes again');
    assert.equal((await admin.get(`${D}${created.id}/`)).body.active, true);
  });

  it('keeps what a person has changed since, when it is taken back', async () => {
    const first = codes(5);
    const { id } = await applied(csvOf(medicineRows(5, first)));
    const [unheard] = await byCode(pbsCode(first + 3));
    assert.equal((await admin.patch(`${D}${unheard.id}/`, { schedule: 'S4', version: 1 })).status, 200);
    await decide(id, 'undo', { reason: 'The wrong file' });
    assert.equal((await settled(id, ['undone'])).kept_on_undo, 1);
    assert.equal((await admin.get(`${D}${unheard.id}/`)).body.schedule, 'S4');
    assert.deepEqual(await byCode(pbsCode(first)), []);
  });

  it('is not taken back while a later one stands on it', async () => {
    const first = codes(4);
    const one = await applied(csvOf(medicineRows(2, first)));
    const two = await applied(csvOf(medicineRows(2, first + 2)));
    const blocked = await decide(one.id, 'undo', { reason: 'The wrong file' });
    assert.deepEqual([blocked.status, blocked.body.code], [409, 'undo_blocked']);
    const [by] = blocked.body.blocked_by as { import_id: string }[];
    assert.equal(by?.import_id, two.id);
    await decide(two.id, 'undo', { reason: 'First this one' });
    await settled(two.id, ['undone']);
    assert.equal((await decide(one.id, 'undo', { reason: 'Then that one' })).status, 202);
    await settled(one.id, ['undone']);
  });

  it('makes what a full list lacks inactive, and what comes back active; by hand is by hand', async () => {
    const first = codes(8);
    await applied(csvOf(medicineRows(8, first)));
    const [ended] = await byCode(pbsCode(first + 7));
    assert.equal((await admin.patch(`${D}${ended.id}/`, { active: false, version: 1 })).status, 200);
    const byHand = await admin.post(D, { generic_name: 'ramipril', strength: '3 mg', form: 'tablet' });
    // Items of other tests are listed, too.
    const found = await previewed(csvOf(medicineRows(7, first)), { coverage: 'full', mode: 'apply' });
    assert.deepEqual(
      found.held_by.map(({ code }: { code: string }) => code),
      ['many_deactivated'],
      'it waits for a person',
    );
    await decide(found.id, 'cancel');
    const partial = await applied(csvOf(medicineRows(6, first)));
    assert.equal(partial.products_deactivated, 0);
    const full = await applied(csvOf(medicineRows(6, first)), { coverage: 'full' });
    assert.ok(full.products_deactivated > 0);
    assert.equal((await byCode(pbsCode(first + 6)))[0], undefined);
    assert.equal((await admin.get(`${D}${byHand.body.id}/`)).body.active, true);
    const back = await applied(csvOf(medicineRows(8, first)));
    assert.equal(back.products_reactivated, 1);
    assert.equal((await byCode(pbsCode(first + 6)))[0]?.active, true);
    assert.equal((await byCode(pbsCode(first + 7)))[0], undefined, 'a person has ended it');
    assert.deepEqual(
      back.warnings.map(({ code }: { code: string }) => code),
      ['kept_inactive'],
    );
    await decide(full.id, 'undo', { reason: 'No' }).then(({ status }) => assert.equal(status, 409));
  });

  it('applies at once by its mode, when nothing holds it', async () => {
    const id = await send(csvOf(medicineRows(3, codes(3))), { mode: 'apply' });
    assert.equal((await settled(id, ['applied'])).products_created, 3);
    const bad = Array.from({ length: 3 }, (_, at) => `"9999${at}A","X","Tablet 1 mg","Z"`);
    const held = await send(csvOf([...bad, ...medicineRows(2, codes(2))]), { mode: 'apply' });
    const found = await settled(held);
    assert.deepEqual([found.state, found.held_by], ['previewed', [{ code: 'many_errors', count: 3, limit: 25 }]]);
    assert.equal((await decide(held, 'apply')).status, 202, 'a person says go');
    assert.equal((await settled(held, ['applied'])).products_created, 2);
  });

  it('of two at once, the second is previewed anew', async () => {
    const first = codes(3);
    const [one, two] = await Promise.all([
      previewed(csvOf(medicineRows(3, first))),
      previewed(csvOf(medicineRows(2, first))),
    ]);
    const answers = await Promise.all([decide(one.id, 'apply'), decide(two.id, 'apply'), decide(one.id, 'apply')]);
    assert.ok(
      answers.every(({ status }) => status === 202 || status === 409),
      JSON.stringify(answers.map(({ body }) => body)),
    );
    const done = await settled(one.id, ['applied', 'previewed']);
    const other = await settled(two.id, ['applied', 'previewed']);
    assert.deepEqual([done.state, other.state].sort(), ['applied', 'previewed']);
    const later = done.state === 'previewed' ? done : other;
    assert.ok(later.preview.unchanged >= 2, 'the other one has made its items');
    const { rows } = await stage.clinic.core.pool.query('select pbs_code from drugs where pbs_code = any ($1)', [
      [0, 1, 2].map((at) => pbsCode(first + at)),
    ]);
    assert.equal(new Set(rows.map(({ pbs_code }) => pbs_code)).size, rows.length, 'no item twice');
  });

  it('whose preview is out of date is refused and previewed anew', async () => {
    const first = codes(2);
    await applied(csvOf(medicineRows(2, first)));
    const { id } = await previewed(csvOf([`"${pbsCode(first)}","RAMIPRIL","Tablet 10 mg","C09AA05"`]));
    const [item] = await byCode(pbsCode(first));
    assert.equal((await admin.patch(`${D}${item.id}/`, { manufacturer: 'Somebody', version: 1 })).status, 200);
    const stale = await decide(id, 'apply');
    assert.deepEqual([stale.status, stale.body.code], [409, 'preview_stale']);
    const anew = await settled(id);
    assert.deepEqual([anew.state, anew.preview.products_updated], ['previewed', 1]);
    assert.equal((await decide(id, 'apply')).status, 202);
    await settled(id, ['applied']);
    const [after] = await byCode(pbsCode(first));
    assert.deepEqual([after.strength, after.manufacturer, after.version], ['10 mg', 'Somebody', 3]);
  });

  it('can be cancelled before the go, and not after', async () => {
    const { id } = await previewed(csvOf(medicineRows(2, codes(2))));
    assert.equal((await decide(id, 'cancel')).body.state, 'cancelled');
    assert.equal((await decide(id, 'cancel')).status, 202);
    const refused = await decide(id, 'apply');
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.current_status],
      [409, 'invalid_transition', 'cancelled'],
    );
    const { id: done } = await applied(csvOf(medicineRows(2, codes(2))));
    assert.deepEqual((await decide(done, 'cancel')).body.allowed, ['undoing']);
    assert.equal((await decide(done, 'apply')).body.state, 'applied', 'sent again it changes nothing');
  });

  it('reads a workbook, with columns of its own, and says what is wrong where', async () => {
    const code = `X-${randomUUID().slice(0, 8)}`;
    const table = [
      ['Formulary of the clinic', '', '', '', '', ''],
      ['SKU', 'Generic name', 'Brand', 'Dose form', 'Strength', 'Poison schedule'],
      [`${code}1`, 'sertraline', 'Sertest', 'tablet', '50 mg', 'S4'],
      [`${code}2`, 'unheardofin', '', 'tablet', '5 mg', 'Schedule 4'],
      [`${code}3`, 'sertraline', '', 'tablet', '50 mg', 'S8'],
      [`${code}4`, '', '', 'tablet', '50 mg', ''],
      [`${code}1`, 'sertraline', 'Sertest', 'tablet', '50 mg', 'S4'],
      [`${code}1`, 'sertraline', 'Sertest', 'tablet', '100 mg', 'S4'],
    ];
    const bytes = workbookOf([{ name: 'List', inside: rowsXml(table) }]);
    const found = await applied(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    assert.deepEqual([found.rows_total, found.rows_valid, found.rows_invalid, found.rows_skipped], [6, 2, 3, 1]);
    assert.deepEqual(
      found.errors.map((one: Record<string, unknown>) => [one.row, one.column, one.code]),
      [
        [5, null, 'schedule_conflict'],
        [6, 'B', 'identity_missing'],
        [8, null, 'duplicate_row'],
      ],
    );
    const listed = await admin.get(`${D}?search=unheardofin&limit=200`);
    const stated = listed.body.find(({ local_code }: { local_code: string }) => local_code === `${code}2`);
    assert.equal(stated.schedule, 'S4', 'a list may state what cannot be derived');
    const { body } = await admin.get(`${D}${stated.id}/`);
    assert.equal(body.sources.at(-1).source, 'A list that the clinic has imported');
  });

  it('of a file that is no list fails with what to do, and of another with its place', async () => {
    for (const [content, code, more] of [
      ['%PDF-1.7', 'file_type', { detected: 'pdf' }],
      ['code,name\n1,"x\n', 'file_damaged', { row: 2 }],
      ['a,b\n1,2\n', 'no_header', {}],
      ['Drug name,Form,Strength\n,tablet,1 mg\n', 'no_products', {}],
      ['', 'file_empty', {}],
    ] as const) {
      const found = await settled(await send(new Blob([content])));
      assert.equal(found.state, 'failed', code);
      const { message, hint, ...failure } = found.failure;
      assert.deepEqual(failure, { code, ...more });
      assert.ok(message && hint);
    }
  });

  it('is for administrators of its clinic, and one request is one import', async () => {
    const list = csvOf(medicineRows(1, codes(1)));
    const doctor = await stage.signIn('doctor');
    assert.equal((await doctor.upload(I, list, 'list.csv')).status, 403);
    for (const [field, value] of [
      ['mode', 'now'],
      ['coverage', 'most'],
      ['colour', 'red'],
    ] as const) {
      const refused = await admin.upload(I, list, 'list.csv', null, { [field]: value });
      assert.deepEqual([refused.status, refused.body.field], [400, field]);
    }
    const key = randomUUID();
    const one = await admin.upload(I, list, 'list.csv', key);
    const same = await admin.upload(I, list, 'list.csv', key);
    assert.deepEqual([same.body.id, same.headers.get('idempotent-replayed')], [one.body.id, 'true']);
    assert.equal((await admin.upload(I, list, 'list.csv', key, { mode: 'apply' })).status, 422);
    assert.equal(one.headers.get('location'), `${I}${one.body.id}/`);
    const stranger = await adminElsewhere(stage);
    assert.equal((await stranger.get(`${I}${one.body.id}/`)).status, 404);
    for (const decision of ['apply', 'cancel']) {
      assert.equal((await stranger.post(`${I}${one.body.id}/${decision}/`, undefined)).status, 404);
    }
    const { rows } = await stage.clinic.core.pool.query(
      `select action from audit_events where entity_id = $1 order by id`,
      [one.body.id],
    );
    assert.ok(rows.some(({ action }) => action === 'drug_import.uploaded'));
  });

  it('goes on when its worker was away at each decision', async () => {
    const first = codes(3);
    await stage.clinic.stopWorker();
    const id = await send(csvOf(medicineRows(3, first)));
    await stage.clinic.startWorker();
    assert.equal((await settled(id)).state, 'previewed');
    await stage.clinic.stopWorker();
    assert.equal((await decide(id, 'apply')).body.state, 'applying');
    assert.deepEqual(await byCode(pbsCode(first)), []);
    await stage.clinic.startWorker();
    assert.equal((await settled(id, ['applied'])).products_created, 3);
    assert.equal((await byCode(pbsCode(first))).length, 1);
  });
});
