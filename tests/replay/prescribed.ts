import assert from 'node:assert/strict';
import { prescriptionWorkflows } from '../../src/composition/prescriptions.js';
import { prescriptionWorkflowId } from '../../src/domain/ids.js';
import { until } from '../support/client.js';
import type { Consultation, Surgery } from '../support/prescriptions/surgery.js';

const PATH = '/api/v1/prescriptions/';

/** What the lifecycles prescribe: it stands in no recording in clear. */
export const MEDICINE = 'Amoxicillin 500 mg capsule, 20';
export const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
export const REASON = 'Another strength was meant';

/** What becomes of prescriptions. Each lives one, and gives the id of its workflow, which has closed then. */
export const PRESCRIBED: Readonly<Record<string, (surgery: Surgery) => Promise<string>>> = {
  async 'prescription-delivered-and-reminded'(surgery) {
    return closed(surgery, await delivered(surgery, await surgery.consultation()));
  },
  async 'prescription-cancelled'(surgery) {
    const visit = await surgery.consultation();
    const id = await delivered(surgery, visit);
    const reply = await visit.api.insist(`${PATH}${id}/cancel/`, { reason: REASON });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return closed(surgery, id);
  },
  async 'prescription-superseded'(surgery) {
    const [old] = await superseded(surgery);
    return closed(surgery, old);
  },
  async 'prescription-superseding'(surgery) {
    const [, id] = await superseded(surgery);
    return closed(surgery, id);
  },
  async 'prescription-resumed'(surgery) {
    const id = await delivered(surgery, await surgery.consultation());
    const { core } = surgery.stage.clinic;
    await core.client.workflow.getHandle(prescriptionWorkflowId(id)).terminate('by mistake');
    await prescriptionWorkflows(core).resume(id);
    return closed(surgery, id);
  },
};

async function body(surgery: Surgery, { patient }: Consultation): Promise<object> {
  const item = { drug: await surgery.drug(MEDICINE), dosage_instructions: DIRECTIONS, quantity: 20, repeats: 0 };
  return { patient: patient.id, prescribed_drugs: [item], consultation_mode: 'video' };
}

/** Issued, and its patient has been told. */
async function delivered(surgery: Surgery, visit: Consultation): Promise<string> {
  const reply = await visit.api.insist(PATH, await body(surgery, visit));
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  await surgery.delivered(visit.api, reply.body.id);
  return reply.body.id;
}

async function superseded(surgery: Surgery): Promise<readonly [old: string, by: string]> {
  const visit = await surgery.consultation();
  const old = await delivered(surgery, visit);
  const wanted = { ...(await body(surgery, visit)), reason: REASON };
  const reply = await visit.api.insist(`${PATH}${old}/supersede/`, wanted);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return [old, reply.body.id];
}

async function closed({ stage }: Surgery, id: string): Promise<string> {
  const workflowId = prescriptionWorkflowId(id);
  const handle = stage.clinic.core.client.workflow.getHandle(workflowId);
  await until('the run to close', async () => (await handle.describe()).status.name === 'COMPLETED', 30_000);
  return workflowId;
}
