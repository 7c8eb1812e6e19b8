import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import { type ApiClient, until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const ROW = (code: string) => `${code},Saltbush ${code},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,75.00,40`;

describe('the own stock of a clinic', () => {
  let stage: Stage;
  let office: ImportOffice;
  let nurse: ApiClient;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    nurse = await stage.signIn('nurse');
    await office.applied(priceList(['A-1', 'A-2', 'A-3', 'A-4', 'A-5'].map(ROW)), { supplier: 'alma' });
  });
  after(() => stage?.close());

  const idOf = async (code: string): Promise<string> => (await office.byCode(code)).id;
  const move = (id: string, kind: string, quantity: number, key?: string) =>
    nurse.post(`${P}${id}/stock/`, { kind, quantity }, key ?? randomUUID());

  it('is what its movements left, and is shown with the product', async () => {
    const id = await idOf('A-1');
    assert.equal((await office.product(id)).on_hand, null);
    for (const [kind, quantity, onHand] of [
      ['received', 12, 12],
      ['used', 5, 7],
      ['lost', 1, 6],
      ['returned', 2, 4],
      ['count', 9, 9],
    ] as const) {
      const { status, body, headers } = await move(id, kind, quantity);
      assert.deepEqual(
        [status, Object.keys(body).toSorted(), body.kind, body.quantity, body.on_hand],
        [201, ['at', 'kind', 'on_hand', 'quantity'], kind, quantity, onHand],
      );
      assert.equal(headers.get('location'), `${P}${id}/stock/`);
    }
    assert.equal((await office.product(id)).on_hand, 9);
    assert.equal((await office.byCode('A-1')).on_hand, 9);
    const { body } = await nurse.get(`${P}${id}/stock/?limit=2`);
    assert.deepEqual(
      body.map(({ kind, on_hand, note, recorded_by }: Record<string, unknown>) => [kind, on_hand, note, recorded_by]),
      [
        ['count', 9, null, nurse.person?.id],
        ['returned', 4, null, nurse.person?.id],
      ],
    );
    const all: string[] = [];
    for (let next: string | null = `${P}${id}/stock/?limit=2`; next; ) {
      const page = await nurse.get(next);
      all.push(...page.body.map(({ kind }: { kind: string }) => kind));
      const link = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
      next = link ? new URL(link).pathname + new URL(link).search : null;
    }
    assert.deepEqual(all, ['count', 'returned', 'lost', 'used', 'received']);
  });

  it('never goes below zero, whoever is first', async () => {
    const id = await idOf('A-2');
    assert.equal((await move(id, 'used', 1)).status, 400);
    assert.equal((await move(id, 'count', 5)).status, 201);
    const answers = await Promise.all(Array.from({ length: 12 }, () => move(id, 'used', 1)));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array(5).fill(201), ...Array(7).fill(400)]);
    assert.equal((await office.product(id)).on_hand, 0);
    for (const body of [
      { kind: 'count', quantity: -1 },
      { kind: 'received', quantity: 0 },
      { kind: 'received', quantity: 1.5 },
      { kind: 'stolen', quantity: 1 },
      { kind: 'count' },
      { kind: 'count', quantity: 1, by: 'me' },
    ]) {
      assert.equal((await nurse.post(`${P}${id}/stock/`, body)).status, 400, JSON.stringify(body));
    }
  });

  it('records a request once, also where its answer was lost', async () => {
    const id = await idOf('A-3');
    const key = randomUUID();
    await move(id, 'received', 3, key);
    const again = await move(id, 'received', 3, key);
    assert.deepEqual([again.status, again.body.on_hand, again.headers.get('idempotent-replayed')], [201, 3, 'true']);
    assert.equal((await move(id, 'received', 4, key)).status, 422);
    // As where the process died between the two commits.
    await stage.sql('delete from idempotency_keys');
    assert.equal((await move(id, 'received', 3, key)).body.on_hand, 3);
    const [audited] = await stage.sql<{ details: object }>(
      "select details from audit_events where action = 'supplier_product.stock_recorded' and entity_id = $1",
      [id],
    );
    assert.deepEqual(audited?.details, { kind: 'received', quantity: 3, onHand: 3 });
  });

  it('is read by those who read the catalogue, and written by those who manage it', async () => {
    const id = await idOf('A-4');
    for (const [role, reads, writes] of [
      ['admin', 200, 201],
      ['nurse', 200, 201],
      ['doctor', 200, 403],
      ['receptionist', 200, 403],
      ['accountant', 200, 403],
      ['patient', 403, 403],
    ] as const) {
      const client = await stage.signIn(role);
      assert.equal((await client.get(`${P}${id}/stock/`)).status, reads, role);
      const written = await client.post(`${P}${id}/stock/`, { kind: 'count', quantity: 1 });
      assert.equal(written.status, writes, role);
    }
    assert.equal((await nurse.get(`${P}${randomUUID()}/stock/`)).status, 404);
    assert.equal((await move(randomUUID(), 'count', 1)).status, 404);
  });

  it('is kept by the database: nothing is changed, and nothing that does not add up is written', async () => {
    const id = await idOf('A-5');
    await move(id, 'count', 5);
    await assert.rejects(stage.sql('update supplier_product_movements set quantity = 6'), /append-only/);
    await assert.rejects(stage.sql('delete from supplier_product_movements'), /append-only/);
    const write = (number: number, kind: string, onHand: number) =>
      stage.sql(
        `insert into supplier_product_movements (id, clinic_id, product_id, number, kind, quantity, on_hand, at)
         values (gen_random_uuid(), $1, $2, $3, $4, 2, $5, now())`,
        [stage.clinic.clinicId, id, number, kind, onHand],
      );
    await assert.rejects(write(1, 'received', 2), /supplier_product_movements_number/);
    await assert.rejects(write(3, 'received', 7), /follows none/);
    await assert.rejects(write(2, 'received', 8), /does not leave/);
    await assert.rejects(write(2, 'used', 7), /does not leave/);
    await write(2, 'used', 3);
    assert.equal((await office.product(id)).on_hand, 3);
  });

  it('is not moved of a product that an undo takes away meanwhile', async () => {
    await office.applied(priceList([ROW('A-6')]), { supplier: 'alma', coverage: 'partial' });
    const id = await idOf('A-6');
    const holder = await stage.clinic.core.pool.connect();
    try {
      await holder.query('begin');
      // As an undo does.
      await holder.query('select 1 from supplier_products where id = $1 for update', [id]);
      const moved = move(id, 'received', 3);
      await until('the movement waits', async () => {
        const waiting = await stage.sql(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for key share'",
        );
        return waiting.length > 0;
      });
      await holder.query('update supplier_products set withdrawn = true where id = $1', [id]);
      await holder.query('commit');
      assert.equal((await moved).status, 404);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    assert.deepEqual(await stage.sql('select 1 from supplier_product_movements where product_id = $1', [id]), []);
  });
});
