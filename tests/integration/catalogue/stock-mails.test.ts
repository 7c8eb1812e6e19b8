import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { activityDeps } from '../../../src/composition/worker.js';
import { mailDueStockAlerts } from '../../../src/usecases/catalogue/stock/mail-alerts.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const CODES = Array.from({ length: 30 }, (_, at) => `M-${String(at).padStart(2, '0')}`);
const list = (stock: (code: string) => number | string) =>
  priceList(
    CODES.map((code) => `${code},Saltbush ${code},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,75.00,${stock(code)}`),
  );

describe('those who manage a catalogue', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    await stage.signIn('nurse');
    await stage.signIn('doctor');
    await office.applied(
      list(() => 40),
      { supplier: 'alma' },
    );
    for (const { id } of await office.products()) await office.client.patch(`${P}${id}/`, { reorder_level: 20 });
  });
  after(() => stage?.close());

  /** Mails about the stock, by the roles of who has got them. */
  const mailed = async (): Promise<
    readonly { readonly to: string; readonly subject: string; readonly text: string }[]
  > =>
    (await stage.clinic.mails())
      .filter(({ kind }) => kind === 'stock_alert')
      .map(({ to, subject, text }) => ({ to: to.join(' ').split('-')[0] ?? '', subject, text }));
  /** Everything that was due is mailed: what an import or a request has added is in the table before its answer. */
  const settled = async (count: number) => {
    const found = await until(`${count} mails`, async () => {
      const [waiting] = await stage.sql<{ waiting: number }>(
        `select count(*)::int as waiting from account_mails where kind = 'stock_alert' and state = 'waiting'`,
      );
      const mails = await mailed();
      return waiting?.waiting === 0 && mails.length >= count && mails;
    });
    assert.equal(found.length, count, JSON.stringify(found.map(({ to, subject }) => [to, subject])));
    return found;
  };

  it('get one mail each of an import that makes thirty products low, and none of the same list again', async () => {
    await office.applied(
      list(() => 15),
      { supplier: 'alma' },
    );
    const mails = await settled(2);
    assert.deepEqual(mails.map(({ to }) => to.replace(/.*\b(admin|nurse).*/, '$1')).toSorted(), ['admin', 'nurse']);
    for (const { subject } of mails) assert.equal(subject, 'Low or out of stock: 30 products');
    await office.applied(
      list(() => 15),
      { supplier: 'alma' },
    );
    // Less of it, and no worse: more than a quarter of 20.
    await office.applied(
      list(() => 6),
      { supplier: 'alma' },
    );
    await settled(2);
  });

  it('get another one when it becomes worse still, the worst first', async () => {
    await office.applied(
      list((code) => (code === 'M-03' ? 0 : code === 'M-02' ? 5 : 6)),
      { supplier: 'alma' },
    );
    const mails = (await settled(4)).slice(0, 4);
    const last = mails.find(({ subject }) => subject === 'Low or out of stock: 2 products');
    assert.ok(last, JSON.stringify(mails.map(({ subject }) => subject)));
    assert.match(
      last.text,
      /Saltbush M-03 \([^)]*\): nothing left at the supplier[\s\S]*Saltbush M-02 \([^)]*\): 5 left at/,
    );
  });

  it('get one of a movement that leaves too little, once each time that it does', async () => {
    const { id } = await office.byCode('M-10');
    const move = (kind: string, quantity: number) => office.client.post(`${P}${id}/stock/`, { kind, quantity });
    await move('count', 30);
    await move('used', 9);
    await settled(4);
    await move('used', 1);
    await settled(6);
    await move('used', 1);
    await settled(6);
    await move('received', 30);
    await move('used', 45);
    const mails = await settled(8);
    assert.equal(mails.filter(({ text }) => /M-10 .*: 4 left of the clinic's own stock/.test(text)).length, 2);
  });

  it('get none for a reorder level, nor for what an undo brings back', async () => {
    const { id: product } = await office.byCode('M-11');
    await office.client.patch(`${P}${product}/`, { reorder_level: 100 });
    const { id } = await office.applied(
      list(() => 500),
      { supplier: 'alma' },
    );
    await office.undone(id);
    await settled(8);
    const [state] = await stage.sql<{ alert: string }>(
      'select alert from supplier_product_alerts where product_id = $1',
      [product],
    );
    assert.equal(state?.alert, 'high');
  });

  it('get it from maintenance where the process died before it was sent', async () => {
    const { id } = await office.byCode('M-12');
    await stage.sql(`update supplier_product_alerts set is_due = true where product_id = $1`, [id]);
    assert.equal((await stage.maintain()).reminded, 1);
    const mails = await settled(10);
    assert.equal(mails.filter(({ subject }) => subject === 'Low or out of stock: 1 product').length, 6);
    assert.equal((await stage.maintain()).reminded, 0);
    await settled(10);
  });

  it('get it when a product is used again that was out, and unused for long', async () => {
    const partial = { supplier: 'phytoca', coverage: 'partial' };
    await office.applied(priceList(['Z-1,Quandong,THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,75.00,9']), partial);
    const { id } = await office.byCode('Z-1');
    const move = async (kind: string, quantity: number) => {
      const { status, body } = await office.client.post(`${P}${id}/stock/`, { kind, quantity });
      assert.equal(status, 201, JSON.stringify(body));
    };
    await move('count', 3);
    await move('used', 1);
    await stage.policy({ usageWindowMs: 1 });
    await move('lost', 2);
    await settled(10);
    await stage.policy({});
    await move('count', 0);
    await settled(12);
  });

  it('get it later where reading it fails, and maintenance goes on meanwhile', async () => {
    const { id } = await office.byCode('M-13');
    await stage.sql('update supplier_product_alerts set is_due = true where product_id = $1', [id]);
    const deps = activityDeps(stage.clinic.core).stockAlerts;
    const broken = { ...deps, mappings: () => Promise.reject(new Error('the database is away')) };
    assert.equal(await mailDueStockAlerts(broken)(), 0);
    assert.equal(await mailDueStockAlerts(deps)(), 1);
    await settled(14);
  });
});
