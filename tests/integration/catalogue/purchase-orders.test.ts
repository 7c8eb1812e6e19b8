import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import { OrderDesk } from '../../support/catalogue/order-desk.js';
import { sheetsOf } from '../../support/catalogue/price-lists.js';
import { readPdf } from '../../support/pdf-text.js';
import { Stage } from '../../support/stage.js';

const O = '/api/v1/supplier-products/purchase-orders/';
const YEAR = new Date().getUTCFullYear();
const row = (code: string, price = '46.33') =>
  `${code},Saltbush ${code},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,${price},40`;

describe('an order at a supplier', () => {
  let stage: Stage;
  let office: ImportOffice;
  let desk: OrderDesk;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    await stage.sql("update clinics set timezone = 'UTC'");
    office = new ImportOffice(await stage.signIn('admin'));
    desk = new OrderDesk(await stage.signIn('nurse'));
    await office.applied(priceList(['A-1', 'A-2', 'A-3'].map((code) => row(code))), { supplier: 'alma' });
    await office.applied(priceList([row('P-1', '10.00')]), { supplier: 'phytoca' });
  });
  after(() => stage?.close());

  const idOf = async (code: string): Promise<string> => (await office.byCode(code)).id;
  const packs = async (code: string, quantity: unknown) => ({ product: await idOf(code), quantity });
  const audited = async (id: string) =>
    (
      await stage.sql<{ action: string }>('select action from audit_events where entity_id = $1 order by happened_at', [
        id,
      ])
    ).map(({ action }) => action);

  it('keeps the prices of its moment, and says when the catalogue has others', async () => {
    const lines = [await packs('A-1', 3), await packs('A-2', 1)];
    const { status, body, headers } = await desk.create('alma', lines, { note: 'Before noon, please' });
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(headers.get('location'), `${O}${body.id}/`);
    const line = { product_code: 'A-1', product_name: 'Saltbush A-1', pack: { size: 30, unit: 'mL', text: '30 mL' } };
    assert.deepEqual(body.lines[0], {
      ...{ product: lines[0]?.product, ...line, quantity: 3, received: 0 },
      ...{ unit_price: '46.33', total: '138.99' },
    });
    const { id: _, number, created_at: __, lines: ___, ...rest } = body;
    assert.match(number, new RegExp(`^PO-${YEAR}-\\d{6}$`));
    assert.deepEqual(rest, {
      ...{ supplier: 'alma', status: 'draft', subtotal: '185.32', currency: 'aud', price_changed: false },
      ...{ note: 'Before noon, please', sent_at: null, mailed_to: null },
    });
    await office.applied(priceList([row('A-1', '50.00'), row('A-2'), row('A-3')]), { supplier: 'alma' });
    const later = await desk.read(body.id);
    assert.deepEqual([later.price_changed, later.subtotal, later.lines[0].unit_price], [true, '185.32', '46.33']);
    const next = await desk.created('alma', lines);
    assert.deepEqual([next.price_changed, next.lines[0].unit_price], [false, '50.00']);
    const { body: listed } = await desk.client.get(`${O}?supplier=ALMA&status=draft&limit=1`);
    assert.deepEqual(
      listed.map(({ id }: { id: string }) => id),
      [next.id],
    );
    assert.deepEqual(await audited(body.id), ['purchase_order.created']);
  });

  it('names each line that cannot be ordered', async () => {
    await office.applied(priceList([row('A-8'), row('A-9')]), { supplier: 'alma', coverage: 'partial' });
    const [one, two] = [await packs('A-1', 1), await packs('A-9', 1)];
    await office.applied(priceList(['A-1', 'A-2', 'A-3', 'A-8'].map((code) => row(code))), { supplier: 'alma' });
    const refusal = async (lines: readonly { product: string; quantity: unknown }[], supplier = 'alma') => {
      const { status, body } = await desk.create(supplier, lines);
      return [status, body.field];
    };
    assert.deepEqual(await refusal([one, await packs('P-1', 1)]), [400, 'lines.1.product'], 'of another supplier');
    assert.deepEqual(await refusal([one, two]), [400, 'lines.1.product'], 'inactive');
    assert.deepEqual(await refusal([{ product: randomUUID(), quantity: 1 }]), [400, 'lines.0.product'], 'unknown');
    assert.deepEqual(await refusal([one, { ...one }]), [400, 'lines.1.product'], 'twice');
    assert.deepEqual(await refusal([one, { ...one, product: one.product.toUpperCase() }]), [400, 'lines.1.product']);
    assert.deepEqual(await refusal([]), [400, 'lines']);
    assert.deepEqual(await refusal([one], 'nobody'), [400, 'supplier']);
    for (const quantity of [0, -1, 1.5, '2', null, 100_001]) {
      assert.deepEqual(await refusal([{ ...one, quantity }]), [400, 'lines.0.quantity'], String(quantity));
    }
  });

  it('is numbered without gaps and doubles, whoever orders at once and whatever is refused between', async () => {
    const [good, bad] = [await packs('A-1', 1), await packs('P-1', 1)];
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) => desk.create('alma', at % 3 === 2 ? [good, bad] : [good])),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map((_, at) => (at % 3 === 2 ? 400 : 201)),
    );
    const stored = await stage.sql<{ number: number }>('select number from purchase_orders order by number');
    assert.deepEqual(
      stored.map(({ number }) => number),
      stored.map((_, at) => at + 1),
    );
  });

  it('is numbered by the year of the clinic’s calendar', async () => {
    await stage.sql("update clinics set timezone = 'Pacific/Kiritimati'");
    const { number } = await desk.created('alma', [await packs('A-1', 1)]);
    const local = new Date(Date.now() + 14 * 3_600_000).getUTCFullYear();
    assert.ok(number.startsWith(`PO-${local}-`), number);
    await stage.sql("update clinics set timezone = 'UTC'");
  });

  it('is made once under its key, also where its answer was lost', async () => {
    const [key, lines] = [randomUUID(), [await packs('A-1', 2)]];
    const [first, again] = [await desk.create('alma', lines, {}, key), await desk.create('alma', lines, {}, key)];
    assert.deepEqual([again.body.id, again.headers.get('idempotent-replayed')], [first.body.id, 'true']);
    assert.equal((await desk.create('alma', [await packs('A-1', 3)], {}, key)).status, 422);
    // As where the process died between the two commits.
    await stage.sql('delete from idempotency_keys');
    assert.equal((await desk.create('alma', lines, {}, key)).body.number, first.body.number);
  });

  it('goes from status to status as its table says', async () => {
    const lines = [await packs('A-1', 2)];
    const refused = async (reply: Promise<{ status: number; body: Record<string, unknown> }>) => {
      const { status, body } = await reply;
      return [status, body.code, body.current_status];
    };
    const draft = await desk.created('alma', lines);
    assert.deepEqual(await refused(desk.receive(draft.id, lines)), [409, 'invalid_transition', 'draft']);
    assert.equal((await desk.set(draft.id, 'received')).status, 400);
    assert.equal((await desk.set(draft.id, 'cancelled')).body.status, 'cancelled');
    assert.equal((await desk.set(draft.id, 'cancelled')).status, 200, 'the same again changes nothing');
    assert.deepEqual(await refused(desk.set(draft.id, 'sent')), [409, 'invalid_transition', 'cancelled']);
    const sent = await desk.sent('alma', lines);
    assert.equal((await desk.receive(sent.id, lines)).body.status, 'received');
    assert.deepEqual(await refused(desk.set(sent.id, 'cancelled')), [409, 'invalid_transition', 'received']);
    assert.deepEqual(await refused(desk.receive(sent.id, lines)), [409, 'invalid_transition', 'received']);
    assert.deepEqual(await audited(draft.id), ['purchase_order.created', 'purchase_order.cancelled']);
    const actions = ['purchase_order.created', 'purchase_order.sent', 'purchase_order.received'];
    assert.deepEqual(await audited(sent.id), actions);
  });

  it('is received in parts, never beyond what was ordered, and becomes own stock', async () => {
    const [one, two] = [await packs('A-2', 5), await packs('A-3', 2)];
    const { id, number } = await desk.sent('alma', [one, two]);
    const over = await desk.receive(id, [{ ...one, quantity: 6 }]);
    assert.deepEqual([over.status, over.body.field], [400, 'lines.0.quantity']);
    const other = await desk.receive(id, [await packs('A-1', 1)]);
    assert.deepEqual([other.status, other.body.field], [400, 'lines.0.product']);
    const answers = await Promise.all(Array.from({ length: 9 }, () => desk.receive(id, [{ ...one, quantity: 1 }])));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array(5).fill(200), ...Array(4).fill(400)]);
    const part = await desk.read(id);
    assert.deepEqual(
      [part.status, ...part.lines.map(({ received }: { received: number }) => received)],
      ['partly_received', 5, 0],
    );
    const { core } = stage.clinic;
    const open = () =>
      core.unitOfWork.withScope(SYSTEM, (scope) => scope.purchaseOrders.listOpenQuantities(stage.clinic.clinicId));
    assert.equal((await open()).get(two.product), 2);
    const key = randomUUID();
    assert.equal((await desk.receive(id, [two], key)).body.status, 'received');
    await stage.sql('delete from idempotency_keys');
    assert.equal((await desk.receive(id, [two], key)).body.status, 'received', 'the same delivery, and no second one');
    assert.equal((await open()).get(two.product), undefined);
    assert.deepEqual(
      [(await office.product(one.product)).on_hand, (await office.product(two.product)).on_hand],
      [5, 2],
    );
    const { body: moves } = await desk.client.get(`/api/v1/supplier-products/${two.product}/stock/`);
    assert.deepEqual(
      moves.map(({ kind, quantity, note }: Record<string, unknown>) => [kind, quantity, note]),
      [['received', 2, number]],
    );
  });

  it('that has arrived in part can be cancelled as to the rest', async () => {
    const one = await packs('A-3', 5);
    const { id } = await desk.sent('alma', [one]);
    await desk.receive(id, [{ ...one, quantity: 2 }]);
    const { body } = await desk.set(id, 'cancelled');
    assert.deepEqual([body.status, body.lines[0].received], ['cancelled', 2]);
  });

  it('is a document of PDF and of XLSX, each download audited', async () => {
    const { id, number } = await desk.created('alma', [await packs('A-2', 12)], { note: '=HYPERLINK("x")' });
    const pdf = await desk.document(id);
    assert.deepEqual([pdf.status, pdf.headers.get('content-type')], [200, 'application/pdf']);
    assert.equal(pdf.headers.get('content-disposition'), `attachment; filename="${number}.pdf"`);
    const text = readPdf(pdf.bytes).lines.join('\n');
    for (const part of [number, 'Draft, not sent', 'Saltbush A-2', '555.96', 'without GST', '=HYPERLINK']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    const xlsx = await desk.document(id, '?format=xlsx');
    const [sheet, details] = await sheetsOf(xlsx.bytes);
    assert.deepEqual(
      sheet?.rows.map(({ cells }) => cells),
      [
        ['Product code', 'Product', 'Pack', 'Packs', 'Unit price', 'Amount'],
        ['A-2', 'Saltbush A-2', '30 mL', '12', '46.33', '555.96'],
        ['', 'Subtotal (AUD, without GST)', '', '', '', '555.96'],
      ],
    );
    assert.ok(details?.rows.some(({ cells }) => cells[1] === '=HYPERLINK("x")'));
    assert.equal((await desk.document(id, '?format=csv')).status, 400);
    const read = 'purchase_order.document_read';
    assert.deepEqual(await audited(id), ['purchase_order.created', read, read]);
  });

  it('is read by those who read the catalogue, and made by those who manage it', async () => {
    const one = await packs('A-1', 1);
    const { id } = await desk.created('alma', [one]);
    for (const [role, reads, writes] of [
      ['admin', 200, 201],
      ['doctor', 200, 403],
      ['receptionist', 200, 403],
      ['accountant', 200, 403],
      ['patient', 403, 403],
    ] as const) {
      const other = new OrderDesk(await stage.signIn(role));
      for (const path of [O, `${O}${id}/`, `${O}${id}/document/`]) {
        assert.equal((await other.client.bytes(path)).status, reads, `${role} ${path}`);
      }
      assert.equal((await other.create('alma', [one])).status, writes, role);
      assert.equal((await other.set(randomUUID(), 'sent')).status, writes === 201 ? 404 : 403, role);
      assert.equal((await other.receive(randomUUID(), [one])).status, writes === 201 ? 404 : 403, role);
    }
  });

  it('of another clinic is none', async () => {
    const { id } = await desk.created('alma', [await packs('A-1', 1)]);
    const clinic = randomUUID();
    await stage.sql(
      "insert into clinics (id, name, slug, timezone, currency) values ($1, 'There', 'there', 'UTC', 'aud')",
      [clinic],
    );
    await stage.sql('update purchase_order_lines set clinic_id = $2 where order_id = $1', [id, clinic]);
    await stage.sql('update purchase_orders set clinic_id = $2 where id = $1', [id, clinic]);
    const [{ product }] = [await packs('A-1', 1)];
    for (const reply of [
      desk.client.get(`${O}${id}/`),
      desk.set(id, 'sent'),
      desk.receive(id, [{ product, quantity: 1 }]),
      desk.document(id),
    ]) {
      assert.equal((await reply).status, 404);
    }
    const { body } = await desk.client.get(O);
    assert.ok(!body.some((order: { id: string }) => order.id === id));
  });

  it('does not wait for an import that changes its products', async () => {
    const line = await packs('A-1', 1);
    const holder = await stage.clinic.core.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('update supplier_products set last_updated = now() where id = $1', [line.product]);
      const { id } = await desk.created('alma', [line]);
      assert.equal((await desk.set(id, 'cancelled')).status, 200);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it('keeps a product that the undo of an import would take away: inactive, until a list has it again', async () => {
    const fields = { supplier: 'medreleaf', coverage: 'partial' };
    const { id } = await office.applied(priceList([row('M-1'), row('M-2')]), fields);
    const [ordered, other] = [await packs('M-1', 1), await packs('M-2', 1)];
    const order = await desk.sent('medreleaf', [ordered]);
    await office.undone(id);
    const kept = await office.product(ordered.product);
    assert.deepEqual([kept.active, kept.product_name, kept.price], [false, 'Saltbush M-1', '46.33']);
    assert.equal((await office.client.get(`/api/v1/supplier-products/${other.product}/`)).status, 404);
    assert.equal((await desk.receive(order.id, [ordered])).body.status, 'received');
    const again = await office.applied(priceList([row('M-1'), row('M-2')]), fields);
    assert.deepEqual([again.products_reactivated, again.products_created], [1, 1]);
    assert.equal((await office.product(ordered.product)).active, true);
    const second = await desk.created('medreleaf', [other]);
    await office.undone(again.id);
    assert.deepEqual(
      [(await office.product(ordered.product)).active, (await office.product(other.product)).active],
      [false, false],
    );
    assert.equal((await desk.read(second.id)).lines[0].product, other.product);
  });
});
