import { randomUUID } from 'node:crypto';
import type { Bank } from '../rig/bank.js';
import { type Answered, type Client, type Json, type Reply, textOf } from '../rig/client.js';
import type { BookingFact, ChangeFact, ChangeKind, Facts, OrderFact } from '../rig/facts.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import type { Clinic } from './clinic.js';

/** A booking that was answered with 201. */
export interface Held {
  readonly id: string;
  readonly patient: Client;
  readonly slotId: string;
  readonly expiresAt: number;
}

/** What every client does the same way: ask, remember the answer, and hold the answers against each other. */
export class Desk {
  constructor(
    readonly clinic: Clinic,
    readonly bank: Bank,
    readonly facts: Facts,
    readonly random: Random,
    readonly over: AbortSignal,
  ) {}

  /** Books until there is an answer. */
  async book(kind: 'soon' | 'far'): Promise<Held | null> {
    const slotId = await this.clinic.slot(kind);
    return slotId === null ? null : this.bookSlot(slotId);
  }

  async bookSlot(slotId: string): Promise<Held | null> {
    const { patient, fact, body, key } = this.newBooking(slotId);
    this.facts.bookings.push(fact);
    const answer = await patient.ask('POST', '/api/v1/appointments/', body, key);
    const held = this.noteBooking(fact, answer, patient);
    if (held && this.random.chance(0.1)) await this.replay(patient, body, key, answer.reply);
    return held;
  }

  /** Asks for a booking and closes the connection before there is an answer, permanently. */
  async bookAndLeave(kind: 'soon' | 'far'): Promise<void> {
    const slotId = await this.clinic.slot(kind);
    if (slotId === null) return;
    const { patient, fact, body, key } = this.newBooking(slotId);
    this.facts.bookings.push(fact);
    const reply = await patient.askOnce('POST', '/api/v1/appointments/', body, key, this.random.between(2, 250));
    const answer: Answered = { outcome: 'abandoned', reply: null, statuses: [reply?.status ?? null] };
    // It was faster than the impatience: then the client knows.
    this.noteBooking(
      fact,
      reply && reply.status < 500 ? { ...answer, outcome: outcomeOf(reply), reply } : answer,
      patient,
    );
  }

  /** Asks once more what got no answer while the processes died: now there is no excuse. */
  async askAgain(until: AbortSignal): Promise<void> {
    const unanswered = this.facts.bookings.filter((fact) => fact.outcome === 'unknown');
    const asking = unanswered.map(async (fact) => {
      const patient = this.clinic.patients.find((candidate) => candidate.id === fact.patientId)?.anew(until);
      if (!patient) return;
      const answer = await patient.ask('POST', '/api/v1/appointments/', bodyOf(fact), fact.key);
      this.noteBooking(fact, answer, patient);
    });
    await Promise.all(asking);
  }

  /** Opens the payment page; the session's id. */
  async order(held: Held, by: Client = held.patient): Promise<string | null> {
    const fact: OrderFact = {
      appointmentId: held.id,
      outcome: 'unknown',
      statuses: [],
      orderId: null,
      amount: null,
      session: null,
    };
    this.facts.orders.push(fact);
    const key = randomUUID();
    const body = { appointmentId: held.id };
    const answer = await by.ask('POST', '/api/v1/orders/', body, key);
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (answer.reply?.status !== 201) return null;
    fact.orderId = textOf(answer.reply.body, 'order_id');
    fact.amount = Number(answer.reply.body.amount);
    fact.session = /cs_[A-Za-z0-9_]+/.exec(textOf(answer.reply.body, 'stripe_checkout_url') ?? '')?.[0] ?? null;
    if (this.random.chance(0.1)) {
      const again = await by.askOnce('POST', '/api/v1/orders/', body, key);
      const other = again?.status === 201 ? textOf(again.body, 'order_id') : fact.orderId;
      if (other !== fact.orderId) this.facts.contradictions.push(`order ${fact.orderId} was ${other} in a repeat`);
    }
    return fact.session;
  }

  /** The patient is there: they say so, or the reception does. */
  async checkIn({ id, patient }: Held, by: Client = patient): Promise<void> {
    const { outcome } = await by.ask('POST', `/api/v1/appointments/${id}/check-in/`, {});
    this.facts.checkIns.push({ appointmentId: id, outcome });
  }

  cancel(id: string, by: Client, to: string): Promise<ChangeFact> {
    return this.update('cancel', id, by, { status: to, reason: 'chaos' });
  }

  start(id: string, by: Client): Promise<ChangeFact> {
    return this.update('start', id, by, { status: 'in_progress' });
  }

  complete(id: string, by: Client): Promise<ChangeFact> {
    return this.update('complete', id, by, { status: 'completed', consultation: { mode: 'video' } });
  }

  reschedule(id: string, by: Client, slotId: string): Promise<ChangeFact> {
    const path = `/api/v1/appointments/${id}/reschedule/`;
    return this.change('reschedule', id, slotId, by.ask('POST', path, { availability_id: slotId }));
  }

  /** Reception says that the patient did not come. */
  noShow(id: string): Promise<ChangeFact> {
    return this.act('absence', id, 'no_show', { action: 'decide_absence', outcome: 'no_show' });
  }

  refund(id: string, amount: number): Promise<ChangeFact> {
    return this.act('refund', id, 'issue_refund', { action: 'issue_refund', amount });
  }

  /** Reads the appointment until `wanted`; what was read last. */
  async until(held: Held, wanted: (status: string, body: Json) => boolean, ms = 60_000): Promise<Reply | null> {
    const end = Date.now() + ms;
    let last: Reply | null = null;
    while (Date.now() < end && !this.over.aborted) {
      const reply = await held.patient.askOnce('GET', `/api/v1/appointments/${held.id}/`);
      if (reply?.status === 200) last = reply;
      if (last && wanted(textOf(last.body, 'status') ?? '', last.body)) return last;
      await pause(500, this.over);
    }
    return last;
  }

  private newBooking(slotId: string) {
    const patient = this.random.pick(this.clinic.patients);
    const fact: BookingFact = {
      tag: `chaos-${randomUUID()}`,
      key: randomUUID(),
      patientId: patient.id,
      slotId,
      outcome: 'unknown',
      statuses: [],
      askedAt: Date.now(),
      answeredAt: null,
      id: null,
      price: null,
      code: null,
    };
    return { patient, fact, body: bodyOf(fact), key: fact.key };
  }

  private noteBooking(fact: BookingFact, answer: Answered, patient: Client): Held | null {
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (!answer.reply) return null;
    const { status, body } = answer.reply;
    fact.answeredAt = Date.now();
    fact.code = status < 400 ? null : (textOf(body, 'code') ?? `${status}`);
    fact.id = status === 201 ? textOf(body, 'id') : null;
    fact.price = status === 201 ? textOf(body, 'price') : null;
    if (!fact.id) return null;
    return { id: fact.id, patient, slotId: fact.slotId, expiresAt: Date.parse(textOf(body, 'expires_at') ?? '') };
  }

  private async replay(patient: Client, body: Json, key: string, first: Reply | null): Promise<void> {
    const again = await patient.askOnce('POST', '/api/v1/appointments/', body, key);
    if (!again || again.status >= 500) return;
    if (again.status !== 201 || JSON.stringify(again.body) !== JSON.stringify(first?.body)) {
      this.facts.contradictions.push(`booking ${textOf(first?.body, 'id')} was ${again.status} in a repeat`);
    }
  }

  private update(kind: ChangeKind, id: string, by: Client, body: Json): Promise<ChangeFact> {
    return this.change(kind, id, String(body.status), by.ask('PATCH', `/api/v1/appointments/${id}/update/`, body));
  }

  private act(kind: ChangeKind, id: string, to: string, action: Json): Promise<ChangeFact> {
    const path = `/api/v1/admin/appointments/${id}/actions/`;
    return this.change(kind, id, to, this.clinic.admin.ask('POST', path, { reason: 'chaos', ...action }));
  }

  private async change(kind: ChangeKind, id: string, to: string, asking: Promise<Answered>): Promise<ChangeFact> {
    const fact: ChangeFact = {
      kind,
      appointmentId: id,
      outcome: 'unknown',
      statuses: [],
      askedAt: Date.now(),
      answeredAt: null,
      to,
      code: null,
    };
    this.facts.changes.push(fact);
    const answer = await asking;
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (answer.reply) fact.answeredAt = Date.now();
    if (answer.outcome === 'refused') fact.code = textOf(answer.reply?.body, 'code');
    return fact;
  }
}

function bodyOf(fact: BookingFact): Json {
  return { availability_id: fact.slotId, consultation_type: fact.tag };
}

function outcomeOf(reply: Reply): 'done' | 'refused' {
  return reply.status < 400 ? 'done' : 'refused';
}
