import { type FuzzedClinic, longSlot, type PaidAppointment } from './clinic.js';
import { freshAddress, type Person } from './people.js';

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

const readsAppointment: Maker = async (_clinic, _by, kept) => ({ path: { id: (await kept()).id } });
const readsOrder: Maker = async (_clinic, _by, kept) => ({ path: { id: (await kept()).orderId } });
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
  updateProfile: async () => ({ body: { first_name: 'Fuzz' } }),
  readTakings: async ({ id }) => ({ query: { clinic: id } }),
  readPaymentsStatus: async ({ id }) => ({ query: { clinic: id } }),
  readClinic: async ({ id }) => ({ path: { id } }),
  readPaymentSettings: async ({ id }) => ({ path: { id } }),
  readPolicies: async ({ id }) => ({ path: { id } }),
  changeClinic: withClinic({ phone: null }),
  changePaymentSettings: withClinic({ no_show_refund_percent: 0 }),
  changePolicies: withClinic({ chat_archive: '30d' }),
  resolveAttention: async (clinic) => ({ path: { id: await clinic.unmatchedEntry() }, body: REASON }),
  readReconciliation: async ({ installation }) => ({ path: { id: await installation.reconcile() } }),
  runStaffAction: async (clinic) => ({
    path: { id: (await clinic.paid()).id },
    body: { action: 'resend_confirmation', ...REASON },
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
