import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../../src/domain/actor.js';
import { priceList, productRows } from '../catalogue/made-lists.js';
import { until } from '../client.js';
import type { Person } from '../clinic.js';
import { storePrescription } from '../prescriptions/stored.js';
import type { Stage } from '../stage.js';

const HOUR = 3_600_000;
/** Nobody is behind the name. */
export const WALKED_SOURCE = {
  ...{ url: 'https://lists.walk.invalid/prices.csv', every: '24h', mode: 'preview', coverage: 'full', enabled: false },
};
const PRICE_LISTS = '/api/v1/supplier-products/imports/';
const PURCHASE_ORDERS = '/api/v1/supplier-products/purchase-orders/';

/** Ids of what one clinic has: the callers of other clinics know them all. */
export interface Records {
  readonly clinicId: string;
  /** Another clinic, of which the callers from elsewhere are. */
  readonly elsewhere: string;
  /** A third one, which anybody may join. */
  readonly joinable: string;
  readonly appointment: string;
  readonly order: string;
  readonly receipt: string;
  /** The chat room of the appointment. */
  readonly room: string;
  /** What the patient is shown of it in the app. */
  readonly notice: string;
  /** What the patient wrote there. */
  readonly message: string;
  /** A file of that message. */
  readonly attachment: string;
  /** The slot of the appointment. */
  readonly slot: string;
  readonly freeSlot: string;
  readonly attention: string;
  /** Somebody has opened the patient's record by break-glass. */
  readonly grant: string;
  readonly location: string;
  /** Two members of the clinic by their memberships, the account of the first, and an invitation. */
  readonly member: string;
  readonly spareMember: string;
  readonly memberUser: string;
  readonly invitation: string;
  /** Of a doctor from elsewhere, who asks to work at the clinic. */
  readonly joinRequest: string;
  readonly department: string;
  /** An organisation that has no clinic, and somebody who is its member. */
  readonly organisation: string;
  readonly organisationMember: string;
  readonly reconciliation: string;
  /** A document of the clinic that takes effect when all this is over, and the patient's consent to it. */
  readonly document: string;
  readonly consent: string;
  /** A form of the clinic, and one that was retired. */
  readonly questionnaire: string;
  readonly retired: string;
  /** An item that the clinic has added to its formulary. */
  readonly drug: string;
  /** An import of a list into it, which was cancelled. */
  readonly drugImport: string;
  /** An import of a price list, which was cancelled, and a product of another one. */
  readonly supplierImport: string;
  readonly product: string;
  /** An order of it at its supplier, which was cancelled. */
  readonly purchaseOrder: string;
  /** Entries of the patient's record. */
  readonly allergy: string;
  /** What the doctor has issued for the patient, and a draft. */
  readonly prescription: string;
  readonly draft: string;
  /** An approval of medicinal cannabis, of the doctor for the patient. */
  readonly approval: string;
  readonly medicine: string;
  /** A membership of the patient that is suspended: to act in it is refused to them, and unknown to others. */
  readonly membership: string;
  /** Two more sessions of the patient. */
  readonly session: string;
  readonly laterSession: string;
  readonly patient: string;
  readonly doctor: string;
  /** A receptionist of this clinic and of no other. */
  readonly receptionist: string;
  /** A Google account that is linked to the patient's. */
  readonly identity: string;
}

export interface Scene {
  readonly records: Records;
  readonly patient: Person;
  readonly doctor: Person;
  /** What the patient wrote when booking: nobody but patient and doctor may read it. */
  readonly symptoms: string;
}

/** A paid appointment with everything around it, in a clinic that has nothing else. */
export async function setScene(stage: Stage): Promise<Scene> {
  const symptoms = `a cough that only the doctor hears of ${randomUUID()}`;
  const visit = await stage.booked(30 * HOUR, undefined, symptoms);
  const { id: appointment, order, slot, patient, doctor, api } = visit;
  const receipts = await until('the receipt', async () => {
    const { body } = await api.get(`/api/v1/orders/${order}/receipts/`);
    return body.length > 0 && body;
  });
  const clinic = { timezone: 'Asia/Manila', currency: 'php' as const, phone: null };
  const [elsewhere, joinable] = [randomUUID(), randomUUID()];
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
    await scope.clinics.create({ ...clinic, id: elsewhere, name: 'Elsewhere', slug: 'elsewhere' });
    await scope.clinics.create({ ...clinic, id: joinable, name: 'Third', slug: 'third' });
  });
  const [membership] = await stage.sql<{ id: string }>(
    "insert into memberships (user_id, clinic_id, role, status) values ($1, $2, 'patient', 'suspended') returning id",
    [patient.id, joinable],
  );
  const { clinicId } = stage.clinic;
  const attention = await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.attention.openUnmatched(clinicId, { provider: 'stripe', id: `pi_${randomUUID()}` }, new Date()),
  );
  const reconciliation = randomUUID();
  await stage.sql(
    `insert into reconciliations (id, window_from, window_to, started_at, finished_at)
     values ($1, now() - interval '1 day', now(), now(), now())`,
    [reconciliation],
  );
  await sourceOfLists(stage);
  return {
    patient,
    doctor,
    symptoms,
    records: {
      clinicId,
      elsewhere,
      joinable,
      appointment,
      order,
      receipt: String(receipts[0].id),
      ...(await roomOf(stage, appointment, patient.id)),
      slot,
      freeSlot: await stage.clinic.slot(doctor, 40 * HOUR),
      attention: attention ?? '',
      grant: await brokenGlass(stage, doctor, patient),
      ...(await places(stage)),
      ...(await members(stage)),
      joinRequest: await asking(stage, elsewhere),
      ...(await accepted(stage, patient)),
      reconciliation,
      questionnaire: await form(stage),
      retired: await form(stage, true),
      drug: await medicine(stage),
      drugImport: await cancelledImport(stage),
      supplierImport: await cancelledPriceList(stage),
      ...(await orderedProduct(stage)),
      ...(await entries(stage, doctor, patient)),
      ...(await prescribed(stage, { doctor, patient, appointment })),
      membership: membership?.id ?? '',
      session: await otherSession(stage, patient),
      laterSession: await otherSession(stage, patient),
      patient: patient.id,
      doctor: doctor.id,
      identity: await linkedIdentity(stage, patient),
      receptionist: (await stage.clinic.person('receptionist')).id,
    },
  };
}

async function roomOf(stage: Stage, appointment: string, senderId: string) {
  const [found] = await stage.sql<{ id: string }>('select id from chat_rooms where appointment_id = $1', [appointment]);
  const [id, room, attachment] = [randomUUID(), found?.id ?? '', randomUUID()];
  const said = { id, senderId, senderRole: 'patient', clientMessageId: null, message: 'Walk', replyTo: null } as const;
  const file = { id: attachment, name: 'walk.pdf', contentType: 'application/pdf', size: 1 } as const;
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, async ({ chatAttachments, chatRooms, chatMessages }) => {
    const locked = await chatRooms.lock(room);
    if (!locked) return;
    const [sentAt, attachments] = [new Date(), [attachment]];
    await chatAttachments.add(locked, { ...file, uploaderId: senderId, document: randomUUID(), createdAt: sentAt });
    await chatMessages.send(locked, { ...said, attachments, sentAt }, null);
    await chatAttachments.use(locked, { id, senderId, attachments });
  });
  const notice = randomUUID();
  await stage.sql(
    `insert into notices (id, user_id, clinic_id, kind, room_id, appointment_id, created_at)
     values ($1, $2, $3, 'unread_messages', $4, $5, now())`,
    [notice, senderId, stage.clinic.clinicId, room, appointment],
  );
  return { room, message: id, attachment, notice };
}

async function form(stage: Stage, isRetired = false): Promise<string> {
  const admin = await stage.signIn('admin');
  const items = [{ key: 'walk', text: 'How far?', type: 'text' }];
  const { body } = await admin.post('/api/v1/questions/', { title: 'Walk', purpose: 'before_visit', items });
  if (isRetired) await admin.delete(`/api/v1/questions/${body.id}/`);
  return String(body.id);
}

async function medicine(stage: Stage): Promise<string> {
  const admin = await stage.signIn('admin');
  const { body } = await admin.post('/api/v1/drugs/', { generic_name: 'ramipril', strength: '5 mg', form: 'tablet' });
  return String(body.id);
}

async function cancelledImport(stage: Stage): Promise<string> {
  const admin = await stage.signIn('admin');
  const { body } = await admin.upload(
    '/api/v1/drugs/import/',
    new Blob(['Drug name,Form/strength\nramipril,Tablet 5 mg\n']),
    'walk.csv',
  );
  await admin.post(`/api/v1/drugs/import/${body.id}/cancel/`, undefined);
  return String(body.id);
}

async function cancelledPriceList(stage: Stage): Promise<string> {
  const admin = await stage.signIn('admin');
  const { body } = await admin.upload(PRICE_LISTS, priceList(productRows(1)), 'walk.csv');
  await admin.post(`${PRICE_LISTS}${body.id}/cancel/`, undefined);
  return String(body.id);
}

/** It is named by the key of its supplier, and has no id. */
async function sourceOfLists(stage: Stage): Promise<void> {
  const admin = await stage.signIn('admin');
  await admin.put('/api/v1/supplier-products/suppliers/alma/source/', WALKED_SOURCE);
}

async function product(stage: Stage): Promise<string> {
  const admin = await stage.signIn('admin');
  const fields = { supplier: 'botanitech', mode: 'apply' };
  const { body: sent } = await admin.upload(PRICE_LISTS, priceList(productRows(1)), 'walk.csv', randomUUID(), fields);
  await until('the price list is applied', async () => {
    const { body } = await admin.get(`${PRICE_LISTS}${sent.id}/`);
    return body.state === 'applied';
  });
  const { body } = await admin.get('/api/v1/supplier-products/');
  return String(body[0].id);
}

async function orderedProduct(stage: Stage): Promise<{ readonly product: string; readonly purchaseOrder: string }> {
  const [admin, ordered] = [await stage.signIn('admin'), await product(stage)];
  const order = { supplier: 'botanitech', lines: [{ product: ordered, quantity: 1 }] };
  const { body } = await admin.post(PURCHASE_ORDERS, order);
  await admin.patch(`${PURCHASE_ORDERS}${body.id}/`, { status: 'cancelled' });
  return { product: ordered, purchaseOrder: String(body.id) };
}

async function entries(stage: Stage, doctor: Person, { id }: Person) {
  const api = await stage.as(doctor);
  const said = { category: 'medicine', reaction: 'Rash', severity: 'mild', certainty: 'suspected' };
  const allergy = await api.post(`/api/v1/patients/${id}/allergies/`, { substance: 'penicillin', ...said });
  const taken = { name: 'metformin', source: 'patient_reported' };
  const { body } = await api.post(`/api/v1/patients/${id}/medicines/`, taken);
  return { allergy: String(allergy.body.id), medicine: String(body.id) };
}

async function prescribed(
  stage: Stage,
  { doctor, patient, appointment }: { readonly doctor: Person; readonly patient: Person; readonly appointment: string },
) {
  const { core, clinicId } = stage.clinic;
  const of = { clinicId, doctorId: doctor.id, patientId: patient.id };
  const prescription = await storePrescription(core, { ...of, appointmentId: appointment });
  const api = await stage.as(doctor);
  const approved = {
    ...{ access_path: 'sas_b', approval_ref: 'WALK', category: 1, dose_form: 'oral_liquid', indication: 'Walk' },
    ...{ approved_on: '2026-01-01', expires_on: '2099-12-31' },
  };
  const approval = await api.post('/api/v1/approvals/', { ...approved, doctor: doctor.id, patient: patient.id });
  const item = { dosage_instructions: 'Take one.', quantity: 1, repeats: 0, drug: randomUUID() };
  const body = { patient: patient.id, prescribed_drugs: [item], is_final: false };
  const { body: draft } = await api.post('/api/v1/prescriptions/', body);
  return { prescription, draft: String(draft.id), approval: String(approval.body.id) };
}

async function accepted(stage: Stage, patient: Person) {
  const admin = await stage.signIn('admin');
  const text = { kind: 'terms', version: 'walk', title: 'Walk', body: 'Walk.', effective_from: '9999-01-01' };
  const { body: document } = await admin.post(`/api/v1/clinics/${stage.clinic.clinicId}/documents/`, text);
  const consents = '/api/v1/users/me/consents/';
  const { body: consent } = await (await stage.as(patient)).post(consents, { document_id: document.id });
  return { document: String(document.id), consent: String(consent.id) };
}

async function members(stage: Stage) {
  const [one, two, admin] = await Promise.all([
    stage.clinic.person('accountant'),
    stage.clinic.person('accountant'),
    stage.signIn('admin'),
  ]);
  const rows = await stage.sql<{ id: string; user_id: string }>(
    'select id, user_id from memberships where user_id = any($1)',
    [[one.id, two.id]],
  );
  const of = (userId: string) => rows.find((row) => row.user_id === userId)?.id ?? '';
  const invited = { email: `${randomUUID()}@walk.keepwell.invalid`, role: 'nurse' };
  const { body } = await admin.post(`/api/v1/clinics/${stage.clinic.clinicId}/invitations/`, invited);
  return { member: of(one.id), spareMember: of(two.id), memberUser: one.id, invitation: String(body.id) };
}

async function asking(stage: Stage, elsewhere: string): Promise<string> {
  const { id: userId } = await stage.clinic.person('doctor');
  await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [userId, elsewhere]);
  const request = { id: randomUUID(), clinicId: stage.clinic.clinicId, userId, message: 'Walk', createdAt: new Date() };
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.joinRequests.add(request));
  return request.id;
}

async function places(stage: Stage) {
  const { clinicId } = stage.clinic;
  const [location, department, organisation, organisationMember] = [0, 1, 2, 3].map(() => randomUUID());
  await stage.sql("insert into locations values ($1, $2, 'Rooms', '{}', null, null, '[]', now(), now())", [
    location,
    clinicId,
  ]);
  await stage.sql("insert into departments values ($1, $2, 'Walks', $3, now(), now())", [
    department,
    clinicId,
    location,
  ]);
  await stage.sql("insert into organisations values ($1, 'Walks')", [organisation]);
  const { id } = await stage.clinic.person('nurse');
  await stage.sql("insert into organisation_members values ($1, $2, $3, 'nurse', now())", [
    organisationMember,
    organisation,
    id,
  ]);
  return { location, department, organisation, organisationMember } as Pick<
    Records,
    'location' | 'department' | 'organisation' | 'organisationMember'
  >;
}

/** The same things, none of which exists. */
export function nowhere(records: Records): Records {
  return Object.fromEntries(Object.keys(records).map((name) => [name, randomUUID()])) as Record<keyof Records, string>;
}

async function brokenGlass(stage: Stage, doctor: Person, patient: Person): Promise<string> {
  const id = randomUUID();
  const grantedAt = new Date();
  const who = { clinicId: stage.clinic.clinicId, patientId: patient.id, userId: doctor.id, role: 'doctor' } as const;
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.breakGlass.add({ id, ...who, reason: 'Walk', grantedAt, expiresAt: new Date(grantedAt.getTime() + 1) }),
  );
  return id;
}

async function linkedIdentity(stage: Stage, { id }: Person): Promise<string> {
  const rows = await stage.sql<{ id: string }>(
    "insert into oauth_identities (user_id, provider, subject_hash, linked_at) values ($1, 'google', $2, now()) returning id",
    [id, randomUUID()],
  );
  return rows[0]?.id ?? '';
}

async function otherSession(stage: Stage, patient: Person): Promise<string> {
  const known = await stage.sql<{ id: string }>('select id from sessions where user_id = $1', [patient.id]);
  await stage.as(patient);
  const all = await stage.sql<{ id: string }>('select id from sessions where user_id = $1', [patient.id]);
  return all.find(({ id }) => !known.some((one) => one.id === id))?.id ?? '';
}
