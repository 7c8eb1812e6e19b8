import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { Delivery, Mail, World } from '../../rig/check/world.js';

/** Kinds that say that the appointment stands. */
const OF_A_LIVE_ONE = new Set(['booking_held', 'payment_warning', 'booking_confirmed', 'reminder', 'rescheduled']);
/**
 * A message whose sending had begun may still be on its way when the cancel is acknowledged; a worker that stood still
 * in between is slow, not wrong, up to the time its activity has.
 */
const ON_ITS_WAY_MS = 10_000;

/** A delivery is claimed at most so long before the message is accepted, and recorded at most so long after. */
const CLAIMED_BEFORE_MS = 3_000;
const RECORDED_AFTER_MS = 12_000;

/** Invariant 6: every message once, and none that is no longer so. */
export function checkMessages(world: World, findings: Findings): void {
  const { deliveries, accountMails, mails } = world;
  const keyOf = (row: Delivery) => [row.appointment_id, row.version, row.kind, row.occurrence, row.channel].join('/');
  findings.each(6, 'one delivery for each message and channel', groupBy(deliveries, keyOf), ([key, rows]) =>
    rows.length > 1 ? key : null,
  );
  findings.each(
    6,
    'one Message-ID for each delivery',
    groupBy(deliveries, (row) => row.message_id),
    ([id, rows]) => (rows.length > 1 ? id : null),
  );
  // Mail and text message share the delivery's id; the domain distinguishes them.
  const received = groupBy(mails, (mail) => localPart(mail.message_id));
  const rows = new Map(deliveries.map((row) => [localPart(row.message_id), row]));
  const others = new Set(accountMails.map((mail) => localPart(mail.message_id)));
  findings.each(6, 'a received message has its delivery', received, ([id, copies]) =>
    rows.has(id) || others.has(id) ? null : `${copies[0]?.kind} ${id}`,
  );
  findings.each(6, 'a message is received again only after a crash', received, ([id, copies]) => {
    const row = rows.get(id);
    const about = `${row?.kind} of ${row?.appointment_id}: ${copies.length} copies`;
    // One sending for each claim, and the next claim only because nobody could record the one before.
    if (!others.has(id) && copies.length > (row?.attempts ?? 1)) return about;
    const times = copies.map((copy) => Date.parse(copy.received_at)).sort((one, other) => one - other);
    return times.slice(0, -1).every((at) => crashedAround(world, at)) ? null : `${about}, without a crash`;
  });
  findings.each(
    6,
    'what is recorded as sent was received',
    [...deliveries, ...accountMails].filter((row) => row.state === 'sent'),
    (row) => (received.has(localPart(row.message_id)) ? null : `${row.kind} ${row.message_id}`),
  );
  checkAfterCancel(world, received, findings);
}

/** Whether whoever records a message that was accepted then, or what it is recorded in, died about that time. */
function crashedAround({ facts }: World, at: number): boolean {
  return facts.deaths.some(
    (death) =>
      (death.process === 'worker' || death.process === 'postgres') &&
      death.at > at - CLAIMED_BEFORE_MS &&
      death.at < at + RECORDED_AFTER_MS,
  );
}

/** Nothing whose sending began after a cancel was acknowledged. */
function checkAfterCancel(world: World, received: ReadonlyMap<string, Mail[]>, findings: Findings): void {
  const cancelled = new Map(
    world.facts.changes.flatMap((fact) =>
      fact.kind === 'cancel' && fact.outcome === 'done' && fact.answeredAt !== null
        ? [[fact.appointmentId, fact.answeredAt]]
        : [],
    ),
  );
  const claims = world.deliveries.filter((row) => cancelled.has(row.appointment_id) && OF_A_LIVE_ONE.has(row.kind));
  findings.each(6, 'no word of a live appointment after its cancel', claims, (row) => {
    const at = cancelled.get(row.appointment_id) ?? Number.POSITIVE_INFINITY;
    if (row.claimed_at.getTime() > at) return `${row.kind} of ${row.appointment_id} begun after`;
    const late = (received.get(localPart(row.message_id)) ?? []).find(
      (mail) => Date.parse(mail.received_at) > at + ON_ITS_WAY_MS,
    );
    return late ? `${row.kind} of ${row.appointment_id} received ${late.received_at}` : null;
  });
}

function localPart(messageId: string | null): string {
  return (messageId ?? '').replace(/^<|@.*$/g, '');
}
