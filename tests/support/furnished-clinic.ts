import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/domain/roles.js';
import { catalogueRows } from './furnished-catalogue.js';
import { clinicalRuleRow, importRows, medicineRows } from './furnished-formulary.js';
import { prescriptionRows } from './furnished-prescription.js';
import { recordRows } from './furnished-record.js';
import { roomRows } from './furnished-room.js';
import type { Records } from './records.js';

/** Its people, and what is found by its id. */
export interface FurnishedClinic {
  readonly id: string;
  readonly admin: string;
  readonly doctor: string;
  readonly patient: string;
  readonly appointment: string;
  readonly order: string;
  readonly room: string;
}

/** A clinic with a row in every table that holds something of somebody. */
export async function furnishedClinic(records: Records): Promise<FurnishedClinic> {
  const id = await records.clinic();
  let membershipOfPatient: unknown;
  const member = async (role: Role) => {
    const user = await records.user();
    const membership = await records.insert('memberships', { id: randomUUID(), user_id: user, clinic_id: id, role });
    if (role === 'patient') {
      const at = new Date();
      const owner = { id: randomUUID(), user_id: user };
      const proof = { method: 'password', authenticated_at: at, remembered: false };
      const token = { refresh_id: randomUUID(), refreshed_at: at, expires_at: at };
      membershipOfPatient = membership;
      await records.insert('sessions', { ...owner, ...proof, ...token, membership_id: membership });
    }
    return user;
  };
  const [admin, doctor, patient] = [await member('admin'), await member('doctor'), await member('patient')];
  await records.insert('doctor_profiles', { user_id: doctor, first_name: 'A', last_name: 'B' });
  await records.insert('patient_profiles', { user_id: patient });
  const slot = await records.slot(id, doctor);
  const appointment = await records.appointment(slot, id, doctor, patient);
  const order = await records.order(appointment, id, patient);
  const payment = await records.payment(order, id);
  await records.refund(payment, order, id, { amount: 10 });
  const now = new Date();
  const [verification, form, mail] = [randomUUID(), randomUUID(), randomUUID()];
  const room = randomUUID();
  const checked = { clinic_id: id, user_id: doctor, status: 'pending' };
  await records.insert('doctor_verifications', {
    ...checked,
    id: verification,
    checked_at: now,
    findings_sealed: 'k.x',
  });
  await records.insert('doctor_standings', { ...checked, verification_id: verification });
  const [organisation, department, document] = [randomUUID(), randomUUID(), randomUUID()];
  const [membership] = await records.query('select id from memberships where user_id = $1', [doctor]);
  const rows: readonly (readonly [string, Record<string, unknown>])[] = [
    ['clinic_security_settings', { clinic_id: id }],
    [
      'break_glass_grants',
      {
        id: randomUUID(),
        clinic_id: id,
        patient_id: patient,
        user_id: doctor,
        role: 'doctor',
        reason_sealed: 'x',
        granted_at: new Date(0),
        expires_at: new Date(1),
      },
    ],
    ['patient_search_tokens', { clinic_id: id, token: Buffer.from('x'), user_id: patient, key_id: 'k' }],
    [
      'invitations',
      {
        id: randomUUID(),
        clinic_id: id,
        email_hash: 'x',
        email_sealed: 'k.x',
        role: 'nurse',
        invited_by: admin,
        created_at: now,
        expires_at: now,
      },
    ],
    ['join_requests', { id: randomUUID(), clinic_id: id, user_id: await records.user(), created_at: now }],
    ['organisations', { id: organisation, name: organisation }],
    [
      'organisation_members',
      { id: randomUUID(), organisation_id: organisation, user_id: doctor, role: 'doctor', created_at: now },
    ],
    ['locations', { id: randomUUID(), clinic_id: id, name: 'L', address: '{}', created_at: now, updated_at: now }],
    [
      'clinic_documents',
      {
        ...{ id: document, clinic_id: id, kind: 'privacy', version: '1', title: 'D', body: 'D' },
        ...{ effective_from: now, published_by: admin, published_at: now },
      },
    ],
    ['consents', { id: randomUUID(), patient_id: patient, document_id: document, given_at: now }],
    ['departments', { id: department, clinic_id: id, name: 'D', created_at: now, updated_at: now }],
    ['department_members', { department_id: department, membership_id: membership?.id, clinic_id: id }],
    ['professional_identifiers', { kind: 'ihi', value_hash: randomUUID(), user_id: patient }],
    [
      'devices',
      { id: randomUUID(), user_id: patient, token_hash: randomUUID(), first_seen_at: now, last_seen_at: now },
    ],
    [
      'account_mails',
      {
        id: mail,
        user_id: patient,
        clinic_id: id,
        kind: 'account_exists',
        recipient_sealed: 'x',
        recipient_hash: 'x',
        state: 'sent',
        message_id: randomUUID(),
        created_at: now,
      },
    ],
    [
      'one_time_tokens',
      {
        user_id: patient,
        purpose: 'reset',
        token_hash: randomUUID(),
        email_hash: 'x',
        created_at: now,
        expires_at: now,
      },
    ],
    ['totp_secrets', { id: randomUUID(), user_id: patient, secret_sealed: 'k.x', created_at: now }],
    ['recovery_codes', { user_id: patient, selector: 'abcd', code_hash: 'x', created_at: now }],
    [
      'mfa_challenges',
      {
        id: randomUUID(),
        user_id: patient,
        membership_id: membershipOfPatient,
        purpose: 'verify',
        method: 'password',
        remembered: false,
        created_at: now,
        expires_at: now,
      },
    ],
    [
      'oauth_identities',
      { id: randomUUID(), user_id: patient, provider: 'google', subject_hash: randomUUID(), linked_at: now },
    ],
    [
      'oauth_flows',
      { state_hash: randomUUID(), cookie_hash: 'x', details_sealed: 'k.x', created_at: now, expires_at: now },
    ],
    ['sign_ins', { user_id: patient, happened_at: now, succeeded: false, method: 'password' }],
    [
      'api_keys',
      {
        id: randomUUID(),
        clinic_id: id,
        name: 'x',
        scopes: ['slots:read'],
        secret_hash: 'x',
        created_by: admin,
        created_at: now,
        expires_at: new Date(now.getTime() + 86_400_000),
      },
    ],
    ['password_history', { user_id: patient, password_hash: 'x', replaced_at: now }],
    [
      'idempotency_keys',
      { caller: `user:${patient}`, key: 'k', route: 'r', body_hash: 'h', claim_id: randomUUID(), claimed_until: now },
    ],
    [
      'audit_events',
      {
        clinic_id: id,
        action: 'a',
        actor_kind: 'user',
        actor_user_id: admin,
        actor_label: 'admin',
        entity: 'e',
        entity_id: 'i',
        patient_id: patient,
        id: randomUUID(),
        happened_at: now,
        content_hash: `1:${'0'.repeat(64)}`,
        content_mac: 'm',
      },
    ],
    ['released_claims', { appointment_id: appointment, run_id: 'r' }],
    [
      'status_history',
      {
        appointment_id: appointment,
        clinic_id: id,
        operation_id: randomUUID(),
        move: 'book',
        to_status: 'pending',
        payment_status: 'unpaid',
        actor_kind: 'user',
        actor_user_id: doctor,
        actor_label: 'doctor',
        changed_at: now,
      },
    ],
    [
      'disputes',
      {
        id: randomUUID(),
        clinic_id: id,
        order_id: order,
        payment_id: payment,
        provider: 'stripe',
        provider_dispute_id: randomUUID(),
        state: 'open',
        amount: 1,
        currency: 'aud',
        movements: 0,
        written_off: 0,
        opened_at: now,
      },
    ],
    [
      'refund_requests',
      {
        id: randomUUID(),
        clinic_id: id,
        payment_id: payment,
        amount: 1,
        currency: 'aud',
        refund_reason: 'x',
        reason_sealed: 'k.x',
        operation_id: randomUUID(),
        requested_label: 'x',
        requested_at: now,
      },
    ],
    [
      'desk_entries',
      {
        id: randomUUID(),
        clinic_id: id,
        order_id: order,
        kind: 'taken',
        method: 'cash',
        amount: 1,
        currency: 'aud',
        recorded_at: now,
      },
    ],
    ['receipt_counters', { clinic_id: id, kind: 'receipt', last: 1 }],
    [
      'receipts',
      {
        id: randomUUID(),
        clinic_id: id,
        order_id: order,
        payment_id: payment,
        kind: 'receipt',
        number: 1,
        number_text: '1',
        amount: 1,
        currency: 'aud',
        content_sealed: 'k.x',
        issued_at: now,
      },
    ],
    [
      'provider_events',
      {
        provider: 'stripe',
        event_id: randomUUID(),
        about: 'checkout',
        change: 'paid',
        label: 'l',
        object_id: 'o',
        order_id: order,
      },
    ],
    [
      'reconciliations',
      {
        id: randomUUID(),
        window_from: new Date(0),
        window_to: now,
        started_at: now,
        totals: { sums: [{ clinicId: id }] },
        findings: JSON.stringify([{ clinicId: id }]),
      },
    ],
    [
      'notifications',
      {
        recipient_sealed: 'x',
        recipient_hash: 'x',
        id: randomUUID(),
        clinic_id: id,
        subject_id: appointment,
        user_id: patient,
        version: 0,
        kind: 'x',
        channel: 'email',
        state: 'sent',
        message_id: randomUUID(),
        claimed_at: now,
      },
    ],
    ...medicineRows(id),
    ...importRows(id, admin),
    ...catalogueRows(id, admin),
    clinicalRuleRow(id, admin),
    ...recordRows({ clinic: id, patient, doctor }),
    ...prescriptionRows({ clinic: id, patient, doctor, appointment }),
    ['questionnaires', { id: form, clinic_id: id, version: 1, created_at: now }],
    [
      'questionnaire_versions',
      {
        questionnaire_id: form,
        version: 1,
        clinic_id: id,
        title: 't',
        purpose: 'before_visit',
        due_before_ms: 0,
        items: '[]',
        bands: '[]',
        created_by: admin,
        created_at: now,
      },
    ],
    [
      'questionnaire_answers',
      {
        id: randomUUID(),
        clinic_id: id,
        patient_id: patient,
        appointment_id: appointment,
        questionnaire_id: form,
        version: 1,
        answers_sealed: 'k.x',
        is_final: true,
        updated_at: now,
      },
    ],
    [
      'questionnaire_reminders',
      { appointment_id: appointment, questionnaire_id: form, clinic_id: id, mail_id: mail, reminded_at: now },
    ],
    ['attention', { id: randomUUID(), clinic_id: id, subject_id: appointment, code: 'x' }],
    [
      'consultations',
      { appointment_id: appointment, clinic_id: id, record_sealed: 'x', created_at: now, updated_at: now },
    ],
    ...roomRows({ id, room, appointment, doctor, patient, now }),
  ];
  for (const [table, row] of rows) await records.insert(table, row);
  const posting = randomUUID();
  await records.query(
    `insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference)
     values ($1, $2, $3, 'captured', 'provider', 1, 'aud', $4), ($1, $2, $3, 'captured', 'patient', -1, 'aud', $4)`,
    [posting, id, order, posting],
  );
  return { id, admin, doctor, patient, appointment, order, room };
}
