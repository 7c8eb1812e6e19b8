import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const ROWS = 2_000;
const INTERRUPTIONS = 3;
const FIELDS = { supplier: 'alma', coverage: 'full' };

describe('an import whose transaction is interrupted again and again', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    await office.applied(priceList(productRows(ROWS)), FIELDS);
  });
  after(() => stage?.close());

  const query = async (text: string) => (await stage.clinic.core.pool.query(text)).rows;
  /** By which import products are as they are, in one look. */
  const seen = async () =>
    (
      await query(
        'select import_id, active, count(*)::int as n from supplier_products where not withdrawn group by 1, 2 order by 3',
      )
    )
      .map(({ import_id, active, n }) => `${n} ${active} ${import_id}`)
      .join();

  /**
   * Somebody holds one of the products, so that the statement waits in its middle. Its session is ended there, again and again, and at last
   * it is let go, while somebody looks all the time. Returns how many different catalogues were seen.
   */
  const interrupted = async (id: string, decide: () => Promise<unknown>, done: string) => {
    const looks = new Set([await seen()]);
    const holder = await stage.clinic.core.pool.connect();
    try {
      await holder.query('begin; set local idle_in_transaction_session_timeout = 0');
      await holder.query('select 1 from supplier_products where product_code = $1 for update', ['P-00000']);
      await decide();
      for (let times = 0; times < INTERRUPTIONS; times += 1) {
        await until('the statement waits, and its session is ended', async () => {
          const ended = await query(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock' and query like 'with changes as%'`,
          );
          return ended.length > 0;
        });
        looks.add(await seen());
      }
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    await until(`the import is ${done}`, async () => {
      looks.add(await seen());
      return (await office.read(id)).state === done;
    });
    looks.add(await seen());
    return looks.size;
  };
  const prices = async () =>
    await query(
      'select n, count(*)::int as products from (select count(*)::int as n from supplier_product_prices group by product_id) h group by n order by n',
    );

  it('is applied once, and taken back once; nobody ever sees half a list', async () => {
    const before = await office.products('active=all&sort=-price');
    const next = [...productRows(ROWS - 400, { price: 12 }), ...productRows(200, { first: ROWS })];
    const { id } = await office.previewed(priceList(next), FIELDS);
    const apply = async () => assert.equal((await office.decide(id, 'apply')).status, 202);
    assert.equal(await interrupted(id, apply, 'applied'), 2, 'the catalogue before, and the catalogue after');
    const found = await office.read(id);
    assert.deepEqual(
      [found.products_created, found.products_updated, found.products_deactivated],
      [200, ROWS - 400, 400],
    );
    assert.deepEqual(await prices(), [
      { n: 1, products: 600 },
      { n: 2, products: ROWS - 400 },
    ]);
    const undo = async () => assert.equal((await office.decide(id, 'undo', { reason: 'Wrong month' })).status, 202);
    assert.equal(await interrupted(id, undo, 'undone'), 2, 'the catalogue before, and the catalogue after');
    const as = (products: Record<string, unknown>[]) => products.map(({ last_seen_at: _, ...product }) => product);
    assert.deepEqual(as(await office.products('active=all&sort=-price')), as(before));
    assert.deepEqual(await prices(), [
      { n: 1, products: 600 },
      { n: 3, products: ROWS - 400 },
    ]);
  });

  it('is read to its end where its reading is interrupted while somebody asks for it again', async () => {
    const { pool, client } = stage.clinic.core;
    const holder = await pool.connect();
    let id: string;
    try {
      await holder.query('begin; set local idle_in_transaction_session_timeout = 0');
      await holder.query("select 1 from supplier_lists where supplier = 'alma' for update");
      id = await office.send(priceList(productRows(10)), { ...FIELDS, mode: 'preview' });
      const waiting = "wait_event_type = 'Lock' and query like 'insert into supplier_lists%'";
      const isWaiting = async () =>
        (await query(`select 1 from pg_stat_activity where datname = current_database() and ${waiting}`)).length > 0;
      await until('the staging waits for the list', isWaiting);
      const run = client.workflow.getHandle(`supplier-import/${id}`);
      await run.signal('follow');
      await until('the reading is to end', async () => {
        const { events = [] } = await run.fetchHistory();
        return events?.some((event) => event.activityTaskCancelRequestedEventAttributes);
      });
      await query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${waiting}`,
      );
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    const { state, failure } = await office.settled(id);
    assert.deepEqual([state, failure], ['previewed', null]);
    await office.decide(id, 'cancel');
  });
});
