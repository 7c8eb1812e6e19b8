import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { EncryptionCodec } from '../../../src/adapters/temporal/codec.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { ApiClient } from '../../support/client.js';
import { Stage, type Visit } from '../../support/stage.js';
import { COMMANDS } from '../../support/workflow-harness.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
let accountant: ApiClient;
before(async () => {
  stage = await Stage.open();
  await stage.policy({ feeNew: 25_000, feeReturning: 25_000 });
  admin = await stage.signIn('admin');
  accountant = await stage.signIn('accountant');
});
after(() => stage.close());

/** The admin as somebody who has read a history would type them. */
const typedAdmin = () => ({
  kind: 'user',
  membershipId: null,
  userId: admin.person?.id,
  role: 'admin',
  permissions: ROLE_PERMISSIONS.admin,
  clinicIds: [stage.clinic.clinicId],
  sessionId: randomUUID(),
});

/** Sends an update with any number of arguments, as a form in the Temporal UI or its API can. */
function typeIn(visit: Pick<Visit, 'id'>, update: string, args: readonly unknown[]): Promise<unknown> {
  return stage.handle(visit).executeUpdate(update, { args: args as [unknown] });
}

/** Every place where the JSON of an update has room for an actor. */
function placements(command: object): [string, unknown[]][] {
  const actor = typedAdmin();
  return [
    ['beside the fields', [{ ...command, actor, requestId: randomUUID() }]],
    ['in a request', [{ ...command, request: { actor } }]],
    ['in a command', [{ ...command, command: { ...command, actor } }]],
    ['as the name', [{ ...command, by: actor }]],
    ['as another argument', [command, actor]],
    ['as another argument, like a seal', [command, { kind: 'sealed', seal: 'x', actor }]],
    ['as a text where the seal is', [command, JSON.stringify(actor)]],
    ['in a list', [[{ ...command, actor }]]],
  ];
}

/** Whatever names the admin as somebody who did something to an appointment. */
async function namesAdmin(visit: Pick<Visit, 'id'>): Promise<unknown[]> {
  return stage.sql(
    `select action as what, actor_label as label from audit_events
       where (entity_id::text = $1::text or details->>'appointment' = $1::text) and actor_user_id = $2
     union all select move, actor_label from status_history where appointment_id::text = $1::text and actor_user_id = $2`,
    [visit.id, admin.person?.id],
  );
}

async function labels(visit: Pick<Visit, 'id'>): Promise<string[]> {
  const text = 'select distinct actor_label as label from status_history where appointment_id = $1';
  return (await stage.sql<{ label: string }>(text, [visit.id])).map((row) => row.label);
}

test('an actor that is typed into an update is never believed', { concurrency: 4 }, async (t) => {
  await Promise.all(
    [...Object.keys(COMMANDS), 'book'].map((name) =>
      t.test(name, async () => {
        const visit =
          name === 'checkout' || name === 'takeAtDesk' ? await stage.hold(48 * HOUR) : await stage.booked(48 * HOUR);
        const command =
          name === 'book'
            ? { slotId: visit.slot, patientId: visit.patient.id, bodyHash: 'hash' }
            : COMMANDS[name as keyof typeof COMMANDS];
        for (const [, args] of placements(command)) {
          // Refused or carried out: what counts is whom the books name afterwards.
          await typeIn(visit, name, args).catch(() => undefined);
        }
        assert.deepEqual(await namesAdmin(visit), []);
        const others = (await labels(visit)).filter((label) => label.startsWith('temporal-ui'));
        assert.deepEqual(
          others.filter((label) => label !== 'temporal-ui (claims mia)'),
          [],
        );
        if (name === 'cancelForClinic') await stage.reaches(visit, 'cancelled_by_clinic', 'paid');
        else assert.equal(await stage.runState(visit), 'RUNNING', 'no attempt harms the run');
      }),
    ),
  );
});

test('the temporal UI gives its own name, and what it may not do has a sentence', async () => {
  const visit = await stage.booked(48 * HOUR);
  await stage.fromUi(visit, 'resendConfirmation', { by: ' Robin ', reason: 'asked', actor: typedAdmin() });
  assert.ok((await labels(visit)).includes('temporal-ui (claims Robin)'));
  await assert.rejects(stage.fromUi(visit, 'cancel', { to: 'cancelled_by_patient', reason: null }), (error: Error) => {
    assert.match(String((error.cause as Error).message), /use cancelForClinic/);
    return true;
  });
  await stage.fromUi(visit, 'cancelForClinic', { by: 'Robin', reason: 'the doctor is ill' });
  await stage.reaches(visit, 'cancelled_by_clinic', 'paid');
  const timeline = await admin.get(`/api/v1/appointments/${visit.id}/timeline/`);
  const cancel = timeline.body.events.find((event: { context: { move?: string } }) => event.context.move === 'cancel');
  assert.equal(cancel.what, 'the doctor is ill');
  assert.equal(cancel.by.system, 'temporal-ui (claims Robin)');
});

test('a refund above the limit: a second person approves it, by API only', async (t) => {
  const act = (by: ApiClient, visit: Visit, body: object) =>
    by.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'a complaint', ...body });
  const requestOf = async (visit: Visit) => {
    const text =
      "select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1) and state = 'open'";
    return (await stage.sql<{ id: string }>(text, [visit.id]))[0]?.id;
  };

  await t.test('not with the name of another, nor with what was copied from a history', async () => {
    const visit = await stage.booked(48 * HOUR);
    const limited = await stage.booked(48 * HOUR);
    assert.equal((await act(accountant, visit, { action: 'issue_refund', amount: 20_000 })).status, 200);
    const refundRequestId = await requestOf(visit);
    // The admin has decided on something else before: their seal stands in that history.
    await act(accountant, limited, { action: 'issue_refund', amount: 20_000 });
    const other = await requestOf(limited);
    assert.equal((await act(admin, limited, { action: 'reject_refund', refund_request_id: other })).status, 200);
    const copied = await sealOf(limited, 'rejectRefund');
    const command = { by: 'Robin', reason: 'fair', refundRequestId };
    for (const args of [...placements(command).map(([, one]) => one), [command, copied]]) {
      await assert.rejects(typeIn(visit, 'approveRefund', args));
      await assert.rejects(typeIn(limited, 'approveRefund', args));
    }
    assert.equal((await stage.row(visit)).payment_status, 'paid');
    assert.equal(await requestOf(visit), refundRequestId, 'it still waits');
    const own = await act(accountant, visit, { action: 'approve_refund', refund_request_id: refundRequestId });
    assert.equal(own.status, 403, 'not the one who asked');
    assert.equal(
      (await act(admin, visit, { action: 'approve_refund', refund_request_id: refundRequestId })).status,
      200,
    );
    await stage.reaches(visit, 'booked', 'partially_refunded');
  });

  await t.test('a seal is good for its own update and arguments, once', async () => {
    const visit = await stage.booked(48 * HOUR);
    const minutes = { action: 'resend_confirmation' };
    assert.equal((await act(admin, visit, minutes)).status, 200);
    const copied = await sealOf(visit, 'resendConfirmation');
    const before = await namesAdmin(visit);
    const attempts: [string, object][] = [
      ['resendConfirmation', { reason: 'a complaint' }],
      ['resendConfirmation', { reason: 'another reason' }],
      ['cancelForClinic', { reason: 'a complaint' }],
      ['issueRefund', { reason: 'a complaint' }],
    ];
    for (const [name, command] of attempts) {
      await assert.rejects(typeIn(visit, name, [command, copied]), (error: Error) => {
        assert.match(String((error.cause as Error).message), /Only the API can say who acts/);
        return true;
      });
    }
    assert.deepEqual(await namesAdmin(visit), before);
    assert.equal((await stage.row(visit)).status, 'booked');
  });

  await t.test('asked for in the temporal UI, it only waits; and there it can be refused', async () => {
    const visit = await stage.booked(48 * HOUR);
    await stage.fromUi(visit, 'issueRefund', { by: 'Robin', reason: 'a complaint', amount: 20_000 });
    const refundRequestId = await requestOf(visit);
    assert.ok(refundRequestId);
    await stage.fromUi(visit, 'rejectRefund', { by: 'Kim', reason: 'not fair', refundRequestId });
    assert.equal(await requestOf(visit), undefined);
    assert.equal((await stage.row(visit)).payment_status, 'paid');
    assert.deepEqual(await stage.attention(visit), []);
  });
});

test('a cancel above the limit waits for a second person, and the patient reads that', async () => {
  const visit = await stage.booked(48 * HOUR);
  const act = (by: ApiClient, body: object) =>
    by.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'fair', ...body });
  await stage.fromUi(visit, 'cancelForClinic', { by: 'Test admin', reason: 'the doctor is ill' });
  await stage.reaches(visit, 'cancelled_by_clinic', 'paid');
  await stage.flagged(visit, 'refund_approval');
  await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled']);
  const mail = (await stage.mails(visit)).find(({ kind }) => kind === 'cancelled');
  assert.match(JSON.stringify(mail), /We owe you [^.]*250\.00.*as soon as the clinic has approved it/);
  const [request] = await stage.sql(
    'select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1)',
    [visit.id],
  );
  const approval = { action: 'approve_refund', refund_request_id: request?.id };
  const own = await act(admin, approval);
  assert.deepEqual([own.status, own.body.code], [403, 'forbidden']);
  assert.match(own.body.error, /under a name like yours/);
  assert.equal((await act(accountant, { ...approval, action: 'reject_refund' })).status, 409);
  assert.equal((await act(accountant, approval)).status, 200);
  await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
  await stage.moneyAgrees();
});

test('by API the audit names who is signed in, and the request', async () => {
  const visit = await stage.booked(48 * HOUR);
  const path = `/api/v1/admin/appointments/${visit.id}/actions/`;
  const reply = await admin.post(path, { action: 'cancel_for_clinic', reason: 'the doctor is ill' });
  assert.deepEqual([reply.status, reply.body.status], [200, 'cancelled_by_clinic'], JSON.stringify(reply.body));
  const [row] = await stage.sql(
    "select actor_user_id, actor_label, request_id from audit_events where entity_id = $1 and action = 'appointment.cancelled'",
    [visit.id],
  );
  assert.deepEqual(row, {
    actor_user_id: admin.person?.id,
    actor_label: 'admin',
    request_id: reply.headers.get('x-request-id'),
  });
  assert.equal((await accountant.post(path, { action: 'cancel_for_clinic', reason: 'me too' })).status, 403);
});

/** The seal that the API sent with an update, as somebody who can read the history finds it. */
async function sealOf(visit: Pick<Visit, 'id'>, name: string): Promise<unknown> {
  const { events } = await stage.handle(visit).fetchHistory();
  const codec = new EncryptionCodec(stage.clinic.core.settings.ENCRYPTION_KEYS);
  for (const event of events ?? []) {
    const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
    if (input?.name !== name) continue;
    const [, seal] = await codec.decode((input.args?.payloads ?? []) as Payload[]);
    return seal && defaultPayloadConverter.fromPayload(seal);
  }
  throw new Error(`no ${name} in the history`);
}
