import { randomInt, randomUUID } from 'node:crypto';
import { CATALOGUE_EXAMPLES } from './catalogue-examples.js';
import { type FuzzedClinic, longSlot, type PaidAppointment } from './clinic.js';
import { guestToken, invitingToken, resettingToken, undoingToken, verifyingToken } from './mailed-links.js';
import { MEDICINE_EXAMPLES } from './medicine-examples.js';
import { demoPerson, freshAddress, type Person, register } from './people.js';
import { PRESCRIPTION_EXAMPLES } from './prescription-examples.js';
import { RECORD_EXAMPLES } from './record-examples.js';
import { firstCode, waitingSignIn } from './second-factors.js';

/** One request that gets a success answer. */
export interface Example {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** By operation. */
export type Examples = Readonly<Record<string, Example>>;

/** `kept` is one paid appointment for all requests that only read. */
type Maker = (clinic: FuzzedClinic, by: Person, kept: () => Promise<PaidAppointment>) => Promise<Example>;

const REASON = { reason: 'Fuzz run' };
const QUESTION = { key: 'fuzz', text: 'Where does it hurt?', type: 'text' };
const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };

const freshName = (what: string) => `${what} ${randomUUID()}`;

/** A clinic that nobody else needs, added by who looks after the platform. */
async function addedClinic({ client }: Pick<Person, 'client'>): Promise<string> {
  const wanted = { name: freshName('Clinic'), timezone: 'UTC', currency: 'aud' };
  return (await client.call('POST', 'clinics/', wanted)).id;
}

/** Somebody who works at the clinic and is needed by nobody else: the membership's id, and the account's. */
async function newNurse({ id, admin, installation }: FuzzedClinic) {
  const nurse = await register(installation.instance, admin.client, 'nurse');
  const { id: user } = await nurse.client.call('GET', 'users/profile/');
  const [{ id: member }] = await nurse.client.call('GET', 'users/memberships/');
  return { id, member, user };
}

/** A doctor whom no other request has changed or removed. */
async function wantedDoctor({ admin, installation }: FuzzedClinic) {
  const { email } = await register(installation.instance, admin.client, 'doctor');
  return { email, role: 'doctor' };
}

async function addedOrganisation({ client }: Person): Promise<string> {
  return (await client.call('POST', 'organisations/', { name: freshName('Organisation') })).id;
}

const readsAppointment: Maker = async (_clinic, _by, kept) => ({ path: { id: (await kept()).id } });
const readsOrder: Maker = async (_clinic, _by, kept) => ({ path: { id: (await kept()).orderId } });
const readsRoom: Maker = async (clinic, _by, kept) => ({ path: { room: await clinic.chatRoom((await kept()).id) } });
const withClinic =
  (body: Readonly<Record<string, unknown>>): Maker =>
  async ({ id }) => ({ path: { id }, body });

/**
 * What generated requests find only by luck: an id of a record in the right state, with a body that suits it. Each
 * role gets records of its own, as many of these requests use theirs up.
 */
const MAKERS: Readonly<Record<string, Maker>> = {
  registerUser: async () => {
    const name = { first_name: 'Fuzz', last_name: 'Patient' };
    return { body: { email: freshAddress(), password: 'Fuzz-run-password-1', ...name } };
  },
  logIn: async (_clinic, { email, password }) => ({ body: { email, password } }),
  refreshTokens: async (_clinic, by) => ({ body: { refresh: (await by.openSession()).refresh } }),
  logOut: async () => ({ body: {} }),
  revokeSession: async (_clinic, by) => {
    const { id } = await by.openSession();
    // The link of the list leads to its newest session, which must not be the run's own.
    for (let n = 0; n < 5; n += 1) await by.openSession();
    return { path: { id } };
  },
  changePassword: async (_clinic, { password }) => ({
    body: { current_password: password, new_password: `${password}-new` },
  }),
  verifyEmail: async ({ installation }) => ({ body: { token: await verifyingToken(installation.instance) } }),
  resendVerification: async () => ({ body: { email: freshAddress() } }),
  forgotPassword: async () => ({ body: { email: freshAddress() } }),
  resetPassword: async ({ installation }) => ({
    body: { token: await resettingToken(installation.instance), new_password: 'another phrase of its own' },
  }),
  changeEmail: async () => ({ body: { new_email: freshAddress() } }),
  undoEmailChange: async ({ installation }) => ({ body: { token: await undoingToken(installation.instance) } }),
  completeSignIn: async ({ installation }) => ({ body: { ...(await waitingSignIn(installation.instance)) } }),
  exchangeSignInCode: async () => ({ body: { code: 'none' } }),
  unlinkIdentity: async ({ id }) => ({ path: { id } }),
  confirmSecondFactor: async (_clinic, { client }) => ({ body: { code: await firstCode(client) } }),
  resetSecondFactors: async ({ installation, admin }) => {
    const { id } = await register(installation.instance, admin.client, 'nurse');
    return { path: { id }, body: REASON };
  },
  reauthenticate: async (_clinic, { password }) => ({ body: { password } }),
  joinClinic: async ({ id }) => ({ body: { clinic_id: id } }),
  activateMembership: async (_clinic, { client }) => {
    const [membership] = await client.call('GET', 'users/memberships/');
    return { path: { id: membership.id } };
  },
  updateProfile: async () => ({ body: { first_name: 'Fuzz' } }),
  readTakings: async ({ id }) => ({ query: { clinic: id } }),
  readPaymentsStatus: async ({ id }) => ({ query: { clinic: id } }),
  readClinic: async ({ id }) => ({ path: { id } }),
  createClinic: async () => ({ body: { name: freshName('Clinic'), timezone: 'UTC', currency: 'aud' } }),
  suspendClinic: async (_clinic, by) => ({ path: { id: await addedClinic(by) }, body: REASON }),
  resumeClinic: async (_clinic, { client }) => {
    const id = await addedClinic({ client });
    await client.call('POST', `clinics/${id}/suspend/`, REASON);
    return { path: { id }, body: REASON };
  },
  createOrganisation: async () => ({ body: { name: freshName('Organisation') } }),
  listOrganisationMembers: async (_clinic, by) => ({ path: { id: await addedOrganisation(by) } }),
  addOrganisationMember: async (clinic, by) => ({
    path: { id: await addedOrganisation(by) },
    body: await wantedDoctor(clinic),
  }),
  removeOrganisationMember: async (clinic, by) => {
    const id = await addedOrganisation(by);
    const wanted = await wantedDoctor(clinic);
    const { id: member } = await by.client.call('POST', `organisations/${id}/members/`, wanted);
    return { path: { id, member } };
  },
  acceptInvitation: async ({ id, admin, installation }) => ({
    body: {
      token: await invitingToken(installation.instance, admin.client, id),
      password: 'a phrase of its own',
      first_name: 'Fuzz',
      last_name: 'Nurse',
    },
  }),
  listMembers: async ({ id }) => ({ path: { id } }),
  listInvitations: async ({ id }) => ({ path: { id } }),
  inviteMember: async ({ id }) => ({ path: { id }, body: { email: freshAddress(), role: 'nurse' } }),
  revokeInvitation: async ({ id }, { client }) => {
    const wanted = { email: freshAddress(), role: 'nurse' };
    const { id: invitation } = await client.call('POST', `clinics/${id}/invitations/`, wanted);
    return { path: { id, invitation } };
  },
  askToJoin: async ({ installation }) => ({
    path: { id: await addedClinic(await demoPerson(installation.instance, 'platform_admin')) },
    body: { message: 'Fuzz run' },
  }),
  decideJoinRequest: async (clinic) => ({
    path: { id: clinic.id, joinRequest: await clinic.joinRequest() },
    body: { decision: 'approve' },
  }),
  listJoinRequests: async ({ id }) => ({ path: { id } }),
  changeMember: async (clinic) => ({ path: await newNurse(clinic), body: { department_ids: [] } }),
  removeMember: async (clinic) => ({ path: await newNurse(clinic) }),
  changePerson: async (clinic) => ({ path: { id: (await newNurse(clinic)).user }, body: { is_active: true } }),
  removePerson: async (clinic) => ({ path: { id: (await newNurse(clinic)).user } }),
  mailPasswordReset: async (clinic) => ({ path: { id: (await newNurse(clinic)).user } }),
  signPersonOut: async (clinic) => ({ path: { id: (await newNurse(clinic)).user } }),
  listDocuments: async ({ id }) => ({ path: { id } }),
  // In force when the run is over: nobody is asked for it.
  publishDocument: async ({ id }) => ({ path: { id }, body: documentText() }),
  giveConsent: async (clinic) => ({ body: { document_id: await publishedDocument(clinic) } }),
  withdrawConsent: async (clinic, { client }) => {
    const given = { document_id: await publishedDocument(clinic) };
    return { path: { id: (await client.call('POST', 'users/me/consents/', given)).id } };
  },
  listLocations: async ({ id }) => ({ path: { id } }),
  listDepartments: async ({ id }) => ({ path: { id } }),
  addLocation: withClinic({ name: 'Rooms', address: ADDRESS }),
  changeLocation: async ({ id }, { client }) => {
    const { id: location } = await client.call('POST', `clinics/${id}/locations/`, { name: 'Rooms', address: ADDRESS });
    return { path: { id, location }, body: { phone: null } };
  },
  removeLocation: async ({ id }, { client }) => {
    const { id: location } = await client.call('POST', `clinics/${id}/locations/`, { name: 'Rooms', address: ADDRESS });
    return { path: { id, location } };
  },
  addDepartment: async ({ id }) => ({ path: { id }, body: { name: freshName('Department') } }),
  changeDepartment: async ({ id }, { client }) => {
    const name = freshName('Department');
    const { id: department } = await client.call('POST', `clinics/${id}/departments/`, { name });
    return { path: { id, department }, body: { location_id: null } };
  },
  removeDepartment: async ({ id }, { client }) => {
    const name = freshName('Department');
    const { id: department } = await client.call('POST', `clinics/${id}/departments/`, { name });
    return { path: { id, department } };
  },
  readPaymentSettings: async ({ id }) => ({ path: { id } }),
  readPolicies: async ({ id }) => ({ path: { id } }),
  changeClinic: withClinic({ phone: null }),
  changePaymentSettings: withClinic({ no_show_refund_percent: 0 }),
  readVisitSettings: async ({ id }) => ({ path: { id } }),
  changeVisitSettings: withClinic({ chat_notice: 'Fuzz run' }),
  readSecuritySettings: async ({ id }) => ({ path: { id } }),
  changeSecuritySettings: withClinic({ mfa_trust_days: 30 }),
  changePolicies: withClinic({ chat_archive: '30d' }),
  createQuestionnaire: async () => ({ body: { title: 'Fuzz', purpose: 'before_visit', items: [QUESTION] } }),
  readQuestionnaire: async (clinic) => ({ path: { id: await clinic.questionnaire() } }),
  changeQuestionnaire: async (clinic) => ({ path: { id: await clinic.questionnaire() }, body: { title: 'Fuzz on' } }),
  retireQuestionnaire: async (clinic) => ({ path: { id: await clinic.questionnaire() } }),
  listAnswers: async (_clinic, _by, kept) => ({ query: { appointment: (await kept()).id } }),
  answerQuestionnaire: async (clinic, _by, kept) => ({
    body: {
      appointment: (await kept()).id,
      questionnaire: await clinic.questionnaire(),
      answers: { fuzz: 'here' },
      is_final: false,
    },
  }),
  ...RECORD_EXAMPLES,
  ...PRESCRIPTION_EXAMPLES,
  ...CATALOGUE_EXAMPLES,
  ...MEDICINE_EXAMPLES,
  listLawRules: async () => ({ query: { on: '2026-12-01' } }),
  // Each from another day on: a rule has one row of a region from a day on.
  addLawRule: async () => ({
    body: {
      rule: 'handwriting',
      region: 'us',
      effective_from: `${randomInt(2100, 9999)}-01-01`,
      source: 'Fuzz run',
      value: [],
    },
  }),
  listClinicalRules: async () => ({ query: { check: 'interaction', active: 'true' } }),
  changeClinicalRule: async () => ({
    path: { id: 'warfarin-nsaid' },
    body: { severity: 'moderate', reason: 'Fuzz run', version: 1 },
  }),
  readVerification: async ({ doctor }) => ({ path: { id: doctor.id } }),
  listVerifications: async ({ doctor }) => ({ path: { id: doctor.id } }),
  recordVerification: async ({ doctor }) => ({ path: { id: doctor.id }, body: { status: 'pending' } }),
  resolveAttention: async (clinic) => ({ path: { id: await clinic.unmatchedEntry() }, body: REASON }),
  readReconciliation: async ({ installation }) => ({ path: { id: await installation.reconcile() } }),
  runStaffAction: async (clinic) => ({
    path: { id: (await clinic.paid()).id },
    body: { action: 'resend_confirmation', ...REASON },
  }),
  registerPatient: async ({ id }) => ({
    path: { id },
    body: { email: freshAddress(), first_name: 'Fuzz', last_name: 'Desk', date_of_birth: '1980-02-01' },
  }),
  listApiKeys: async ({ id }) => ({ path: { id } }),
  createApiKey: async ({ id }) => ({
    path: { id },
    body: { name: 'Fuzz', scopes: ['slots:read'], expires_on: inAMonth() },
  }),
  rotateApiKey: async ({ id }, by) => ({ path: { id, keyId: await keyOf(id, by) }, body: { overlap: '1h' } }),
  removeApiKey: async ({ id }, by) => ({ path: { id, keyId: await keyOf(id, by) } }),
  readAccountActivity: async ({ patient }) => ({ path: { id: patient.id } }),
  searchPatients: async () => ({ query: { search: 'fuzz' } }),
  // Paid for: a doctor reads the record of who has a visit.
  readPatient: async ({ patient }, _by, kept) => {
    await kept();
    return { path: { id: patient.id } };
  },
  revealIdentifier: async ({ patient }, _by, kept) => {
    await kept();
    return { path: { id: patient.id }, body: { field: 'ihi', ...REASON } };
  },
  breakGlass: async (clinic) => ({ path: { id: (await clinic.newPatient()).id }, body: REASON }),
  reviewBreakGlass: async (clinic) => ({
    path: { id: await clinic.brokenGlass() },
    body: { justified: true, note: 'Fuzz run' },
  }),
  listOwnSlots: async ({ doctor }) => ({ query: { doctor: doctor.id } }),
  createSlot: async (clinic, by) => ({ body: { ...longSlot(clinic.unofferedTime()), ...doctorFor(clinic, by) } }),
  bulkCreateSlots: async (clinic, by) => {
    const day = clinic.unofferedTime().toISOString().slice(0, 10);
    const everyDay = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const hours = { start_time: '09:00', end_time: '10:00', slot_type: 'long', timezone: 'UTC' };
    return { body: { start_date: day, end_date: day, days_of_week: everyDay, ...hours, ...doctorFor(clinic, by) } };
  },
  deleteSlot: async (clinic) => ({ path: { id: await clinic.freeSlot() } }),
  bookAppointment: async (clinic, by) => ({
    body: {
      availability_id: await clinic.freeSlot(),
      ...(by.role === 'patient' ? {} : { patient: clinic.patient.id }),
    },
  }),
  readAppointment: readsAppointment,
  readTimeline: readsAppointment,
  readStatusHistory: readsAppointment,
  downloadCalendar: readsAppointment,
  readConsultation: readsAppointment,
  changeConsultation: async (...args) => ({ ...(await readsAppointment(...args)), body: { costs_explained: true } }),
  checkIn: async (clinic) => ({ path: { id: (await clinic.paid()).id } }),
  changeAppointmentStatus: async (clinic, by) => ({
    path: { id: (await clinic.paid()).id },
    body: { status: cancelBy(by), ...REASON },
  }),
  rescheduleAppointment: async (clinic) => ({
    path: { id: (await clinic.paid()).id },
    body: { availability_id: await clinic.freeSlot() },
  }),
  deleteAppointment: async (clinic) => ({ path: { id: (await clinic.hold()).id } }),
  createOrder: async (clinic) => ({ body: { appointmentId: (await clinic.hold()).id } }),
  recordDeskPayment: async (clinic) => {
    const { id, amount } = await clinic.hold();
    return { path: { id }, body: { method: 'cash', amount } };
  },
  readChatRoom: readsRoom,
  listChatMessages: readsRoom,
  markChatRead: readsRoom,
  sendChatMessage: async (...args) => ({ ...(await readsRoom(...args)), body: { message: 'Fuzz run' } }),
  editChatMessage: async (clinic, by, kept) => ({
    path: await clinic.chatMessage((await kept()).id, by),
    body: { message: 'Fuzz on' },
  }),
  deleteChatMessage: async (clinic, by, kept) => ({ path: await clinic.chatMessage((await kept()).id, by) }),
  reopenChatRoom: async (...args) => ({
    ...(await readsRoom(...args)),
    body: { until: new Date(Date.now() + 86_400_000).toISOString(), ...REASON },
  }),
  readNotification: async (clinic, by, kept) => {
    const room = await clinic.chatRoom((await kept()).id);
    const sender = by.role === 'doctor' ? clinic.patient : clinic.doctor;
    await sender.client.call('POST', `chat/messages/${room}/`, { message: 'Fuzz run' });
    const [own] = await by.client.call('GET', 'notifications/?unread=true');
    return { path: { id: String(own?.id ?? randomUUID()) } };
  },
  addChatMember: async (...args) => ({ ...(await readsRoom(...args)), body: { user: (await newNurse(args[0])).user } }),
  removeChatMember: async (clinic, _by, kept) => {
    const room = await clinic.chatRoom((await kept()).id);
    const { user } = await newNurse(clinic);
    await clinic.doctor.client.call('POST', `chat/${room}/members/`, { user });
    return { path: { room, user: String(user) } };
  },
  listChatNurses: readsRoom,
  openGuestSession: async (clinic, _by, kept) => {
    const room = await clinic.chatRoom((await kept()).id);
    return { body: { token: (await guestToken(clinic.installation.instance, clinic.doctor.client, room)).token } };
  },
  listChatMessageVersions: async (clinic, by, kept) => ({ path: await clinic.chatMessage((await kept()).id, by) }),
  readChatTranscript: readsRoom,
  uploadChatAttachment: readsRoom,
  linkChatAttachment: async (clinic, by, kept) => ({ path: { id: await clinic.chatFile((await kept()).id, by) } }),
  downloadChatAttachment: async (clinic, _by, kept) => ({
    path: { token: await clinic.chatFileToken((await kept()).id) },
  }),
  readOrder: readsOrder,
  auditOrder: readsOrder,
  refreshOrder: readsOrder,
  listReceipts: readsOrder,
  downloadReceipt: async (_clinic, _by, kept) => {
    const { orderId, receiptId } = await kept();
    return { path: { id: orderId, receiptId } };
  },
};

/** The operations that a run prepares a request for. */
export const PREPARED_OPERATIONS: readonly string[] = Object.keys(MAKERS);

/** Makes the records, and answers the requests that use them, for the operations named. */
export async function makeExamples(clinic: FuzzedClinic, by: Person, operations: readonly string[]): Promise<Examples> {
  let paid: Promise<PaidAppointment> | undefined;
  const kept = () => (paid ??= clinic.paid());
  const examples: Record<string, Example> = {};
  for (const operation of operations) {
    const make = MAKERS[operation];
    if (make) examples[operation] = await make(clinic, by, kept);
  }
  return examples;
}

/** Staff names whose time it is, a doctor offers their own. */
function doctorFor({ doctor }: FuzzedClinic, { role }: Person) {
  return role === 'doctor' ? {} : { doctor: doctor.id };
}

function cancelBy({ role }: Person): string {
  if (role === 'patient') return 'cancelled_by_patient';
  return role === 'doctor' ? 'cancelled_by_doctor' : 'cancelled_by_clinic';
}

function documentText() {
  const text = { kind: 'treatment', title: 'Fuzz run', body: 'Fuzz run.', effective_from: '9999-01-01' };
  return { ...text, version: randomUUID() };
}

async function publishedDocument({ id, admin }: FuzzedClinic): Promise<string> {
  return (await admin.client.call('POST', `clinics/${id}/documents/`, documentText())).id;
}

/** A day. */
export const inAMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Another key of the clinic; whoever may not make one uses an id that names none. */
async function keyOf(clinicId: string, { client }: Person): Promise<string> {
  const body = { name: 'Fuzz', scopes: ['slots:read'], expires_on: inAMonth() };
  const made = await client.call('POST', `clinics/${clinicId}/api-keys/`, body).catch(() => null);
  return made?.id ?? clinicId;
}
