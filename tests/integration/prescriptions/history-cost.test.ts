import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prescriptionWorkflowId } from '../../../src/domain/ids.js';
import { costOf } from '../../../tools/bench/billable-actions.js';
import { Pharmacy, PRESCRIPTIONS } from '../../support/prescriptions/pharmacy.js';

/** What a prescription may cost that is delivered, and reminded of once. */
const MOST_EVENTS = 60;
const MOST_ACTIONS = 12;

let at: Pharmacy;
before(async () => {
  at = await Pharmacy.open({ POLICY_DOCUMENT_REMINDER: '1s' });
});
after(() => at.close());

async function historyOf(id: string) {
  const handle = at.surgery.stage.clinic.core.client.workflow.getHandle(prescriptionWorkflowId(id));
  assert.deepEqual(await handle.result(), { outcome: 'delivered' });
  return handle.fetchHistory();
}

/** The task queue that each step was scheduled on; one by step, however often it ran. */
function queuesOf({ events }: Awaited<ReturnType<typeof historyOf>>): ReadonlyMap<string, string> {
  return new Map(
    (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: step }) =>
      step ? [[step.activityType?.name ?? '', step.taskQueue?.name ?? '']] : [],
    ),
  );
}

test('a prescription that is delivered and reminded of costs what was promised, also as two of one request', async () => {
  const dosage_instructions = 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.';
  const oxycodone = { drug: await at.surgery.drug('Oxycodone 5 mg tablet, 20'), dosage_instructions };
  for (const prescribed_drugs of [[at.anItem()], [at.anItem(), at.anItem(oxycodone)]]) {
    const { api, patient } = await at.surgery.consultation();
    const reply = await api.insist(PRESCRIPTIONS, {
      patient: patient.id,
      prescribed_drugs,
      consultation_mode: 'video',
    });
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    assert.equal(reply.body.prescriptions.length, prescribed_drugs.length);
    const history = await historyOf(reply.body.id);
    const cost = costOf(history);
    // Document, mail, appointment, reminder; before the last one the record is read, unless a slow machine comes late.
    assert.ok([4, 5].includes(cost.byKind.activity ?? 0), `with its reminder: ${JSON.stringify(cost)}`);
    assert.ok(cost.events <= MOST_EVENTS && cost.actions <= MOST_ACTIONS, JSON.stringify(cost));
    const { taskQueue } = at.surgery.stage.clinic.core.temporal;
    const { makePrescriptionDocuments, ...others } = Object.fromEntries(queuesOf(history));
    // A batch of documents waits on a queue of its own, and not in front of what people wait for.
    assert.equal(makePrescriptionDocuments, `${taskQueue}-documents`);
    assert.ok('deliverPrescriptionMail' in others, JSON.stringify(others));
    for (const [step, queue] of Object.entries(others)) assert.equal(queue, taskQueue, step);
  }
});
