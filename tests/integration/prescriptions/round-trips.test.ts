import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { issuingDeps } from '../../../src/composition/prescriptions.js';
import type { UserActor } from '../../../src/domain/actor.js';
import type { IssueCommand } from '../../../src/domain/prescriptions/commands.js';
import { issuePrescription } from '../../../src/usecases/prescriptions/issue-prescription.js';
import { Looks } from '../../support/prescriptions/looks.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';
import { roundTripsOf, statementsOf } from '../../support/statements.js';

// What looking a prescription up and issuing one cost the database: waiting for these, and the policies of the tables that they name, is most
// of what both take. Who adds a statement sees it here.

const MOST_OF_A_LOOK = { waits: 3, statements: 4 };
const MOST_OF_AN_ISSUE = { waits: 7, statements: 40 };

let surgery: Surgery;
let looks: Looks;
let drug: string;
before(async () => {
  surgery = await Surgery.open({ RATE_LIMIT_VERIFY: 'off', TRUST_PROXY: '1', POLICY_DOCUMENT_REMINDER: '0s' });
  looks = new Looks(surgery);
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
});
after(() => surgery.close());

const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
const numbered = (texts: readonly string[]) => texts.map((text, at) => `${at + 1}. ${text.slice(0, 300)}`).join('\n');

test(`a look waits for the database ${MOST_OF_A_LOOK.waits} times at most, and so does a refused one`, async () => {
  const item = { drug, dosage_instructions: DIRECTIONS, quantity: 20, repeats: 2 };
  const paper = await looks.paper(await surgery.consultation(), { prescribed_drugs: [item] });
  const { apiPool } = surgery.stage.clinic;
  const look = async (code: string, status: number) => {
    assert.equal((await looks.api({ ...paper, code })).status, status);
  };
  for (const [code, status] of [
    [paper.code, 200],
    ['0000000000', 404],
  ] as const) {
    // What a connection prepares once in its life.
    await look(code, status);
    const waits = await roundTripsOf(apiPool, () => look(code, status));
    const statements = await statementsOf(apiPool, () => look(code, status));
    assert.ok(waits.length > 0 && waits.length <= MOST_OF_A_LOOK.waits, `${status}:\n${numbered(waits)}`);
    assert.ok(statements.length <= MOST_OF_A_LOOK.statements, `${status}:\n${numbered(statements)}`);
  }
});

const issueOf = ({ doctor, patient }: Consultation): IssueCommand => ({
  request: {
    ...{ patientId: patient.id, appointmentId: null, notes: null, noteToPharmacist: null, scheme: 'private' },
    ...{ consultationMode: 'video', chatOnlyReason: null, monitoringCheck: null, stateApprovalNumber: null },
    ...{ specialHandling: null, overrides: [], acknowledgedChecks: [] },
    items: [
      {
        ...{ drugId: drug, directions: DIRECTIONS, quantity: 20, quantityUnit: null, repeats: 1, dose: null },
        ...{ repeatIntervalDays: null, authorityCode: null, streamlinedCode: null, noSubstitution: false },
      },
    ],
  },
  bodyHash: doctor.id,
  draftVersion: null,
  supersedes: null,
});

test(`issuing waits for the database ${MOST_OF_AN_ISSUE.waits} times at most`, async () => {
  const { core, clinicId } = surgery.stage.clinic;
  const issue = issuePrescription(issuingDeps(core));
  const visit = await surgery.consultation();
  const actor: UserActor = {
    ...{ kind: 'user', role: 'doctor', userId: visit.doctor.id, membershipId: null, sessionId: '' },
    ...{ permissions: ['prescriptions:write', 'records:read', 'patients:read'], clinicIds: [clinicId] },
  };
  const issued = async () => {
    const requestId = randomUUID();
    const of = { requestId, operationId: `${requestId}/issue`, runId: randomUUID(), late: false };
    const found = await issue({ ...of, actor, command: issueOf(visit) });
    assert.ok(found !== 'late' && found.prescriptions.length === 1);
  };
  // The doctor's key, the visit's mode, the list of medicines, and what a connection prepares once in its life.
  await issued();
  const waits = await roundTripsOf(core.pool, issued);
  const statements = await statementsOf(core.pool, issued);
  assert.ok(waits.length > 0 && waits.length <= MOST_OF_AN_ISSUE.waits, numbered(waits));
  assert.ok(statements.length <= MOST_OF_AN_ISSUE.statements, numbered(statements));
});
