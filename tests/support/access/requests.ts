import { randomUUID } from 'node:crypto';
import type { Permission } from '../../../src/domain/permissions.js';
import { ROLES, type Role } from '../../../src/domain/roles.js';
import type { Caller } from './callers.js';
import { CATALOGUE_REQUESTS } from './catalogue-requests.js';
import { MEDICINE_REQUESTS } from './medicine-requests.js';
import { PRESCRIPTION_REQUESTS } from './prescription-requests.js';
import { recordRequests } from './record-requests.js';
import type { Records } from './scene.js';

const DAY = 24 * 3_600_000;

/** Whose the record is that a request names. */
export interface Named {
  readonly clinicId?: string;
  readonly patientId?: string;
  readonly doctorId?: string;
}

/** One request to an operation, about the records that are given. */
export interface WalkRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  /** A form with this file, in place of a body. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  /** Left out: it names no record, and answers with what is the caller's. */
  readonly names?: Named;
  /** Who sees the record by this permission may not do this to it all the same: 403. */
  readonly seenBy?: Permission;
  /** Roles that see the record and may use the route, but not for what this request asks. */
  readonly refusedTo?: readonly Role[];
}

type Maker = (records: Records, caller: Caller) => WalkRequest;

const soon = () => new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
const REASON = { reason: 'Walk' };
const QUESTION = { key: 'walk', text: 'How far?', type: 'text' };
const everyone: Maker = () => ({});
const visitOf = ({ clinicId, patient, doctor }: Records): Named => ({
  clinicId,
  patientId: patient,
  doctorId: doctor,
});
const aboutVisit =
  (more: (records: Records) => Omit<WalkRequest, 'names'> = () => ({})): Maker =>
  (records) => ({ path: { id: records.appointment }, names: visitOf(records), ...more(records) });
/** Whoever may break the glass knows of the patient, and has to do so first. */
const aboutPatient =
  (body?: unknown): Maker =>
  (records) => ({
    path: { id: records.patient },
    names: visitOf(records),
    seenBy: 'patients:break-glass',
    ...(body ? { body } : {}),
  });
const aboutRoom =
  (body?: unknown): Maker =>
  (records) => ({ path: { room: records.room }, names: visitOf(records), ...(body ? { body } : {}) });
const aboutMessage =
  (body?: unknown): Maker =>
  (records) => ({
    path: { room: records.room, id: records.message },
    names: visitOf(records),
    ...(body ? { body } : {}),
  });
const aboutOrder: Maker = (records) => ({ path: { id: records.order }, names: visitOf(records) });
const ofClinic =
  (body?: unknown): Maker =>
  ({ clinicId }) => ({ path: { id: clinicId }, names: { clinicId }, ...(body ? { body } : {}) });

/**
 * A request to each operation, by its id. It passes the guards for whoever the matrix lets in, and then, where it would
 * use up a record that others need, is refused for the record's state: a booked visit is not deleted.
 */
export const WALK_REQUESTS: Readonly<Record<string, Maker>> = {
  ...PRESCRIPTION_REQUESTS,
  checkLiveness: everyone,
  checkReadiness: everyone,
  checkEverything: everyone,
  checkDependencies: everyone,
  readPaymentsStatus: everyone,
  receiveStripeWebhook: () => ({ body: {} }),
  receivePaystackWebhook: () => ({ body: {} }),
  registerUser: () => ({
    body: { email: `${randomUUID()}@walk.keepwell.invalid`, password: 'short', first_name: 'Walk', last_name: 'On' },
  }),
  logIn: () => ({ body: { email: 'nobody@walk.keepwell.invalid', password: 'unknown' } }),
  refreshTokens: () => ({ body: { refresh: 'none' } }),
  readProfile: everyone,
  updateProfile: () => ({ body: { timezone: 'UTC' } }),
  listSessions: everyone,
  revokeSession: ({ session, laterSession, patient }, { kind }) => ({
    path: { id: kind === 'wrong membership' ? laterSession : session },
    names: { patientId: patient },
  }),
  changePassword: () => ({ body: { current_password: 'not this one', new_password: 'A long passphrase 7' } }),
  listMemberships: everyone,
  joinClinic: ({ joinable }) => ({ body: { clinic_id: joinable } }),
  activateMembership: ({ membership, patient }) => ({ path: { id: membership }, names: { patientId: patient } }),
  listClinics: everyone,
  createClinic: () => ({ body: { name: `Walk ${randomUUID()}`, timezone: 'UTC', currency: 'aud' } }),
  suspendClinic: ({ joinable }) => ({ path: { id: joinable }, body: REASON }),
  resumeClinic: ({ joinable }) => ({ path: { id: joinable }, body: REASON }),
  listOrganisations: everyone,
  createOrganisation: () => ({ body: { name: `Walk ${randomUUID()}` } }),
  listOrganisationMembers: ({ organisation }) => ({ path: { id: organisation } }),
  addOrganisationMember: ({ organisation }) => ({
    path: { id: organisation },
    body: { email: 'nobody@walk.keepwell.invalid', role: 'nurse' },
  }),
  removeOrganisationMember: ({ organisation, organisationMember }) => ({
    path: { id: organisation, member: organisationMember },
  }),
  // What is said of a clinic is said to everybody who is signed in.
  readClinic: ({ clinicId }) => ({ path: { id: clinicId } }),
  acceptInvitation: () => ({ body: { token: 'none' } }),
  listMembers: ofClinic(),
  listInvitations: ofClinic(),
  inviteMember: ofClinic({ email: 'nobody@walk.keepwell.invalid', role: 'nurse' }),
  revokeInvitation: ({ clinicId, invitation }) => ({ path: { id: clinicId, invitation }, names: { clinicId } }),
  // A doctor of anywhere asks anywhere.
  askToJoin: ({ joinable }) => ({ path: { id: joinable }, body: { message: 'Walk' } }),
  listJoinRequests: ofClinic(),
  decideJoinRequest: ({ clinicId, joinRequest }) => ({
    path: { id: clinicId, joinRequest },
    names: { clinicId },
    body: { decision: 'decline' },
  }),
  changeMember: ({ clinicId, member }) => ({
    path: { id: clinicId, member },
    names: { clinicId },
    body: { department_ids: [] },
  }),
  listPeople: everyone,
  changePerson: ({ clinicId, memberUser }) => ({
    path: { id: memberUser },
    names: { clinicId },
    body: { is_active: true },
  }),
  mailPasswordReset: ({ clinicId, memberUser }) => ({ path: { id: memberUser }, names: { clinicId } }),
  signPersonOut: ({ clinicId, memberUser }) => ({ path: { id: memberUser }, names: { clinicId } }),
  removeMember: ({ clinicId, spareMember }) => ({ path: { id: clinicId, member: spareMember }, names: { clinicId } }),
  removePerson: ({ clinicId, memberUser }) => ({ path: { id: memberUser }, names: { clinicId } }),
  listLocations: ({ clinicId }) => ({ path: { id: clinicId } }),
  listDepartments: ({ clinicId }) => ({ path: { id: clinicId } }),
  listDocuments: ({ clinicId }) => ({ path: { id: clinicId } }),
  // Of treatment, from a day that never comes: nobody who books is asked for it.
  publishDocument: (records, caller) =>
    ofClinic({
      ...{ kind: 'treatment', version: randomUUID(), title: 'Walk', body: 'Walk.', effective_from: '9999-01-01' },
    })(records, caller),
  listConsents: everyone,
  giveConsent: ({ document }) => ({ body: { document_id: document } }),
  withdrawConsent: ({ consent, patient }) => ({ path: { id: consent }, names: { patientId: patient } }),
  addLocation: ofClinic({ name: 'Walk', address: { line1: '1', suburb: 'S', state: 'NSW', postcode: '2000' } }),
  changeLocation: ({ clinicId, location }) => ({
    path: { id: clinicId, location },
    names: { clinicId },
    body: { phone: null },
  }),
  addDepartment: ofClinic({ name: 'Walk' }),
  changeDepartment: ({ clinicId, department }) => ({
    path: { id: clinicId, department },
    names: { clinicId },
    body: { name: 'Walk, too' },
  }),
  removeDepartment: ({ clinicId, department }) => ({ path: { id: clinicId, department }, names: { clinicId } }),
  removeLocation: ({ clinicId, location }) => ({ path: { id: clinicId, location }, names: { clinicId } }),
  changeClinic: ofClinic({ phone: null }),
  readPaymentSettings: ofClinic(),
  changePaymentSettings: ofClinic({ no_show_refund_percent: 0 }),
  readPolicies: ofClinic(),
  changePolicies: ofClinic({ chat_archive: '30d' }),
  readVisitSettings: ofClinic(),
  changeVisitSettings: ofClinic({ notes_visible: null }),
  readSecuritySettings: ofClinic(),
  // The walk's sessions were proved long ago.
  changeSecuritySettings: (records, caller) => ({
    ...ofClinic({ mfa_trust_days: 30 })(records, caller),
    refusedTo: ROLES,
  }),
  registerPatient: ofClinic({ email: 'none', first_name: 'Walk', last_name: 'On' }),
  listApiKeys: ofClinic(),
  createApiKey: (records, caller) => ({
    ...ofClinic({ name: 'Walk', scopes: ['slots:read'], expires_on: soon() })(records, caller),
    refusedTo: ROLES,
  }),
  rotateApiKey: ({ clinicId }) => ({
    path: { id: clinicId, keyId: randomUUID() },
    names: { clinicId },
    body: { overlap: '1h' },
    refusedTo: ROLES,
  }),
  removeApiKey: ({ clinicId }) => ({
    path: { id: clinicId, keyId: randomUUID() },
    names: { clinicId },
    refusedTo: ROLES,
  }),
  listUserActions: everyone,
  listEmailDelivery: everyone,
  listDeletedAppointments: everyone,
  readAccountActivity: ({ receptionist, clinicId }) => ({ path: { id: receptionist }, names: { clinicId } }),
  searchPatients: () => ({ query: 'search=walk' }),
  readPatient: aboutPatient(),
  revealIdentifier: aboutPatient({ field: 'ihi', ...REASON }),
  // The walk's sessions were proved long ago.
  breakGlass: (records) => ({
    path: { id: records.patient },
    names: { clinicId: records.clinicId },
    body: REASON,
    refusedTo: ROLES,
  }),
  listBreakGlass: everyone,
  reviewBreakGlass: ({ grant, clinicId }) => ({
    path: { id: grant },
    names: { clinicId },
    body: { justified: true, note: 'Walk' },
  }),
  listFreeSlots: everyone,
  listOwnSlots: ({ clinicId }) => ({ query: `clinic=${clinicId}`, names: { clinicId } }),
  createSlot: ({ clinicId, doctor }, { acting }) => {
    const start = new Date(Math.ceil(Date.now() / DAY) * DAY + 20 * DAY);
    const times = { start_time: start.toISOString(), end_time: new Date(start.getTime() + 900_000).toISOString() };
    const whose = acting?.role === 'doctor' ? {} : { doctor };
    return { body: { ...times, slot_type: 'short', clinic: clinicId, ...whose }, names: { clinicId } };
  },
  bulkCreateSlots: ({ clinicId, doctor }, { acting }) => {
    const day = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
    const days = { start_date: day, end_date: day, days_of_week: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] };
    const hours = { start_time: '09:00', end_time: '09:15', slot_type: 'short' };
    const whose = acting?.role === 'doctor' ? {} : { doctor };
    return { body: { ...days, ...hours, clinic: clinicId, ...whose }, names: { clinicId } };
  },
  deleteSlot: ({ slot, clinicId, doctor }) => ({
    path: { id: slot },
    names: { clinicId, doctorId: doctor },
    seenBy: 'slots:read',
  }),
  bookAppointment: ({ freeSlot, patient, clinicId }, { acting }) => ({
    body: { availability_id: freeSlot, ...(acting?.role === 'patient' ? {} : { patient }) },
    names: { clinicId },
  }),
  listAppointments: everyone,
  readAppointment: aboutVisit(),
  readStatusHistory: aboutVisit(),
  readTimeline: aboutVisit(),
  downloadCalendar: aboutVisit(),
  deleteAppointment: aboutVisit(),
  changeAppointmentStatus: aboutVisit(() => ({
    body: { status: 'in_progress' },
    refusedTo: ['patient', 'admin', 'receptionist', 'nurse'],
  })),
  rescheduleAppointment: aboutVisit(({ slot }) => ({ body: { availability_id: slot } })),
  readConsultation: aboutVisit(),
  changeConsultation: aboutVisit(() => ({ body: { costs_explained: true } })),
  checkIn: aboutVisit(() => ({ body: {} })),
  recordDeskPayment: aboutVisit(() => ({ body: { method: 'cash', amount: 1 } })),
  // A doctor closes clinical entries here, and does nothing else.
  runStaffAction: aboutVisit(() => ({
    body: { action: 'resend_confirmation', ...REASON },
    refusedTo: ['doctor'],
  })),
  createOrder: (records) => ({ body: { appointmentId: records.appointment }, names: visitOf(records) }),
  listOrders: everyone,
  readOrder: aboutOrder,
  refreshOrder: aboutOrder,
  auditOrder: aboutOrder,
  listReceipts: aboutOrder,
  downloadReceipt: (records) => ({
    path: { id: records.order, receiptId: records.receipt },
    names: visitOf(records),
  }),
  readTakings: ({ clinicId }) => ({ query: `clinic=${clinicId}`, names: { clinicId } }),
  // A report is of the installation: each clinic is shown its own part of it.
  listReconciliations: everyone,
  readReconciliation: ({ reconciliation }) => ({ path: { id: reconciliation } }),
  listAttention: everyone,
  resolveAttention: ({ attention, clinicId }) => ({ path: { id: attention }, body: REASON, names: { clinicId } }),
  exchangeSignInCode: () => ({ body: { code: 'none' } }),
  linkGoogle: () => ({ refusedTo: ROLES }),
  listIdentities: everyone,
  unlinkIdentity: ({ identity, patient }) => ({
    path: { id: identity },
    names: { patientId: patient },
    refusedTo: ROLES,
  }),
  verifyEmail: () => ({ body: { token: 'none' } }),
  resendVerification: () => ({ body: { email: 'nobody@walk.keepwell.invalid' } }),
  forgotPassword: () => ({ body: { email: 'nobody@walk.keepwell.invalid' } }),
  resetPassword: () => ({ body: { token: 'none', new_password: 'A long passphrase 7' } }),
  undoEmailChange: () => ({ body: { token: 'none' } }),
  reauthenticate: () => ({ body: { password: 'not this one' } }),
  // The walk's sessions were proved long ago.
  changeEmail: () => ({ body: { new_email: 'nobody@walk.keepwell.invalid' }, refusedTo: ROLES }),
  endOtherSessions: () => ({ refusedTo: ROLES }),
  readVerification: ({ doctor, clinicId }) => ({ path: { id: doctor }, names: { clinicId } }),
  recordVerification: ({ doctor, clinicId }) => ({
    path: { id: doctor },
    body: { status: 'pending' },
    names: { clinicId },
  }),
  listVerifications: ({ doctor, clinicId }) => ({ path: { id: doctor }, names: { clinicId } }),
  completeSignIn: () => ({ body: { mfa_token: 'none', code: '000000' } }),
  readSecondFactors: everyone,
  setUpSecondFactor: () => ({ refusedTo: ROLES }),
  confirmSecondFactor: () => ({ body: { code: '000000' }, refusedTo: ROLES }),
  renewRecoveryCodes: () => ({ refusedTo: ROLES }),
  disableSecondFactors: () => ({ refusedTo: ROLES }),
  resetSecondFactors: ({ clinicId, receptionist }) => ({
    path: { id: receptionist },
    body: REASON,
    names: { clinicId },
    refusedTo: ROLES,
  }),
  listSignIns: everyone,
  listQuestionnaires: everyone,
  createQuestionnaire: () => ({ body: { title: 'Walk', purpose: 'before_visit', items: [QUESTION] } }),
  readQuestionnaire: ({ questionnaire, clinicId }) => ({ path: { id: questionnaire }, names: { clinicId } }),
  changeQuestionnaire: ({ questionnaire, clinicId }) => ({
    path: { id: questionnaire },
    body: { title: 'Walk on' },
    names: { clinicId },
  }),
  retireQuestionnaire: ({ retired, clinicId }) => ({ path: { id: retired }, names: { clinicId } }),
  listAnswers: (records) => ({ query: `appointment=${records.appointment}`, names: visitOf(records) }),
  answerQuestionnaire: (records) => ({
    body: { appointment: records.appointment, questionnaire: records.questionnaire, answers: {}, is_final: false },
    names: visitOf(records),
  }),
  ...recordRequests(aboutPatient),
  ...MEDICINE_REQUESTS,
  ...CATALOGUE_REQUESTS,
  listChatRooms: everyone,
  readChatRoom: aboutRoom(),
  listChatMessages: aboutRoom(),
  // The visit is days away, and its room not open yet.
  sendChatMessage: aboutRoom({ message: 'Walk' }),
  markChatRead: aboutRoom({}),
  editChatMessage: aboutMessage({ message: 'Walk on' }),
  deleteChatMessage: aboutMessage(),
  listChatMessageVersions: aboutMessage(),
  // The room is not archived.
  readChatTranscript: aboutRoom(),
  listNotifications: everyone,
  countUnreadNotifications: everyone,
  readNotification: ({ notice, patient }) => ({ path: { id: notice }, names: { patientId: patient } }),
  readAllNotifications: everyone,
  openGuestSession: () => ({ body: { token: 'none' } }),
  addChatMember: (records, caller) => ({
    ...aboutRoom({ user: records.patient })(records, caller),
    refusedTo: ['patient'],
  }),
  listChatNurses: (records, caller) => ({ ...aboutRoom()(records, caller), refusedTo: ['patient'] }),
  // The patient belongs to the room.
  removeChatMember: (records) => ({
    path: { room: records.room, user: records.patient },
    names: visitOf(records),
    refusedTo: ['patient', 'doctor'],
  }),
  // The visit is not completed.
  reopenChatRoom: (records, caller) => ({
    ...aboutRoom({ until: `${soon()}T00:00:00Z`, ...REASON })(records, caller),
    refusedTo: ['patient'],
  }),
  uploadChatAttachment: (records) => ({
    path: { room: records.room },
    names: visitOf(records),
    file: { name: 'walk.pdf', bytes: new TextEncoder().encode('%PDF-1.7') },
  }),
  linkChatAttachment: (records) => ({ path: { id: records.attachment }, names: visitOf(records) }),
  downloadChatAttachment: () => ({ path: { token: 'none' } }),
  // Last: it ends the session that asks.
  logOut: () => ({ body: {} }),
};
