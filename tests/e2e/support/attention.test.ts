import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { attentionWorkflowId } from '../../../src/domain/ids.js';
import { type ApiClient, until } from '../../support/client.js';
import { type PayableVisit, Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
before(async () => {
  // Long enough to open a page and pay, four times at once.
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '8s', POLICY_PAYMENT_WARNING: '1s' });
  admin = await stage.signIn('admin');
});
after(() => stage.close());

async function resolve(visit: Visit, code: string): Promise<void> {
  const body = { action: 'resolve_attention', code, reason: 'dealt with' };
  const reply = await admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, body);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

/** A captured payment of another amount than the order: its entry is open, and the deadline has passed. */
async function wrongAmount(): Promise<PayableVisit> {
  const visit = await stage.payable(2 * HOUR);
  await stage.sql('update orders set amount = amount + 100 where id = $1', [visit.order]);
  await stage.pay(visit);
  await stage.reaches(visit, 'payment_expired', 'unpaid');
  return visit;
}

/** An open entry that belongs to no appointment; whoever opens one lets its workflow know. */
async function unmatched({ shown = true } = {}): Promise<string> {
  const [id, object] = [randomUUID(), `pi_${randomUUID()}`];
  await stage.sql(
    `insert into attention (id, clinic_id, subject_id, about, code, context)
     select $1, id, id, $2, 'unmatched_payment', jsonb_build_object('provider', 'stripe', 'objectId', $3::text) from clinics`,
    [id, `stripe/${object}`, object],
  );
  if (shown) await stage.clinic.core.showEntry(id, 'opened');
  return id;
}

const runState = async (workflowId: string) =>
  (await stage.clinic.core.client.workflow.getHandle(workflowId).describe()).status.name;
const ends = (workflowId: string) =>
  until(`${workflowId} to end`, async () => (await runState(workflowId)) === 'COMPLETED');

test('money that needs a person', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('is on the list beyond the deadline, and off it once a person has dealt with it', async () => {
      const visit = await wrongAmount();
      await stage.listed(visit.id, ['payment_mismatch']);
      await resolve(visit, 'payment_mismatch');
      await stage.closes(visit);
      await stage.listed(visit.id, []);
    }),
    // One after the other: the maintenance of either would bring the run that the other has terminated back at once.
    (async () => {
      await t.test(
        'comes back to the list when its run was terminated, and maintenance does not wake it again',
        async () => {
          const visit = await wrongAmount();
          await stage.listed(visit.id, ['payment_mismatch']);
          await stage.handle(visit).terminate('by mistake');
          await stage.listed(visit.id, []);
          await stage.maintain();
          await stage.listed(visit.id, ['payment_mismatch']);
          const { run_id: runId } = await stage.row(visit);
          for (const _ of [1, 2]) await stage.maintain();
          assert.equal((await stage.row(visit)).run_id, runId);
          const { events } = await stage.handle(visit).fetchHistory();
          assert.deepEqual(
            (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes),
            [],
          );
        },
      );
      await t.test('that was resolved behind its run is off the list with the next maintenance', async () => {
        const visit = await wrongAmount();
        await stage.listed(visit.id, ['payment_mismatch']);
        await stage.sql("update attention set resolved_at = now() - interval '1 minute' where subject_id = $1", [
          visit.id,
        ]);
        await stage.sql("update appointments set updated_at = now() - interval '1 minute' where id = $1", [visit.id]);
        await stage.maintain();
        await stage.closes(visit);
        await stage.listed(visit.id, []);
      });
    })(),
    t.test('of a visit that is long over is shown by a run of its own', async () => {
      const visit = await stage.booked(2 * HOUR);
      await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'closed' });
      await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
      await stage.closes(visit);
      await stage.drive('dispute', { session_id: visit.session });
      await stage.flagged(visit, 'dispute');
      await stage.listed(visit.id, ['dispute']);
    }),
  ]);
});

test('money that no order explains', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('is shown by a workflow of its own, and over when it is resolved by API', async () => {
      const id = await unmatched();
      const workflowId = attentionWorkflowId(id);
      await stage.listed(workflowId, ['unmatched_payment']);
      const list = await admin.get('/api/v1/admin/attention/?limit=200');
      const [entry] = list.body.filter((one: { id: string }) => one.id === id);
      assert.deepEqual([entry.code, entry.appointment_id], ['unmatched_payment', null]);
      const path = `/api/v1/admin/attention/${id}/resolve/`;
      assert.equal((await (await stage.signIn('patient')).post(path, { reason: 'not mine' })).status, 403);
      assert.equal((await admin.post(path, { reason: 'refunded there' })).status, 204);
      await ends(workflowId);
      await stage.listed(workflowId, []);
      assert.equal((await admin.post(path, { reason: 'refunded there' })).status, 204, 'a repeat finds it closed');
    }),
    t.test('is resolved in the Temporal UI, under the name that was claimed', async () => {
      const id = await unmatched();
      const workflowId = attentionWorkflowId(id);
      await stage.listed(workflowId, ['unmatched_payment']);
      const input = { by: 'Kim', reason: 'refunded there', actor: admin.person };
      await stage.fromUi({ id: workflowId }, 'resolveAttention', input);
      await ends(workflowId);
      const [row] = await stage.sql('select resolved_by from attention where id = $1', [id]);
      assert.deepEqual(row, { resolved_by: 'temporal-ui (claims Kim)' });
      const audit = await stage.sql(
        "select actor_label as by from audit_events where entity_id = $1 and action = 'attention.resolved'",
        [id],
      );
      assert.deepEqual(audit, [{ by: 'temporal-ui (claims Kim)' }]);
    }),
    t.test('whose workflow never began, or was terminated, gets one from maintenance', async () => {
      const id = await unmatched({ shown: false });
      const workflowId = attentionWorkflowId(id);
      await stage.maintain();
      await stage.listed(workflowId, ['unmatched_payment']);
      await stage.handle({ id: workflowId }).terminate('by mistake');
      await stage.listed(workflowId, []);
      await stage.maintain();
      await stage.listed(workflowId, ['unmatched_payment']);
      const { historyLength } = await stage.handle({ id: workflowId }).describe();
      await stage.maintain();
      assert.equal((await stage.handle({ id: workflowId }).describe()).historyLength, historyLength);
    }),
  ]);
});
