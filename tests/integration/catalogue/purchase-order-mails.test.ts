import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { MailRefused } from '../../../src/adapters/email/port.js';
import { activityDeps } from '../../../src/composition/worker.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { mappingsOf } from '../../../src/usecases/catalogue/mappings.js';
import { changePurchaseOrderStatus } from '../../../src/usecases/catalogue/purchase-orders/change-status.js';
import { deliverAccountMail } from '../../../src/usecases/identity/deliver-account-mail.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { OrderDesk } from '../../support/catalogue/order-desk.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const TO = 'orders@alma.example';

describe('the mail of an order', () => {
  let stage: Stage;
  let desk: OrderDesk;
  let product: string;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    const office = new ImportOffice(await stage.signIn('admin'));
    desk = new OrderDesk(office.client);
    for (const supplier of ['alma', 'phytoca']) await office.applied(priceList(productRows(1)), { supplier });
    [{ id: product }] = await office.products('supplier=alma');
    await desk.mailOrdersTo('alma', TO);
  });
  after(() => stage?.close());

  const lines = () => [{ product, quantity: 2 }];
  const mailsOf = async (number: string) =>
    (await stage.clinic.mails()).filter(({ subject }) => subject.includes(number));
  const rows = (number: string) =>
    stage.sql<{ id: string; state: string }>(
      'select m.id, m.state from account_mails m join purchase_orders o on o.sent_at = m.created_at where o.number_text = $1',
      [number],
    );
  const ended = (number: string, state: string) =>
    until(`the mail of ${number} to be ${state}`, async () => (await rows(number))[0]?.state === state || null);

  it('goes to the supplier once, with the document, whoever sends the order at once', async () => {
    const { id, number } = await desk.created('alma', lines());
    const answers = await Promise.all(Array.from({ length: 6 }, () => desk.set(id, 'sent')));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.status, body.mailed_to]),
      answers.map(() => [200, 'sent', TO]),
    );
    await ended(number, 'sent');
    assert.equal((await desk.set(id, 'sent')).status, 200);
    assert.equal((await rows(number)).length, 1);
    const [mail, ...others] = await mailsOf(number);
    assert.deepEqual(others, []);
    assert.deepEqual([mail?.kind, mail?.to], ['purchase_order', [TO]]);
    assert.deepEqual(
      mail?.attachments.map(({ filename, content_type }) => [filename, content_type]),
      [[`${number}.pdf`, 'application/pdf']],
    );
    const [stored] = await rows(number);
    const again = deliverAccountMail(activityDeps(stage.clinic.core).accountMail);
    assert.equal(await again({ mailId: stored?.id ?? '' }), 'sent_before');
  });

  it('is none where the supplier has no address', async () => {
    const [{ id: other }] = await new ImportOffice(desk.client).products('supplier=phytoca');
    const { number, mailed_to: to, sent_at: at } = await desk.sent('phytoca', [{ product: other, quantity: 1 }]);
    assert.deepEqual([to, typeof at], [null, 'string']);
    assert.deepEqual(await rows(number), []);
  });

  it('goes out once though the process died behind the commit', async () => {
    const { id, number } = await desk.created('alma', lines());
    const { core, clinicId } = stage.clinic;
    const dying = changePurchaseOrderStatus({
      ...{ ...core, mappings: mappingsOf(BUILT_IN), mailDomain: 'keepwell.example' },
      accountMails: { send: () => Promise.reject(new Error('the process died')) },
    });
    const userId = desk.client.person?.id ?? '';
    const [membership] = await stage.sql<{ id: string }>('select id from memberships where user_id = $1', [userId]);
    const who = { kind: 'user', role: 'admin', userId, membershipId: membership?.id ?? '' } as const;
    const actor = { ...who, permissions: ROLE_PERMISSIONS.admin, clinicIds: [clinicId], sessionId: randomUUID() };
    assert.equal((await dying(actor, { clinicId, id, status: 'sent' })).mailedTo, TO);
    assert.deepEqual(
      (await rows(number)).map(({ state }) => state),
      ['waiting'],
    );
    // Maintenance leaves alone what was committed a moment ago.
    await stage.sql("update account_mails set created_at = created_at - interval '1 minute' where state = 'waiting'");
    await stage.sql("update purchase_orders set sent_at = sent_at - interval '1 minute' where id = $1", [id]);
    await Promise.all([stage.maintain(), stage.maintain()]);
    await ended(number, 'sent');
    assert.equal((await mailsOf(number)).length, 1);
  });

  it('does not go out when the order was cancelled first, and asks nobody to act', async () => {
    await stage.clinic.stopWorker();
    const { id, number } = await desk.sent('alma', lines());
    assert.equal((await desk.set(id, 'cancelled')).body.status, 'cancelled');
    await stage.clinic.startWorker();
    await ended(number, 'refused');
    assert.deepEqual(await mailsOf(number), []);
    assert.deepEqual(await stage.sql("select 1 from attention where code = 'account_mail_undelivered'"), []);
  });

  it('that a server refuses is shown to a person', async () => {
    await stage.clinic.stopWorker();
    const { number } = await desk.sent('alma', lines());
    const [mail] = await rows(number);
    const deliver = deliverAccountMail({
      ...activityDeps(stage.clinic.core).accountMail,
      mailer: { send: () => Promise.reject(new MailRefused('refused', 550, '550 5.1.1 No such user')) },
    });
    assert.equal(await deliver({ mailId: mail?.id ?? randomUUID() }), 'refused');
    const flagged = await stage.sql("select 1 from attention where code = 'account_mail_undelivered'");
    assert.equal(flagged.length, 1);
    await stage.clinic.startWorker();
  });
});
