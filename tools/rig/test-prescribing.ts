import { createHash, randomUUID } from 'node:crypto';
import type { Mail } from './check/world.js';
import type { AskedFact, PaperReading, PrescribingFacts } from './prescribing-facts.js';

type Row = Readonly<Record<string, unknown>>;

/** Prescriptions of which all is well: what stands in the tables, what was mailed, what runs, and what everybody saw. */
export interface TestPrescribing {
  readonly rows: readonly (readonly [table: string, row: Row])[];
  readonly facts: PrescribingFacts;
  readonly mails: readonly Mail[];
  readonly runs: readonly { readonly id: string; readonly isRunning: boolean }[];
}

const YEAR = 2026;
const DAY = '2026-11-20';
const PHARMACY = 'Pharmacy 1';
const HOUR_MS = 3_600_000;

interface Of {
  readonly clinic: string;
  readonly user: string;
}

/**
 * No. 1 stands and was supplied once of two times, and its reminder is to come; no. 2 was cancelled; no. 4 stands in the place of no. 3.
 * Besides, one prescription and one supply were refused.
 */
export function testPrescribing(of: Of): TestPrescribing {
  const [supplied, cancelled, replaced, standing] = [1, 2, 3, 4].map((ordinal) => written(of, ordinal));
  if (!supplied || !cancelled || !replaced || !standing) throw new Error('four are written');
  Object.assign(cancelled.prescription, ended('cancelled'));
  Object.assign(replaced.prescription, { ...ended('superseded'), superseded_by: standing.id });
  Object.assign(standing.prescription, { supersedes: replaced.id });
  Object.assign(standing.fact, { supersedes: replaced.id });
  Object.assign(supplied.request, { remind_at: new Date(Date.now() + HOUR_MS) });
  const all = [supplied, cancelled, replaced, standing];
  const messages = [
    ...[supplied, cancelled, replaced].map((one) => message(of, one.id, 'prescription_ready', '')),
    message(of, standing.id, 'prescription_superseded', ''),
    message(of, cancelled.id, 'prescription_cancelled', cancelled.id),
  ];
  const supply = supplyOf(supplied);
  const rows = [
    ...all.flatMap((one) => [
      ['prescription_requests', one.request] as const,
      ['prescriptions', one.prescription] as const,
      ['prescription_items', one.item] as const,
      ['prescription_documents', one.document] as const,
      ...['issued', 'downloaded', 'downloaded', 'looked_up'].map((what) => audited(one.id, what)),
    ]),
    ['prescription_counters', { year: YEAR, last: all.length }] as const,
    ['dispensings', supply] as const,
    audited(supplied.id, 'supplied'),
    audited(cancelled.id, 'cancelled'),
    audited(replaced.id, 'superseded'),
    ...messages.map(({ row }) => ['notifications', row] as const),
  ];
  const refused = { ...answered(), outcome: 'refused' as const, statuses: [409] };
  const facts: PrescribingFacts = {
    prescriptions: [
      ...all.map(({ fact }) => fact),
      { ...supplied.fact, ...refused, quantity: 99, issued: [], code: 'alerts_open' },
    ],
    cancels: [{ ...answered(), prescriptionId: cancelled.id }],
    supplies: [
      { ...answered(), prescriptionId: supplied.id, pharmacy: PHARMACY, supplies: [supply.id] },
      { ...refused, prescriptionId: supplied.id, pharmacy: 'Pharmacy 2', supplies: [], code: 'supply_refused' },
    ],
    papers: all.map(paperOf),
  };
  const runs = all.map(({ id }) => ({ id: `prescription/${id}`, isRunning: id === supplied.id }));
  return { rows, facts, mails: messages.map(({ mail }) => mail), runs };
}

function written({ clinic, user }: Of, ordinal: number) {
  const [id, item, patient] = [randomUUID(), randomUUID(), randomUUID()];
  const number = `RX${YEAR}00000${ordinal}`;
  const sha256 = createHash('sha256').update(id).digest('hex');
  const who = { clinic_id: clinic, doctor_id: user, patient_id: patient, appointment_id: randomUUID() };
  const repeats = ordinal === 1 ? 1 : 0;
  const request = {
    ...{ id, ...who, body_hash: 'x', operation_id: `${id}/issue`, issued_at: new Date(), remind_at: null },
    ...{ run_id: 'x', delivery: 'delivered' },
  };
  const prescription = {
    ...{ id, request_id: id, position: 0, ...who, year: YEAR, ordinal, number, legal_form: 'patient_copy' },
    ...{ scheme: 'private', schedule: 'S4', issued_at: new Date(), issued_on: DAY, valid_until: '2027-11-19' },
    ...{ timezone: 'UTC', content_sealed: 'x', content_sha256: sha256, jws: 'x', certificate_id: randomUUID() },
    ...{ code_sealed: 'x', code_hash: id, details_sealed: 'x' },
  };
  const terms = { issued_on: DAY, valid_until: '2027-11-19', repeats, interval_days: 1 };
  return {
    id,
    request,
    prescription,
    item: {
      ...{ id: item, prescription_id: id, position: 0, drug_id: randomUUID(), drug_version: 1, schedule: 'S4' },
      ...{ quantity: ordinal, ...terms },
    },
    document: { prescription_id: id, name: `${number}.pdf`, sha256, size: 1, made_at: new Date() },
    fact: {
      ...answered(),
      ...{ quantity: ordinal, doctorId: user, patientId: patient, supersedes: null, issued: [{ id, number }] },
    },
  };
}

function ended(status: string): Row {
  return { status, version: 2, ended_at: new Date(), ended_by: randomUUID(), end_reason_sealed: 'x' };
}

function supplyOf({ id, item }: ReturnType<typeof written>) {
  return {
    ...{ id: randomUUID(), request_id: randomUUID(), prescription_id: id, item_id: item.id, issued_on: item.issued_on },
    ...{ valid_until: item.valid_until, repeats: item.repeats, interval_days: item.interval_days, supply_no: 1 },
    ...{ dispensed_on: DAY, pharmacy_name: PHARMACY, pharmacist_sealed: 'x', patient_identity_checked: true },
    recorded_at: new Date(),
  };
}

/** A mail that was sent, with what the mailbox has of it. */
function message({ clinic, user }: Of, subject: string, kind: string, occurrence: string) {
  const id = randomUUID();
  const message_id = `<${id}@test>`;
  const row = {
    ...{ id, clinic_id: clinic, subject_id: subject, user_id: user, version: 0, kind, occurrence, channel: 'email' },
    ...{ state: 'sent', message_id, recipient_sealed: 'x', recipient_hash: 'x' },
    claimed_at: new Date(Date.now() - 1_000),
  };
  const mail: Mail = { message_id, kind, received_at: new Date().toISOString() };
  return { row, mail };
}

function audited(id: string, what: string) {
  const by = { actor_kind: 'system', actor_label: 'test', content_hash: `1:${'0'.repeat(64)}`, content_mac: 'x' };
  const about = { action: `prescription.${what}`, entity: 'prescription', entity_id: id };
  return ['audit_events', { id: randomUUID(), happened_at: new Date(), ...about, ...by }] as const;
}

function answered(): AskedFact {
  return { key: randomUUID(), outcome: 'done', statuses: [201], code: null };
}

function paperOf({ id, item, document, prescription }: ReturnType<typeof written>): PaperReading {
  const status = 'status' in prescription ? String(prescription.status) : 'active';
  return {
    prescriptionId: id,
    sha256s: [document.sha256, document.sha256],
    look: {
      ...{ valid: status === 'active', isSigned: true, status, documentSha256: document.sha256 },
      left: [item.repeats],
    },
  };
}
