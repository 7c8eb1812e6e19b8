import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { localDay } from '../../../src/domain/days.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const ROW = (code: string, pack: string, price: string, stock: number | string) =>
  `${code},Saltbush ${code},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,${pack},${price},${stock}`;

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose members each test names
type Answer = any;

describe('what a clinic is short of', () => {
  let stage: Stage;
  let office: ImportOffice;
  let doctor: ApiClient;
  const ids = new Map<string, string>();

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    doctor = await stage.signIn('doctor');
    const alma = (out: number) => [
      ROW('A-1', '30 mL', '75.00', out),
      ROW('A-2', '60 mL', '120.00', 12),
      ROW('A-4', '30 mL', '80.00', 40),
      ROW('A-5', '50 mL', '81.00', 0),
    ];
    await office.applied(priceList(alma(3)), { supplier: 'alma' });
    await office.applied(priceList([ROW('B-1', '60 mL', '100.00', 9), ROW('B-2', '30 mL', '40.00', 0)]), {
      supplier: 'botanitech',
    });
    await office.applied(priceList([ROW('C-1', '15 mL', '49.50', 'in stock')]), { supplier: 'phytoca' });
    for (const { id, product_code } of await office.products()) ids.set(product_code, id);
    await level('A-1', 4);
    await office.applied(priceList(alma(0)), { supplier: 'alma' });
    await level('A-2', 50);
    await move('A-4', 'count', 5);
    await move('A-4', 'used', 5);
  });
  after(() => stage?.close());

  const id = (code: string) => ids.get(code) ?? '';
  const level = (code: string, reorder_level: number | null) =>
    office.client.patch(`${P}${id(code)}/`, { reorder_level });
  const move = (code: string, kind: string, quantity: number) =>
    office.client.post(`${P}${id(code)}/stock/`, { kind, quantity });
  const alerts = async (): Promise<Answer> => {
    const { status, body } = await doctor.get(`${P}alerts/`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const today = async () => {
    const [clinic] = await stage.sql<{ timezone: string }>('select timezone from clinics where id = $1', [
      stage.clinic.clinicId,
    ]);
    return localDay(new Date(), clinic?.timezone ?? '');
  };

  it('is low at or under its reorder level, and what is on order is counted', async () => {
    const { low_stock_alerts } = await alerts();
    const [out, low] = low_stock_alerts;
    assert.deepEqual(
      low_stock_alerts.map((one: Answer) => one.product),
      ['Saltbush A-1', 'Saltbush A-2'],
    );
    const { since, ...rest } = low;
    assert.deepEqual(rest, {
      ...{ product: 'Saltbush A-2', product_id: id('A-2'), supplier: 'alma' },
      ...{ current_stock: 12, stock_basis: 'supplier', reorder_level: 50 },
      ...{ recommended_order: 88, alert_level: 'high' },
    });
    assert.ok(Date.parse(since) <= Date.now() && Date.parse(since) > Date.now() - 600_000);
    assert.deepEqual([out.current_stock, out.alert_level, out.recommended_order], [0, 'high', 8]);
    await order('A-2', 30);
    assert.equal((await alerts()).low_stock_alerts[1].recommended_order, 58);
    await level('A-2', 40);
    const later = (await alerts()).low_stock_alerts[1];
    assert.deepEqual([later.alert_level, later.since], ['medium', since], 'since when there is too little of it');
    await level('A-2', 11);
    assert.equal((await alerts()).low_stock_alerts.length, 1);
    await level('A-2', 12);
    assert.notEqual((await alerts()).low_stock_alerts[1].since, since, 'it was enough between');
  });

  it('is out when nothing is left of what has a reorder level or is used, with who else has it', async () => {
    const { out_of_stock } = await alerts();
    assert.deepEqual(
      out_of_stock.map(({ product, supplier, last_available, alternative_suppliers }: Answer) => [
        ...[product, supplier, last_available, alternative_suppliers],
      ]),
      [
        ['Saltbush A-1', 'alma', await today(), ['Cann Group Limited', await nameOf('phytoca')]],
        ['Saltbush A-4', 'alma', await today(), ['Cann Group Limited', await nameOf('phytoca')]],
      ],
      'A-5 was never used, and B-2 is out itself',
    );
    assert.deepEqual(out_of_stock[0].alternatives, [
      { product_id: id('B-1'), supplier: 'botanitech', price_per_mg: '0.0667', stock_quantity: 9 },
      { product_id: id('C-1'), supplier: 'phytoca', price_per_mg: '0.1320', stock_quantity: null },
    ]);
    await level('A-5', 1);
    const never = (await alerts()).out_of_stock.find((one: Answer) => one.product === 'Saltbush A-5');
    assert.equal(never.last_available, null);
    await level('A-5', null);
    // Not used within the window any more.
    await stage.policy({ usageWindowMs: 1 });
    assert.equal((await alerts()).out_of_stock.length, 1);
    await stage.policy({});
  });

  it('names lists that are overdue', async () => {
    assert.deepEqual((await alerts()).stale_lists, []);
    await stage.sql("update supplier_lists set last_list_at = now() - interval '50 days' where supplier = 'alma'");
    const [stale] = (await alerts()).stale_lists;
    assert.deepEqual([stale.supplier, stale.update_frequency], ['alma', 'monthly']);
    assert.ok(Date.parse(stale.last_list_at) < Date.now() - 49 * 86_400_000);
  });

  it('is suggested to be ordered where it is cheapest, with how much and why', async () => {
    // 30 packs in two weeks, the first of them 14 days ago: 15 a week.
    await moved('A-1', 1, ['count', 55, 55, 20]);
    await moved('A-1', 2, ['used', 30, 25, 14]);
    await level('A-1', 50);
    const suggestion = async () => {
      const { status, body } = await doctor.get(`${P}reorder-suggestions/`);
      assert.equal(status, 200, JSON.stringify(body));
      return body.reorder_recommendations.find((one: Answer) => one.product_id === id('A-1'));
    };
    // Twice the level is 100, more than 15 × (4 + 1). 75 packs of 750 mg are 37.5 of 1,500 mg.
    assert.deepEqual(await suggestion(), {
      ...{ product: 'Saltbush A-1', product_id: id('A-1'), current_stock: 25, stock_basis: 'clinic', on_order: 0 },
      ...{ reorder_level: 50, usage_rate: '15 units/week', usage_per_week: 15, weeks_left: 1.7 },
      ...{ recommended_quantity: 38, supplier: 'botanitech', supplier_product: id('B-1') },
      ...{ unit_price: '100.00', estimated_cost: '3800.00', urgency: 'medium' },
      how: { target: 100, cover_weeks: 4, lead_weeks: 1, window_days: 56 },
    });
    await order('A-1', 20);
    const counted = await suggestion();
    assert.deepEqual([counted.on_order, counted.recommended_quantity], [20, 28], '55 packs are 27.5');
    await order('A-1', 6);
    assert.equal(await suggestion(), undefined, 'enough is on its way');
    const [first] = (await doctor.get(`${P}reorder-suggestions/`)).body.reorder_recommendations;
    assert.deepEqual([first.product, first.urgency], ['Saltbush A-4', 'high'], 'the most urgent first');
  });

  it('is for the staff of the clinic', async () => {
    const patient = await stage.signIn('patient');
    for (const path of ['alerts', 'reorder-suggestions']) {
      assert.equal((await patient.get(`${P}${path}/`)).status, 403);
      assert.equal((await doctor.get(`${P}${path}/?clinic=${id('A-1')}`)).status, 404);
    }
  });

  const nameOf = async (key: string): Promise<string> => {
    const { body } = await doctor.get(`${P}suppliers/`);
    return body.find((one: Answer) => one.key === key).supplier_name;
  };
  const moved = (code: string, number: number, [kind, quantity, onHand, days]: readonly (string | number)[]) =>
    stage.sql(
      `insert into supplier_product_movements (id, clinic_id, product_id, number, kind, quantity, on_hand, at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now() - make_interval(days => $7))`,
      [stage.clinic.clinicId, id(code), number, kind, quantity, onHand, days],
    );
  /** Sent to the supplier, and nothing of it has arrived. */
  const order = async (code: string, quantity: number) => {
    const lines = [{ product: id(code), quantity }];
    const { status, body } = await office.client.post(`${P}purchase-orders/`, { supplier: 'alma', lines });
    assert.equal(status, 201, JSON.stringify(body));
    const sent = await office.client.patch(`${P}purchase-orders/${body.id}/`, { status: 'sent' });
    assert.equal(sent.status, 200, JSON.stringify(sent.body));
  };
});
