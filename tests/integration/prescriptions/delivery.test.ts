import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MailRefused } from '../../../src/adapters/email/port.js';
import { prescriptionWorkflows } from '../../../src/composition/prescriptions.js';
import type { UserActor } from '../../../src/domain/actor.js';
import { cancelPrescription } from '../../../src/usecases/prescriptions/cancel-prescription.js';
import { resendPrescription } from '../../../src/usecases/prescriptions/finish-delivery.js';
import { resumeUndelivered } from '../../../src/usecases/prescriptions/resume-undelivered.js';
import { until } from '../../support/client.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const A_MINUTE_MS = 60_000;

/** The mail server knows none of these addresses. */
const unknown = new Set<string>();
let surgery: Surgery;
let drug: string;
before(async () => {
  surgery = await Surgery.open({}, (deps) => {
    const { mailer } = deps.prescriptionMails;
    const refuses: typeof mailer = {
      ...mailer,
      send: (mail) =>
        unknown.has(mail.to.address)
          ? Promise.reject(new MailRefused('refused', 550, '550 5.1.1 No such user'))
          : mailer.send(mail),
    };
    return { ...deps, prescriptionMails: { ...deps.prescriptionMails, mailer: refuses } };
  });
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
});
after(() => surgery.close());

async function issued({ api, patient }: Consultation): Promise<string> {
  const dosage_instructions = 'Take one capsule three times a day until all are taken.';
  const prescribed_drugs = [{ drug, dosage_instructions, quantity: 20, repeats: 0 }];
  const reply = await api.post(P, { patient: patient.id, prescribed_drugs, consultation_mode: 'video' });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body.id;
}

const statusOf = async ({ api }: Consultation, id: string) => (await api.get(`${P}${id}/`)).body.delivery.status;
const eventsOf = async ({ api }: Consultation, id: string): Promise<readonly string[]> =>
  (await api.get(`${P}${id}/history/`)).body.map(({ event }: { event: string }) => event);

function doctorOf({ doctor }: Consultation): UserActor {
  return {
    ...{ kind: 'user', userId: doctor.id, membershipId: null, role: 'doctor', sessionId: '' },
    ...{ permissions: ['prescriptions:write'], clinicIds: [surgery.stage.clinic.clinicId] },
  };
}

/** What maintenance does each minute. */
function maintained(): Promise<number> {
  const { core } = surgery.stage.clinic;
  const { unitOfWork } = core;
  const now = () => new Date(Date.now() + A_MINUTE_MS);
  const deps = { unitOfWork, now, heartbeat: () => undefined };
  return resumeUndelivered({ ...deps, prescriptionWorkflows: prescriptionWorkflows(core) })();
}

test('a mail that the server refuses is no mail: a person is shown it, and a resending that gets through ends it', async () => {
  const visit = await surgery.consultation();
  unknown.add(visit.patient.email);
  const id = await issued(visit);
  await until('the delivery to have failed', async () => (await statusOf(visit, id)) === 'failed');
  assert.deepEqual(await eventsOf(visit, id), ['issued', 'document_stored']);
  const entries = await surgery.stage.sql('select 1 from attention where code = $1 and subject_id = $2', [
    'document_undelivered',
    id,
  ]);
  assert.equal(entries.length, 1);
  assert.equal(await maintained(), 0, 'a person has to act: no run is started for it each minute');
  unknown.delete(visit.patient.email);
  const desk = await surgery.stage.signIn('receptionist');
  assert.equal((await desk.post(`${P}${id}/resend/`, {})).status, 200);
  await surgery.delivered(visit.api, id);
  assert.deepEqual(await eventsOf(visit, id), ['issued', 'document_stored', 'resent', 'mailed']);
});

test('of a cancel whose run was lost before it could notify the patient, they are told all the same, once', async () => {
  const visit = await surgery.consultation();
  const id = await issued(visit);
  await surgery.delivered(visit.api, id);
  const { core } = surgery.stage.clinic;
  const doctor = doctorOf(visit);
  // All that a worker leaves that dies behind the transaction.
  const command = { prescriptionId: id, reason: 'The wrong strength' };
  await cancelPrescription(core)({ actor: doctor, requestId: id, operationId: `${id}/lost`, command });
  const told = async () =>
    (await surgery.stage.clinic.mails()).filter(
      ({ to, kind }) => to.includes(visit.patient.email) && kind === 'prescription_cancelled',
    ).length;
  assert.equal(await told(), 0);
  assert.equal(await maintained(), 1);
  await until('the mail', async () => (await told()) === 1);
  assert.equal(await maintained(), 0);
  assert.equal(await told(), 1);
});

test('a reminder that waited in a workflow which somebody has terminated goes out all the same, once', async () => {
  const visit = await surgery.consultation();
  const id = await issued(visit);
  await surgery.delivered(visit.api, id);
  const { client } = surgery.stage.clinic.core;
  await client.workflow.getHandle(`prescription/${id}`).terminate('by mistake');
  assert.equal(await maintained(), 0, 'it is not due yet');
  await surgery.stage.sql("update prescription_requests set remind_at = now() - interval '5 minutes' where id = $1", [
    id,
  ]);
  const reminders = async () =>
    (await surgery.stage.clinic.mails()).filter(
      ({ to, kind }) => to.includes(visit.patient.email) && kind === 'prescription_unread',
    ).length;
  assert.equal(await maintained(), 1);
  await until('the reminder', async () => (await reminders()) === 1);
  assert.equal(await maintained(), 0);
  assert.equal(await reminders(), 1);
});

test('a resending whose step is delivered once more is one row of the audit, also when the prescription has ended meanwhile', async () => {
  const visit = await surgery.consultation();
  const id = await issued(visit);
  await surgery.delivered(visit.api, id);
  const { core } = surgery.stage.clinic;
  const resend = resendPrescription(core);
  const step = { actor: doctorOf(visit), requestId: id, command: { prescriptionId: id } };
  const once = { ...step, operationId: `${id}/once` };
  const answers = await Promise.all([resend(once), resend(once)]);
  assert.deepEqual(answers[0], answers[1]);
  await visit.api.post(`${P}${id}/cancel/`, { reason: 'The wrong strength' });
  assert.equal((await resend(once)).prescriptions[0]?.status, 'cancelled');
  await assert.rejects(resend({ ...step, operationId: `${id}/twice` }), { code: 'invalid_transition' });
  const text = "select 1 from audit_events where action = 'prescription.resent' and entity_id = $1";
  assert.equal((await surgery.stage.sql(text, [id])).length, 1);
  assert.equal((await eventsOf(visit, id)).filter((event) => event === 'resent').length, 1);
});
