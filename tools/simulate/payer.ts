import type pg from 'pg';
import type { Bank, Gateway } from '../rig/bank.js';
import { type Answered, type Client, type Json, textOf } from '../rig/client.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import type { Side } from './people.js';
import type { Planned } from './plan.js';
import type { Notice, Place } from './slots.js';
import type { Standing, Watch } from './watch.js';

/** What all payers share. */
export interface Scene {
  readonly sides: Readonly<Record<Planned['side'], Side>>;
  readonly banks: Readonly<Record<Gateway, Bank>>;
  readonly watch: Watch;
  readonly db: pg.Pool;
  readonly over: AbortSignal;
}

/** A page that can be paid. */
export interface Page {
  readonly gateway: Gateway;
  readonly session: string;
}

/** What somebody asked for, and whether it was granted. */
export interface Step {
  readonly what: string;
  readonly outcome: Answered['outcome'];
}

const SETTLED = (standing: Standing) => standing.status !== 'pending';
const PATIENCE_MS = 45_000;

/** One patient on the way through one appointment and its payments. */
export class Payer {
  readonly side: Side;
  readonly random: Random;
  readonly steps: Step[] = [];
  /** How often a bank took money. */
  captured = 0;
  private patient: Client;
  private place: Place | undefined;
  private id = '';
  private expiresAt = 0;

  constructor(
    readonly scene: Scene,
    planned: Planned,
  ) {
    this.side = scene.sides[planned.side];
    this.random = planned.random;
    this.patient = this.side.accountant;
  }

  /** Books a slot of its own. False: no appointment came of it. */
  async book(notice: Notice = this.random.weighted({ near: 1, day: 3, far: 6 })): Promise<boolean> {
    const place = await this.side.slots.take(notice);
    return this.bookAt(place, this.side.patientOf(place));
  }

  /** Books a visit that takes place within the run. */
  async bookSoon(): Promise<boolean> {
    const place = await this.side.slots.soon();
    return this.bookAt(place, this.side.visitorOf(place));
  }

  /** Books the slot of somebody whose time to pay is over. */
  async bookInsteadOf(other: Payer): Promise<boolean> {
    if (!other.place) return false;
    return this.bookAt(other.place, this.side.rivalOf(other.place));
  }

  /** Opens the payment page. */
  async open(gateway?: Gateway): Promise<Page | null> {
    const wish = gateway ? { appointmentId: this.id, provider: gateway } : { appointmentId: this.id };
    const { reply } = await this.step('order', this.patient, 'POST', '/api/v1/orders/', wish);
    const id = textOf(reply?.body, 'order_id');
    if (reply?.status !== 201 || !id) return null;
    const order = await this.patient.ask('GET', `/api/v1/orders/${id}/`);
    const session = textOf(order.reply?.body, 'provider_session_id');
    const provider = textOf(reply.body, 'provider');
    return session && (provider === 'stripe' || provider === 'paystack') ? { gateway: provider, session } : null;
  }

  /** Makes something of a page at its bank; how the webhook travels is left to chance. Whether the bank did it. */
  async drive(page: Page, order: Json): Promise<boolean> {
    const webhook = this.random.weighted({ send: 12, duplicate: 4, 'delay:1s': 2, 'delay:4s': 2, lose: 3 });
    const status = await this.scene.banks[page.gateway].drive(page.session, { webhook, ...order });
    if (status === 200 && (order.outcome === 'paid' || order.outcome === 'async_paid')) this.captured += 1;
    return status === 200;
  }

  /** Pays, if need be on a page that is closed by now. */
  async pay(page: Page, order: Json = {}): Promise<void> {
    const paid = await this.drive(page, { outcome: 'paid', ...order });
    if (!paid) await this.drive(page, { outcome: 'paid', late: true, ...order });
  }

  /** Books, opens the page and pays; waits until the appointment stands. */
  async settle(): Promise<{ readonly page: Page; readonly standing: Standing } | null> {
    const page = (await this.book()) ? await this.open() : null;
    if (!page) return null;
    await this.pay(page);
    const standing = await this.until((now) => now.status === 'booked');
    return standing && { page, standing };
  }

  /** Waits for the appointment to be as wanted; by default no longer pending. */
  until(wanted: (standing: Standing) => boolean = SETTLED, ms = PATIENCE_MS): Promise<Standing | null> {
    return this.scene.watch.until(this.id, wanted, ms);
  }

  /** Waits until so long after the deadline; before it when negative. */
  async aroundDeadline(ms: number): Promise<void> {
    await this.pause(this.expiresAt - Date.now() + ms);
  }

  pause(ms: number): Promise<void> {
    return pause(Math.max(0, ms), this.scene.over);
  }

  async cancel(): Promise<void> {
    const by = this.random.weighted({ patient: 6, doctor: 2, clinic: 2 });
    const standing = by === 'doctor' ? await this.until(() => true) : null;
    const doctor = standing && this.side.doctor(standing.doctor_id);
    const body = { status: `cancelled_by_${by}`, reason: 'simulate' };
    await this.change('cancel', { patient: this.patient, doctor, clinic: this.side.manager }[by], body);
  }

  async move(): Promise<void> {
    const body = { availability_id: await this.side.slots.another() };
    await this.step('reschedule', this.patient, 'POST', `/api/v1/appointments/${this.id}/reschedule/`, body);
  }

  /** One of the doctor's moves. */
  async attend(standing: Standing, status: 'in_progress' | 'completed' | 'cancelled_by_doctor'): Promise<void> {
    const consultation = status === 'completed' ? { consultation: { mode: 'video' } } : {};
    await this.change(status, this.side.doctor(standing.doctor_id), { status, ...consultation });
  }

  /** Reception says whose absence a visit was that nobody started. */
  async decideAbsence(outcome: 'no_show' | 'doctor_absent'): Promise<void> {
    await this.act(this.side.manager, { action: 'decide_absence', outcome });
  }

  /** Staff give something back; above the clinic's limit a second person has a say. */
  async refund(amount?: number): Promise<void> {
    await this.act(this.side.accountant, { action: 'issue_refund', ...(amount === undefined ? {} : { amount }) });
    const { rows } = await this.scene.db.query<{ id: string }>(
      "select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1) and state = 'open'",
      [this.id],
    );
    const request = rows[0]?.id;
    const decision = this.random.weighted({ approve_refund: 7, reject_refund: 2, later: 1 });
    if (request === undefined || decision === 'later') return;
    await this.act(this.side.manager, { action: decision, refund_request_id: request });
  }

  /** The patient's bank opens a dispute, or decides it. */
  async dispute({ gateway, session }: Page, status?: 'won' | 'lost'): Promise<void> {
    // Nobody can find out about a dispute whose webhook never comes: it stands in no list that we ask for.
    const webhook = this.random.weighted({ send: 4, duplicate: 2, 'delay:1s': 1, 'delay:4s': 1 });
    await this.scene.banks[gateway].dispute(session, { webhook, ...(status ? { status } : {}) });
  }

  private async act(by: Client, action: Json): Promise<void> {
    const path = `/api/v1/admin/appointments/${this.id}/actions/`;
    await this.step(String(action.action), by, 'POST', path, { reason: 'simulate', ...action });
  }

  private async change(what: string, by: Client | null | undefined, body: Json): Promise<void> {
    if (by) await this.step(what, by, 'PATCH', `/api/v1/appointments/${this.id}/update/`, body);
  }

  private async bookAt(place: Place, patient: Client): Promise<boolean> {
    const body = { availability_id: place.slotId };
    const { reply } = await this.step('booking', patient, 'POST', '/api/v1/appointments/', body);
    const id = textOf(reply?.body, 'id');
    if (reply?.status !== 201 || !id) return false;
    this.place = place;
    this.patient = patient;
    this.id = id;
    this.expiresAt = Date.parse(textOf(reply.body, 'expires_at') ?? '');
    return true;
  }

  private async step(what: string, by: Client, method: string, path: string, body: Json): Promise<Answered> {
    const answer = await by.ask(method, path, body);
    this.steps.push({ what, outcome: answer.outcome });
    return answer;
  }
}
