import type { Client as Engine } from '@temporalio/client';
import pg from 'pg';
import type { Reply } from '../rig/client.js';
import { pause } from '../rig/stack.js';
import type { Buyers } from './buyers.js';
import { type Chats, roomOf } from './chats.js';
import type { Desk, Held } from './desk.js';
import { importAbandoned, importCancelled, imported, importedAndUndone, twoImports } from './importing.js';
import {
  prescribed,
  prescribedAndLeft,
  prescribedApart,
  prescribedThenCancelled,
  superseded,
  supplied,
  suppliedOrCancelled,
  twoPharmacies,
} from './prescribing.js';
import type { Pulls } from './pulls.js';
import type { Surgery } from './surgery.js';

/** What a patient, and whoever deals with the patient, may do. */
export type Journey = keyof typeof JOURNEYS;

export interface JourneyContext {
  readonly desk: Desk;
  readonly chats: Chats;
  readonly surgery: Surgery;
  readonly buyers: Buyers;
  readonly pulls: Pulls;
  readonly engine: Engine;
  readonly databaseUrl: string;
}

/** How often each of those sets out that prescribe. */
export const PRESCRIBING = {
  prescribed: 8,
  prescribedApart: 4,
  prescribedAndLeft: 2,
  prescribedThenCancelled: 4,
  superseded: 4,
  supplied: 6,
  twoPharmacies: 4,
  suppliedOrCancelled: 4,
} as const;

/** How often each of those sets out that import price lists, or have them fetched. */
export const IMPORTING = {
  imported: 4,
  importedAndUndone: 4,
  importCancelled: 2,
  twoImports: 2,
  importAbandoned: 1,
  pulled: 3,
  pulledTwice: 2,
  pulledUnchanged: 2,
  pulledInVain: 1,
} as const;

/** How often each of them sets out when nothing special is wanted. */
export const USUAL: Readonly<Record<Journey, number>> = {
  ...PRESCRIBING,
  ...IMPORTING,
  paid: 16,
  paidThenCancelled: 22,
  paidThenMoved: 14,
  unpaid: 8,
  cancelledUnpaid: 6,
  declinedThenPaid: 4,
  processing: 8,
  late: 6,
  race: 6,
  visit: 12,
  abandoned: 6,
  refundByStaff: 5,
  terminated: 4,
};

const JOURNEYS = {
  paid: async (context: JourneyContext) => void (await bookAndPay(context.desk)),
  paidThenCancelled,
  paidThenMoved,
  unpaid,
  cancelledUnpaid,
  declinedThenPaid,
  processing,
  late,
  race,
  visit,
  abandoned: (context: JourneyContext) => context.desk.bookAndLeave('far'),
  refundByStaff,
  terminated,
  prescribed: ({ surgery }: JourneyContext) => prescribed(surgery),
  prescribedApart: ({ surgery }: JourneyContext) => prescribedApart(surgery),
  prescribedAndLeft: ({ surgery }: JourneyContext) => prescribedAndLeft(surgery),
  prescribedThenCancelled: ({ surgery }: JourneyContext) => prescribedThenCancelled(surgery),
  superseded: ({ surgery }: JourneyContext) => superseded(surgery),
  supplied: ({ surgery }: JourneyContext) => supplied(surgery),
  twoPharmacies: ({ surgery }: JourneyContext) => twoPharmacies(surgery),
  suppliedOrCancelled: ({ surgery }: JourneyContext) => suppliedOrCancelled(surgery),
  imported: ({ buyers }: JourneyContext) => imported(buyers),
  importedAndUndone: ({ buyers }: JourneyContext) => importedAndUndone(buyers),
  importCancelled: ({ buyers }: JourneyContext) => importCancelled(buyers),
  twoImports: ({ buyers }: JourneyContext) => twoImports(buyers),
  importAbandoned: ({ buyers }: JourneyContext) => importAbandoned(buyers),
  pulled: ({ pulls }: JourneyContext) => pulls.pulled(),
  pulledTwice: ({ pulls }: JourneyContext) => pulls.pulledTwice(),
  pulledUnchanged: ({ pulls }: JourneyContext) => pulls.pulledUnchanged(),
  pulledInVain: ({ pulls }: JourneyContext) => pulls.pulledInVain(),
};

export function setOut(journey: Journey, context: JourneyContext): Promise<void> {
  return JOURNEYS[journey](context);
}

interface Paid extends Held {
  readonly session: string;
}

/** Books, opens the page and pays in one of the ways in which a bank reports it. */
async function bookAndPay(desk: Desk, kind: 'soon' | 'far' = 'far'): Promise<Paid | null> {
  const held = await desk.book(kind);
  const session = held && (await desk.order(held));
  if (!held || !session) return null;
  const webhook = desk.random.weighted({ send: 12, duplicate: 4, 'delay:1s': 2, 'delay:4s': 2, lose: 3 });
  const status = await desk.bank.drive(session, { outcome: 'paid', webhook });
  return status === 200 || status === 409 ? { ...held, session } : null;
}

const isBooked = (status: string) => status !== 'pending' && status !== 'payment_expired';

/** Waits until the money has arrived; what was read last. Patient and doctor may begin to write to each other then. */
async function untilBooked({ desk, chats }: JourneyContext, paid: Paid): Promise<Reply | null> {
  const seen = await desk.until(paid, isBooked, 30_000);
  const [room, doctor] = [roomOf(seen?.body), desk.clinic.doctorOf(seen)];
  if (room && doctor && seen?.body.status === 'booked') chats.begin(room, paid.patient, doctor);
  return seen;
}

async function paidThenCancelled(context: JourneyContext): Promise<void> {
  const { desk } = context;
  const paid = await bookAndPay(desk);
  if (!paid) return;
  // Sometimes the cancel meets the money on its way.
  if (desk.random.chance(0.8)) {
    await untilBooked(context, paid);
    if (desk.random.chance(0.4)) await desk.checkIn(paid, desk.clinic.admin);
  }
  await cancelBySomebody(desk, paid);
}

async function cancelBySomebody(desk: Desk, held: Held): Promise<void> {
  const by = desk.random.weighted({ patient: 5, doctor: 3, clinic: 2 });
  if (by === 'patient') return void (await desk.cancel(held.id, held.patient, 'cancelled_by_patient'));
  if (by === 'clinic') return void (await desk.cancel(held.id, desk.clinic.admin, 'cancelled_by_clinic'));
  const doctor = await doctorOf(desk, held);
  if (doctor) await desk.cancel(held.id, doctor, 'cancelled_by_doctor');
}

async function doctorOf(desk: Desk, held: Held) {
  return desk.clinic.doctorOf(await desk.until(held, () => true, 20_000));
}

async function paidThenMoved(context: JourneyContext): Promise<void> {
  const { desk } = context;
  const paid = await bookAndPay(desk);
  if (!paid || !(await untilBooked(context, paid))) return;
  for (let times = desk.random.between(1, 2); times > 0; times -= 1) {
    const slot = await desk.clinic.slot('far');
    if (slot && slot !== paid.slotId) await desk.reschedule(paid.id, paid.patient, slot);
  }
  if (desk.random.chance(0.3)) await cancelBySomebody(desk, paid);
}

async function unpaid({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  if (held && desk.random.chance(0.75)) await desk.order(held);
}

async function cancelledUnpaid({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  if (!held) return;
  const session = desk.random.chance(0.6) ? await desk.order(held) : null;
  await cancelBySomebody(desk, held);
  // The patient had the page open and pays all the same.
  if (session && desk.random.chance(0.3)) await payLate(desk, session);
}

/** A closed session that is credited all the same. Its webhook is sent: without one nobody can find out about it. */
async function payLate(desk: Desk, session: string): Promise<void> {
  const webhook = desk.random.pick(['send', 'duplicate', 'delay:1s']);
  await desk.bank.drive(session, { outcome: 'paid', late: true, webhook });
}

async function declinedThenPaid({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  const session = held && (await desk.order(held));
  if (!session) return;
  await desk.bank.drive(session, { outcome: desk.random.pick(['declined', 'requires_action']) });
  await desk.bank.drive(session, { outcome: 'paid' });
}

/** A bank that takes its time: decided before the deadline, or so late that the processing limit is over. */
async function processing({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  const session = held && (await desk.order(held));
  if (!session) return;
  const webhook = desk.random.pick(['send', 'duplicate', 'lose']);
  if ((await desk.bank.drive(session, { outcome: 'processing', webhook })) !== 200) return;
  await pause(desk.random.pick([500, 6_000, 16_000, 32_000]), desk.over);
  const outcome = desk.random.pick(['async_paid', 'async_paid', 'async_failed']);
  await desk.bank.drive(session, { outcome, webhook: desk.random.pick(['send', 'duplicate', 'delay:1s']) });
}

async function late({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  const session = held && (await desk.order(held));
  if (!held || !session) return;
  await desk.until(held, (status) => status === 'payment_expired', 60_000);
  await payLate(desk, session);
}

/** Money and deadline arrive together. */
async function race({ desk }: JourneyContext): Promise<void> {
  const held = await desk.book('far');
  const session = held && (await desk.order(held));
  if (!held || !session) return;
  await pause(held.expiresAt - Date.now() + desk.random.between(-400, 900), desk.over);
  if ((await desk.bank.drive(session, { outcome: 'paid' })) === 409) await payLate(desk, session);
}

/** A visit within the run: held, or the doctor does not come, or nobody does. Most patients check in. */
async function visit(context: JourneyContext): Promise<void> {
  const { desk } = context;
  const paid = await bookAndPay(desk, 'soon');
  if (!paid) return;
  const seen = await untilBooked(context, paid);
  const doctor = desk.clinic.doctorOf(seen);
  const start = Date.parse(String(seen?.body.start_time));
  if (!doctor || Number.isNaN(start)) return;
  if (desk.random.chance(0.7)) await desk.checkIn(paid);
  const how = desk.random.weighted({ held: 5, cancelled: 2, nobody: 2, corrected: 2 });
  if (how === 'cancelled') return void (await desk.cancel(paid.id, paid.patient, 'cancelled_by_patient'));
  if (how === 'held') {
    await desk.start(paid.id, doctor);
    await pause(start - Date.now() + 500, desk.over);
    await desk.complete(paid.id, doctor);
    return;
  }
  if (how === 'nobody') return;
  // The clock decides nothing: reception says that the patient did not come, and the doctor corrects it.
  const end = Date.parse(String(seen?.body.end_time));
  await pause(end - Date.now() + 1_000, desk.over);
  await desk.noShow(paid.id);
  await desk.complete(paid.id, doctor);
}

async function refundByStaff({ desk }: JourneyContext): Promise<void> {
  const paid = await bookAndPay(desk);
  if (!paid || !(await desk.until(paid, isBooked, 30_000))) return;
  await desk.refund(paid.id, desk.random.between(1, 3_000));
  if (desk.random.chance(0.3)) await cancelBySomebody(desk, paid);
}

/** Support terminates a workflow in the Temporal UI; what anybody asks for next, or the maintenance, resumes it. */
async function terminated({ desk, engine }: JourneyContext): Promise<void> {
  const paid = desk.random.chance(0.8) ? await bookAndPay(desk) : await desk.book('far');
  if (!paid) return;
  if ('session' in paid) await desk.until(paid, isBooked, 30_000);
  try {
    await engine.withDeadline(Date.now() + 3_000, () => engine.workflow.getHandle(paid.id).terminate('chaos'));
  } catch {
    return; // Temporal is just being killed, or the run is over
  }
  if (desk.random.chance(0.85)) await cancelBySomebody(desk, paid);
}

/** Longer than a run waits for its claim before it settles whether there is one. */
const DOUBT_MS = 64_000;
const DOUBT_EVERY_MS = 10_000;

/** Keeps bookings under way whose runs cannot know whether their claims were committed. */
export async function raiseDoubts(context: JourneyContext, over: AbortSignal): Promise<void> {
  const doubts: Promise<void>[] = [];
  while (!over.aborted) {
    doubts.push(claimInDoubt(context, over));
    await pause(DOUBT_EVERY_MS, over);
  }
  await Promise.all(doubts);
}

/** Locks a slot's row from outside, so that no attempt at a claim comes to an end, and books it. */
async function claimInDoubt({ desk, databaseUrl }: JourneyContext, over: AbortSignal): Promise<void> {
  const slot = await desk.clinic.slot('remote');
  if (!slot) return;
  const lock = new pg.Client({ connectionString: databaseUrl });
  // PostgreSQL may be killed under it: the lock is gone then, and the booking succeeds.
  lock.on('error', () => undefined);
  try {
    await lock.connect();
    await lock.query('begin');
    await lock.query('select 1 from availabilities where id = $1 for update', [slot]);
  } catch {
    return; // the database is unreachable: the next one
  }
  const booking = desk.bookSlot(slot);
  await pause(DOUBT_MS, over);
  // The connection goes, and the lock with it.
  await lock.end().catch(() => undefined);
  await booking;
}
