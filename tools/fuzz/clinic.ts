import { randomUUID } from 'node:crypto';
import { type Client, type Instance, JourneyError, payAtSandbox, until } from '../rig/instance.js';
import { demoPerson, type Person, register } from './people.js';
import { PriceLists } from './price-lists.js';
import { FuzzedSurgery } from './surgery.js';

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
/** Later ones would be out of the time in which patients can be checked in. */
const MOST_SLOTS = 1_000;
/** The longest that a payment, a refund or a receipt may take to be recorded. */
const SETTLED_MS = 60_000;

/** What a run does to its installation beside the API. */
export interface Installation {
  readonly instance: Instance;
  /** Sends a webhook of Stripe's, signed as by Stripe; answers the status. */
  notify(event: object): Promise<number>;
  /** Compares all books, as every night; answers the report's id. */
  reconcile(): Promise<string>;
}

/** An appointment that is held and not paid. */
interface Hold {
  readonly id: string;
  /** Minor units. */
  readonly amount: number;
}

interface HoldWithOrder extends Hold {
  readonly orderId: string;
  readonly checkoutUrl: string;
}

export interface PaidAppointment {
  readonly id: string;
  readonly orderId: string;
  readonly receiptId: string;
}

type Row = Readonly<Record<string, unknown>>;

/** A doctor, a patient and what they have with each other: each method makes one more record, for one use. */
export class FuzzedClinic {
  readonly surgery = new FuzzedSurgery(this);
  readonly priceLists = new PriceLists(this);
  private slots = 0;
  private days = 0;

  private constructor(
    readonly id: string,
    readonly admin: Person,
    readonly doctor: Person,
    readonly patient: Person,
    readonly installation: Installation,
  ) {}

  /**
   * Makes what the links of the document lead to: free slots, unpaid holds with an order and without one, paid
   * appointments, a refund, and a refund that the bank refused (an open attention entry).
   */
  static async open(installation: Installation): Promise<FuzzedClinic> {
    const clinic = await FuzzedClinic.of(installation, await demoPerson(installation.instance, 'admin'));
    for (let n = 0; n < 20; n += 1) await clinic.freeSlot();
    for (let n = 0; n < 3; n += 1) await clinic.hold();
    for (let n = 0; n < 3; n += 1) await clinic.holdWithOrder();
    for (let n = 0; n < 3; n += 1) await clinic.paid();
    await clinic.refunded();
    await clinic.refusedRefund();
    return clinic;
  }

  /** The clinic of an admin, with a doctor and a patient of its own and no records. */
  static async of(installation: Installation, admin: Person): Promise<FuzzedClinic> {
    const doctor = await register(installation.instance, admin.client, 'doctor');
    const patient = await register(installation.instance, admin.client, 'patient');
    const { clinic_id } = await admin.client.call('GET', 'users/profile/');
    return new FuzzedClinic(clinic_id, admin, doctor, patient, installation);
  }

  /** Answers the slot's id. */
  async freeSlot(): Promise<string> {
    for (;;) {
      this.slots += 1;
      const start = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS + this.slots * HALF_HOUR_MS);
      try {
        const { id } = await this.doctor.client.call('POST', 'appointments/availabilities/', longSlot(start));
        return id;
      } catch (error) {
        // A generated request has offered this time before.
        const isTaken = error instanceof JourneyError && error.message.includes(' 409 overlap:');
        if (!isTaken || this.slots > MOST_SLOTS) throw error;
      }
    }
  }

  /** Whom nobody treats. */
  newPatient(): Promise<Person> {
    return register(this.installation.instance, this.admin.client, 'patient');
  }

  /** Answers the id of somebody who has a visit with the doctor, and of whom nothing is recorded. */
  async expectedPatient(): Promise<string> {
    const patient = await this.newPatient();
    await this.paid(patient);
    return patient.id;
  }

  /** Answers the id of a grant that nobody has judged yet. */
  async brokenGlass(): Promise<string> {
    const { id } = await this.newPatient();
    const grant = await this.doctor.client.call('POST', `patients/${id}/break-glass/`, { reason: 'Fuzz run' });
    return grant.id;
  }

  /** Answers the id of the request of a doctor of another clinic, who asks to work here and waits. */
  async joinRequest(): Promise<string> {
    const { instance } = this.installation;
    const { client: platform } = await demoPerson(instance, 'platform_admin');
    const elsewhere = { name: `Clinic ${randomUUID()}`, timezone: 'UTC', currency: 'aud' };
    const { id: clinicId } = await platform.call('POST', 'clinics/', elsewhere);
    const { client } = await register(instance, platform, 'doctor', clinicId);
    const { id } = await client.call('POST', `clinics/${this.id}/join-requests/`, { message: 'Fuzz run' });
    return id;
  }

  async hold({ client }: Pick<Person, 'client'> = this.patient): Promise<Hold> {
    const booked = await client.call('POST', 'appointments/', { availability_id: await this.freeSlot() });
    return { id: booked.id, amount: Math.round(Number(booked.price) * 100) };
  }

  async holdWithOrder(patient: Pick<Person, 'client'> = this.patient): Promise<HoldWithOrder> {
    const hold = await this.hold(patient);
    const order = await patient.client.call('POST', 'orders/', { appointmentId: hold.id });
    return { ...hold, orderId: order.order_id, checkoutUrl: order.checkout_url };
  }

  /** A time that the doctor has not offered, on a day of its own each time; not of this year, as `narrow` has it. */
  unofferedTime(): Date {
    this.days += 1;
    return new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + (400 + this.days) * DAY_MS);
  }

  /** Books and pays; answers once it is confirmed and its receipt is there. */
  async paid(patient: Pick<Person, 'client'> = this.patient): Promise<PaidAppointment> {
    const { id, orderId, checkoutUrl } = await this.holdWithOrder(patient);
    await payAtSandbox(this.installation.instance, checkoutUrl);
    const { client } = patient;
    await untilListed(
      'a payment',
      client,
      'appointments/?limit=200',
      (one) => one.id === id && one.payment_status === 'paid',
    );
    const receipt = await untilListed('a receipt', client, `orders/${orderId}/receipts/`, () => true);
    return { id, orderId, receiptId: String(receipt.id) };
  }

  /** The chat room of a booked appointment. */
  async chatRoom(appointment: string): Promise<string> {
    const { chat_room_id: room } = await this.patient.client.call('GET', `appointments/${appointment}/`);
    return String(room);
  }

  /** What somebody has said in the room of an appointment; the patient has, where they are no member. */
  async chatMessage(appointment: string, by: Person): Promise<{ readonly room: string; readonly id: string }> {
    const room = await this.chatRoom(appointment);
    const sender = by.role === 'doctor' && by.id === this.doctor.id ? this.doctor : this.patient;
    const { id } = await sender.client.call('POST', `chat/messages/${room}/`, { message: 'Fuzz run' });
    return { room, id: String(id) };
  }

  /** A file that a member of the room has uploaded for themselves to open; the patient has, for who is no member. */
  async chatFile(appointment: string, by: Person): Promise<string> {
    const room = await this.chatRoom(appointment);
    const form = new FormData();
    form.set('file', new Blob(['%PDF-1.7']), 'fuzz.pdf');
    const sender = by.role === 'doctor' && by.id === this.doctor.id ? this.doctor : this.patient;
    return String((await sender.client.call('POST', `chat/${room}/attachments/`, form)).id);
  }

  /** What a link to such a file ends with. */
  async chatFileToken(appointment: string): Promise<string> {
    const id = await this.chatFile(appointment, this.patient);
    const { url } = await this.patient.client.call('GET', `chat/attachments/${id}/`);
    return new URL(url).pathname.split('/').at(-2) ?? '';
  }

  /** A form that the clinic's patients are asked. */
  async questionnaire(): Promise<string> {
    const items = [{ key: 'fuzz', text: 'Where does it hurt?', type: 'text' }];
    const form = { title: 'Fuzz', purpose: 'before_visit', items };
    const { id } = await this.admin.client.call('POST', 'questions/', form);
    return String(id);
  }

  /** An item of the clinic's formulary, in its first version. */
  async drug(): Promise<string> {
    const item = { generic_name: 'ramipril', strength: '5 mg', form: 'tablet' };
    return String((await this.admin.client.call('POST', 'drugs/', item)).id);
  }

  /** An import of a list into the clinic's formulary, which nobody has applied. */
  async drugImport(): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob(['Drug name,Form/strength\nramipril,Tablet 5 mg\n']), 'fuzz.csv');
    return String((await this.admin.client.call('POST', 'drugs/import/', form)).id);
  }

  /** The same, applied. */
  async appliedImport(): Promise<string> {
    const id = await this.drugImport();
    await this.importIs(id, 'previewed');
    await this.admin.client.call('POST', `drugs/import/${id}/apply/`, {});
    await this.importIs(id, 'applied');
    return id;
  }

  /** The same, when it has got so far. */
  async importIs(id: string, state: 'previewed' | 'applied'): Promise<string> {
    const isThere = async () => (await this.admin.client.call('GET', `drugs/import/${id}/`)).state === state;
    await until(SETTLED_MS, isThere);
    return id;
  }

  /** An entry of the patient's record, which the doctor of a visit has made. */
  async recordEntry(list: 'allergies' | 'medicines', entry: Readonly<Record<string, unknown>>): Promise<string> {
    return String((await this.doctor.client.call('POST', `patients/${this.patient.id}/${list}/`, entry)).id);
  }

  /** Money that no order explains; answers the id of its attention entry. */
  async unmatchedEntry(): Promise<string> {
    const session = `cs_test_${randomUUID()}`;
    const metadata = { order_id: randomUUID(), appointment_id: randomUUID() };
    const status = await this.installation.notify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      api_version: '2025-01-01',
      type: 'checkout.session.completed',
      data: { object: { id: session, object: 'checkout.session', metadata } },
    });
    if (status !== 200) throw new JourneyError(`the webhook of an unknown payment was answered ${status}`);
    const ofSession = ({ context }: Row) => JSON.stringify(context).includes(session);
    const entry = await untilListed('an unmatched payment', this.admin.client, 'admin/attention/?limit=200', ofSession);
    return String(entry.id);
  }

  private async refunded(): Promise<void> {
    const { id } = await this.paid();
    await this.cancel(id);
    const isRefunded = (one: Row) => one.id === id && one.payment_status === 'refunded';
    await untilListed('a refund', this.patient.client, 'appointments/?limit=200', isRefunded);
  }

  private async refusedRefund(): Promise<void> {
    const { id } = await this.paid();
    const { instance } = this.installation;
    await failRefunds(instance, true);
    await this.cancel(id);
    await untilListed(
      'a refused refund',
      this.admin.client,
      'admin/attention/?limit=200',
      ({ appointment_id }) => appointment_id === id,
    );
    await failRefunds(instance, false);
  }

  private async cancel(id: string): Promise<void> {
    const body = { status: 'cancelled_by_clinic', reason: 'Fuzz run' };
    await this.admin.client.call('PATCH', `appointments/${id}/update/`, body);
  }
}

/** A slot as its request has it. */
export function longSlot(start: Date) {
  const end = new Date(start.getTime() + HALF_HOUR_MS);
  return { start_time: start.toISOString(), end_time: end.toISOString(), slot_type: 'long', timezone: 'UTC' };
}

/** @throws JourneyError when the list has no such row within the limit */
async function untilListed(what: string, by: Client, path: string, isIt: (row: Row) => boolean): Promise<Row> {
  const found = await until(SETTLED_MS, async () => ((await by.call('GET', path)) as readonly Row[]).find(isIt));
  if (!found) throw new JourneyError(`${what} of the preparation was not recorded within ${SETTLED_MS / 1_000} s`);
  return found;
}

async function failRefunds(instance: Instance, fail: boolean): Promise<void> {
  const response = await fetch(`${instance.sandbox_url}/sandbox/stripe/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refund: fail ? 'fail' : 'succeed' }),
  });
  if (!response.ok) throw new JourneyError(`The payment sandbox answered ${response.status}.`);
}
