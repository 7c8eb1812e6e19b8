import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const BILLING = {
  legalName: 'Test Clinic Pty Ltd',
  address: '1 Harbour Road\nSydney NSW 2000',
  taxId: '18 123 456 789',
  region: 'au',
  taxRegistered: true,
};

interface Receipt {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly amount: number;
  readonly currency: string;
  readonly issued_at: string;
  readonly refund_id: string | null;
  readonly pdf_url: string;
}

describe('receipts, from payment to credit note', () => {
  let stage: Stage;
  let admin: ApiClient;
  let accountant: ApiClient;

  before(async () => {
    stage = await Stage.open();
    admin = await stage.signIn('admin');
    accountant = await stage.signIn('accountant');
    await stage.sql('update clinics set billing = $1', [BILLING]);
  });
  after(() => stage.close());

  const list = async (visit: PayableVisit, by = visit.api): Promise<Receipt[]> => {
    const reply = await by.get(`/api/v1/orders/${visit.order}/receipts/`);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body;
  };
  const attached = async (visit: PayableVisit, kind: string) =>
    (await stage.mails(visit))
      .filter((mail) => mail.kind === kind)
      .flatMap((mail) => mail.attachments.map((file) => [file.filename, file.content_type]))
      .filter(([, type]) => type === 'application/pdf');

  async function download(person: Person | null, url: string): Promise<Response> {
    if (!person) return fetch(url);
    const login = await ApiClient.anonymous(stage.clinic.apiUrl).post('/api/v1/users/login/', {
      email: person.email,
      password: person.password,
    });
    return fetch(url, { headers: { authorization: `Bearer ${login.body.access}` } });
  }

  it('the confirmation has the tax invoice with it, and it can be downloaded', async () => {
    const visit = await stage.booked(30 * HOUR);
    const [receipt, ...more] = await list(visit);
    assert.ok(receipt);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [receipt.kind, receipt.amount, receipt.currency, receipt.refund_id],
      ['tax_invoice', 8000, 'aud', null],
    );
    assert.match(receipt.number, /^TI-\d{6}$/);
    const file = [`tax-invoice-${receipt.number}.pdf`, 'application/pdf'];
    assert.deepEqual(await attached(visit, 'booking_confirmed'), [file]);
    const [mail] = (await stage.mails(visit)).filter(({ kind }) => kind === 'booking_confirmed');
    assert.ok(mail?.text.includes(`Tax invoice ${receipt.number} is attached.`));

    const first = await download(visit.patient, receipt.pdf_url);
    assert.equal(first.status, 200);
    assert.equal(first.headers.get('content-type'), 'application/pdf');
    assert.equal(first.headers.get('content-disposition'), `attachment; filename="tax-invoice-${receipt.number}.pdf"`);
    const bytes = Buffer.from(await first.arrayBuffer());
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
    const again = await download(accountant.person, receipt.pdf_url);
    assert.ok(bytes.equals(Buffer.from(await again.arrayBuffer())), 'the same document for everybody, every time');
    const readers = "select actor_label from audit_events where action = 'receipt.read' and entity_id = $1 order by id";
    assert.deepEqual(
      (await stage.sql(readers, [receipt.id])).map((row) => row.actor_label),
      ['patient', 'accountant'],
    );
  });

  it('is nobody else’s, and says no more of another’s than that it does not exist', async () => {
    const [visit, other] = [await stage.booked(30 * HOUR), await stage.booked(30 * HOUR)];
    const [receipt] = await list(visit);
    assert.ok(receipt);
    assert.equal((await other.api.get(`/api/v1/orders/${visit.order}/receipts/`)).status, 404);
    assert.equal((await download(other.patient, receipt.pdf_url)).status, 404);
    assert.equal((await download(null, receipt.pdf_url)).status, 401);
    assert.equal((await download(visit.doctor, receipt.pdf_url)).status, 403);
    const borrowed = receipt.pdf_url.replace(visit.order, other.order);
    assert.equal((await download(other.patient, borrowed)).status, 404);
    for (const odd of ['x', '00000000-0000-4000-8000-000000000000']) {
      assert.equal((await visit.api.get(`/api/v1/orders/${visit.order}/receipts/${odd}/pdf/`)).status, 404);
      assert.equal((await visit.api.get(`/api/v1/orders/${odd}/receipts/`)).status, 404);
    }
  });

  it('a refund brings its credit note, by mail and in the list', async () => {
    const visit = await stage.booked(30 * HOUR);
    const reply = await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'ill' });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    const [receipt, note, ...more] = await list(visit);
    assert.deepEqual(more, []);
    assert.deepEqual([receipt?.kind, note?.kind, note?.amount], ['tax_invoice', 'credit_note', 8000]);
    const order = await visit.api.get(`/api/v1/orders/${visit.order}/`);
    assert.equal(note?.refund_id, order.body.refunds[0].id);
    assert.deepEqual(await attached(visit, 'refunded'), [[`credit-note-${note?.number}.pdf`, 'application/pdf']]);
  });

  it('money that no mail told of gets its receipt when somebody asks, with no tax claimed', async () => {
    const visit = await stage.payable(30 * HOUR);
    assert.deepEqual(await list(visit), []);
    await stage.sql(
      `insert into payments (id, clinic_id, order_id, provider, provider_payment_id, amount, currency,
         purpose, captured_at)
       select uuidv7(), clinic_id, id, provider, 'pi_odd', 700, currency, 'mismatch', now()
         from orders where id = $1`,
      [visit.order],
    );
    const [[receipt], again] = [await list(visit, accountant), await list(visit)];
    assert.deepEqual([receipt?.kind, receipt?.amount], ['receipt', 700]);
    assert.deepEqual(again, [receipt]);
    const issued = "select actor_label from audit_events where action = 'receipt.issued' and entity_id = $1";
    assert.deepEqual(await stage.sql(issued, [receipt?.id]), [{ actor_label: 'keepwell' }]);
  });

  it('numbers have no gap, whoever issued them', async () => {
    const rows = await stage.sql<{ kind: string; numbers: number[] }>(
      'select kind, array_agg(number order by number) as numbers from receipts group by kind order by kind',
    );
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['credit_note', 'receipt', 'tax_invoice'],
    );
    for (const { numbers } of rows)
      assert.deepEqual(
        numbers,
        [...numbers.keys()].map((index) => index + 1),
      );
  });

  it('the day’s takings, as JSON and as CSV, for those who keep the books', async () => {
    const reply = await accountant.get('/api/v1/takings/');
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    const sum = (column: string) =>
      reply.body.reduce((total: number, row: Record<string, string>) => total + Number(row[column]), 0);
    assert.deepEqual([sum('payments'), sum('captured'), sum('refunded')], [4, 320, 80]);
    assert.ok(sum('fees') > 0);
    assert.equal(sum('net').toFixed(2), (320 - 80 - sum('fees')).toFixed(2));
    assert.deepEqual([reply.body[0].provider, reply.body[0].currency], ['stripe', 'aud']);

    const today = reply.body.at(-1).date;
    const named = await admin.get(
      `/api/v1/takings/?from=${today}&to=${today}&clinic=${stage.clinic.clinicId}&format=csv`,
    );
    assert.equal(named.status, 200);
    assert.match(named.headers.get('content-type') ?? '', /^text\/csv/);
    assert.match(named.body, /^date,clinic,provider,method,currency,payments,captured,refunded,fees,disputes,net\r\n/);
    assert.ok(named.body.includes(`\r\n${today},${stage.clinic.clinicId},stripe,`));
    const asked = await accountant.send('GET', '/api/v1/takings/', undefined, null, { accept: 'text/csv' });
    assert.match(asked.headers.get('content-type') ?? '', /^text\/csv/);
    const both = await accountant.send('GET', '/api/v1/takings/?format=json', undefined, null, { accept: 'text/csv' });
    assert.match(both.headers.get('content-type') ?? '', /json/);

    for (const role of ['patient', 'doctor', 'receptionist', 'nurse'] as const) {
      assert.equal((await (await stage.signIn(role)).get('/api/v1/takings/')).status, 403, role);
    }
    for (const query of [
      'from=2026-02-30',
      'from=2026-01-02&to=2026-01-01',
      'from=2020-01-01',
      'clinic=x',
      'format=xml',
    ]) {
      assert.equal((await accountant.get(`/api/v1/takings/?${query}`)).status, 400, query);
    }
    assert.equal((await accountant.get('/api/v1/takings/?clinic=00000000-0000-4000-8000-000000000000')).status, 404);
  });
});
