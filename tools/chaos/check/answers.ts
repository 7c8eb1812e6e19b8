import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { Appointment, World } from '../../rig/check/world.js';

const CANCELLED = /^cancelled_by_/;

/** Invariant 5: what clients were answered is so. */
export function checkAnswers(world: World, findings: Findings): void {
  const { facts } = world;
  const rows = groupBy(world.appointments, (row) => row.consultation_type);
  const done = facts.bookings.filter((fact) => fact.outcome === 'done');
  findings.each(5, 'a booking answered 201 exists as answered', done, (fact) => {
    const found = rows.get(fact.tag) ?? [];
    const [row] = found;
    if (found.length !== 1 || !row) return `${fact.id}: ${found.length} rows`;
    const same = row.id === fact.id && row.patient_id === fact.patientId && row.price === minor(fact.price);
    return same ? null : `${fact.id} at ${fact.price} is stored as ${row.id} at ${row.price}`;
  });
  const refused = facts.bookings.filter((fact) => fact.outcome === 'refused');
  findings.each(5, 'a booking answered 4xx left nothing', refused, (fact) => {
    const row = rows.get(fact.tag)?.[0];
    return row ? `${fact.code} after ${fact.statuses.join(', ')}, but ${row.id} is ${row.status}` : null;
  });
  const unanswered = facts.bookings.filter((fact) => fact.outcome === 'unknown' || fact.outcome === 'abandoned');
  findings.each(5, 'a hold that nobody knows of frees itself', unanswered, (fact) => {
    const row = rows.get(fact.tag)?.find((candidate) => candidate.status === 'pending');
    return row && row.expires_at.getTime() < world.now ? `${row.id} is still pending` : null;
  });
  const asked = facts.bookings.filter((fact) => fact.outcome !== 'abandoned');
  findings.each(5, 'who asks again under the same key is answered in the end', asked, (fact) =>
    fact.outcome === 'unknown'
      ? `${fact.key}: ${fact.statuses.length} answers, the last ${fact.statuses.at(-1)}`
      : null,
  );
  const tags = new Set<string | null>(facts.bookings.map((fact) => fact.tag));
  findings.each(5, 'a row comes from a request', world.appointments, (row) =>
    tags.has(row.consultation_type) ? null : `${row.status} ${row.id}`,
  );
  findings.each(5, 'an order answered 201 exists as answered', facts.orders, (fact) => {
    if (fact.outcome !== 'done') return null;
    const order = world.orders.find((candidate) => candidate.id === fact.orderId);
    const same = order?.appointment_id === fact.appointmentId && order.amount === fact.amount;
    return same && order.provider_session_id === fact.session ? null : `order ${fact.orderId}`;
  });
  findings.looked(5, 'repeats are answered alike', done.length);
  for (const about of facts.contradictions) findings.violation(5, 'repeats are answered alike', about);
  checkChanges(world, findings);
}

/** A change that was acknowledged is in the history, and what is final has stayed. */
function checkChanges(world: World, findings: Findings): void {
  const byId = new Map(world.appointments.map((row) => [row.id, row]));
  const history = groupBy(world.history, (row) => row.appointment_id);
  const done = world.facts.changes.filter((fact) => fact.outcome === 'done');
  findings.each(5, 'an acknowledged change happened', done, (fact) => {
    const row = byId.get(fact.appointmentId);
    const moves = history.get(fact.appointmentId) ?? [];
    if (!row) return `${fact.kind} of ${fact.appointmentId}: no such row`;
    switch (fact.kind) {
      case 'cancel':
        return row.status === fact.to ? null : `${row.id} was cancelled (${fact.to}) and is ${row.status}`;
      case 'reschedule':
        return moves.some((move) => move.move === 'reschedule' && move.context.toSlot === fact.to)
          ? null
          : `${row.id} was moved to ${fact.to}, of which its history knows nothing`;
      case 'start':
      case 'complete':
      case 'absence':
        return moves.some((move) => move.to_status === fact.to) ? null : `${row.id} never was ${fact.to}`;
      case 'refund':
        return moves.some((move) => move.move === 'refund') ? null : `${row.id}: no refund in its history`;
    }
  });
  findings.each(5, 'the row is where its history ends', world.appointments, (row) => endOf(row, history.get(row.id)));
}

function endOf(row: Appointment, moves: readonly World['history'][number][] = []): string | null {
  const last = moves.at(-1);
  if (last?.to_status !== row.status) return `${row.id} is ${row.status}, its history ends as ${last?.to_status}`;
  const cancels = moves.filter((move) => move.move === 'cancel').length;
  return cancels > 1 || (cancels === 1) !== CANCELLED.test(row.status) ? `${row.id}: ${cancels} cancels` : null;
}

/** `"80.00"` -> 8000. */
function minor(price: string | null): number {
  return Math.round(Number(price) * 100);
}
