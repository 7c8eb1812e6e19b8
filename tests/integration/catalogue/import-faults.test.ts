import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue, catalogueActivityDeps } from '../../../src/composition/catalogue.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { applySupplierImport } from '../../../src/usecases/catalogue/imports/apply-import.js';
import { failSupplierImport } from '../../../src/usecases/catalogue/imports/fail-import.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const OF = { supplier: 'alma', coverage: 'partial' };

/** Letters in no order that a database could shorten, of one plane of Unicode. */
function letters(count: number, { from, of, seed }: { from: number; of: number; seed: number }): string {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCodePoint(from + (Math.floor(state / 8) % of));
  }).join('');
}
const HAN = { from: 0x4e00, of: 20_000 };
const RARE_HAN = { from: 0x20000, of: 42_000 };

describe('a list that the catalogue does not take', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    await stage.clinic.core.pool.query(`create function refuse_product() returns trigger language plpgsql as
      $$ begin raise 'no such product can be written'; end $$`);
  });
  after(() => stage?.close());

  const query = async (text: string, values: unknown[] = []) => (await stage.clinic.core.pool.query(text, values)).rows;
  /** The database refuses whatever is written into products, each time, for as long as `work` takes. */
  const refusing = async (work: () => Promise<void>) => {
    await query(
      'create trigger refused before insert or update on supplier_products for each row execute function refuse_product()',
    );
    try {
      await work();
    } finally {
      await query('drop trigger refused on supplier_products');
    }
  };
  const entries = async (id: string) =>
    (await query('select code from attention where about = $1', [`supplier-import/${id}`])).map(({ code }) => code);
  const run = (id: string) => stage.clinic.core.client.workflow.getHandle(`supplier-import/${id}`);
  const page = async (id: string) =>
    (await run(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';
  const lists = async () => await query('select supplier, version, last_list_at from supplier_lists order by 1');

  it('of texts that are longer together than an index can hold is applied, and its products are found again', async () => {
    const header = 'brand_name,product_name,generic_name,strength,pack,category,dose_form,price';
    const row = (alphabet: typeof HAN, seed: number) => {
      const text = (at: number) => letters(500, { ...alphabet, seed: seed + at });
      return [text(1), text(2), text(3), '10 mg/mL', text(4), 'Analgesic', 'oral liquid', '10.50'].join(',');
    };
    // What links a product to a medicine writes this word out.
    const units = (seed: number) => letters(166, { from: 0x30, of: 10, seed }).replaceAll(/\d/g, 'ug$&');
    const unlike = letters(166, { from: 0x2e, of: 2, seed: 7 }).replaceAll(/./g, 'ug$&');
    const linked = ['', 'Oil', `x${unlike}`, units(9), '30 mL', 'Analgesic', 'oral liquid', '10.50'].join(',');
    const list = new Blob([`${[header, row(HAN, 1), row(HAN, 2), row(RARE_HAN, 3), linked].join('\n')}\n`]);
    const of = { supplier: 'phytoca', coverage: 'full' };
    assert.equal((await office.applied(list, of)).products_created, 4);
    const [{ longest }] = await query(`select max(length(link_key)) as longest from supplier_products`);
    assert.ok(longest > 3_000, String(longest));
    const again = await office.previewed(list, of);
    assert.deepEqual([again.preview.unchanged, again.preview.products_created], [4, 0]);
    const file = await office.client.bytes(`${P}?supplier=phytoca&format=csv`);
    const exported = await office.previewed(new Blob([file.bytes]), of);
    assert.deepEqual([exported.preview.unchanged, exported.rows_invalid], [4, 0]);
  });

  it('is given up as failed, with nothing changed, and the next one of the supplier is applied', async () => {
    const { id } = await office.previewed(priceList(productRows(3)), OF);
    const before = await lists();
    await refusing(async () => {
      assert.equal((await office.decide(id, 'apply')).status, 202);
      await office.settled(id, ['failed']);
    });
    const { failure, finished_at, applied_at, progress } = await office.read(id);
    assert.equal(failure.code, 'internal');
    assert.match(failure.message, /could not be applied.+Nothing was changed/);
    assert.ok(finished_at !== null && applied_at === null);
    assert.equal(progress, 100);
    assert.deepEqual(await office.products('active=all&supplier=alma'), []);
    assert.deepEqual(await lists(), before);
    assert.deepEqual(await entries(id), [], 'whoever has sent it sees it there');
    await run(id).result();
    assert.ok(((await run(id).fetchHistory()).events ?? []).length <= 60);
    const next = await office.applied(priceList(productRows(3)), OF);
    assert.equal(next.products_created, 3);
    await office.undone(next.id);
  });

  it('that came by itself is shown to a person', async () => {
    const { core, clinicId } = stage.clinic;
    const bytes = Buffer.from(await priceList(productRows(2)).arrayBuffer());
    const list = { clinicId, name: 'list.csv', supplier: 'alma', mode: 'apply', coverage: 'partial', bytes } as const;
    await refusing(async () => {
      const { id } = await catalogue.services(core).supplierImports.submit(SYSTEM, { ...list, source: 'pull' }, null);
      assert.equal((await office.settled(id, ['failed', 'applied'])).state, 'failed');
      assert.deepEqual(await entries(id), ['import_failed']);
    });
  });

  it('back is applied as before, its page says so, and can be asked for again', async () => {
    const { id } = await office.applied(priceList(productRows(2, { first: 50 })), OF);
    const before = [await office.products(), await lists()];
    await refusing(async () => {
      assert.equal((await office.decide(id, 'undo', { reason: 'The wrong file' })).status, 202);
      await until('the undo is given up', async () => (await office.read(id)).state === 'applied');
    });
    assert.deepEqual([await office.products(), await lists()], before);
    await until('its page says so', async () => (await page(id)).includes('The last undo failed'));
    assert.match(JSON.stringify((await run(id).fetchHistory()).events), /undoSupplierImport/);
    assert.ok(((await run(id).fetchHistory()).events ?? []).length <= 60);
    await office.undone(id);
    await until('its page says it no more', async () => !(await page(id)).includes('The last undo failed'));
    assert.deepEqual(await office.products('active=all&supplier=alma'), []);
  });

  it('is applied where an attempt that is still at work ends well, and is not where the failure stands first', async () => {
    const deps = { ...stage.clinic.core, ...catalogueActivityDeps(stage.clinic.core).catalogue };
    const applying = async (first: number) => {
      const { id } = await office.previewed(priceList(productRows(1, { first })), OF);
      await query(`update supplier_imports set state = 'applying' where id = $1`, [id]);
      return String(id);
    };
    const fail = (importId: string) => failSupplierImport(deps)({ importId, step: 'apply' });
    const apply = (importId: string) => applySupplierImport(deps)(importId, () => undefined);

    const late = await applying(80);
    const attempt = await stage.clinic.core.pool.connect();
    try {
      await attempt.query('begin');
      await attempt.query(`select 1 from supplier_lists where supplier = 'alma' for update`);
      await attempt.query(`update supplier_imports set state = 'applied', applied_at = now() where id = $1`, [late]);
      const failed = fail(late);
      await until('the failure waits for the attempt', async () => {
        const waiting = await query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'supplier_lists'`,
        );
        return waiting.length > 0;
      });
      await attempt.query('commit');
      await failed;
    } finally {
      attempt.release();
    }
    assert.equal((await office.read(late)).state, 'applied');
    await query(`update supplier_imports set state = 'cancelled' where id = $1`, [late]);

    const early = await applying(81);
    await fail(early);
    await apply(early);
    assert.equal((await office.read(early)).state, 'failed');
    assert.equal(await office.byCode('P-00081'), undefined);
  });
});
