import { type Findings, groupBy } from './findings.js';
import type { Appointment, World } from './world.js';

const LIVE = new Set(['pending', 'booked', 'in_progress', 'completed', 'no_show']);
/** Waits for something: must have a workflow. */
const OPEN = new Set(['pending', 'booked', 'in_progress']);

export function isLive(row: Appointment): boolean {
  return LIVE.has(row.status);
}

/** Invariant 1: nobody and nothing is in two places at a time. */
export function checkSharing(world: World, findings: Findings): void {
  const live = world.appointments.filter(isLive);
  findings.each(
    1,
    'one live appointment a slot',
    groupBy(live, (row) => row.availability_id),
    ([slot, rows]) => (rows.length > 1 ? `slot ${slot}: ${ids(rows)}` : null),
  );
  for (const who of ['doctor', 'patient'] as const) {
    const groups = groupBy(live, (row) => row[`${who}_id`]);
    findings.each(1, `no overlap for a ${who}`, groups, ([id, rows]) => {
      const clash = overlap(rows);
      return clash && `${who} ${id}: ${ids(clash)}`;
    });
  }
}

function overlap(rows: readonly Appointment[]): readonly Appointment[] | null {
  const sorted = [...rows].sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime());
  let longest = sorted[0];
  for (const row of sorted.slice(1)) {
    if (longest && row.starts_at < longest.ends_at) return [longest, row];
    if (!longest || row.ends_at > longest.ends_at) longest = row;
  }
  return null;
}

/** Invariant 3: every hold has somebody who will end it, what needs a person is shown, and nothing else holds a slot. */
export function checkHolds(world: World, findings: Findings): void {
  const { appointments, runs, running, now } = world;
  const flagged = new Set(world.attention.map((entry) => entry.appointment_id));
  findings.each(
    3,
    'an open appointment has its running workflow',
    appointments.filter((row) => OPEN.has(row.status) || flagged.has(row.id)),
    (row) => {
      const run = runs.get(row.id);
      return run?.status === 'RUNNING'
        ? null
        : `${row.status} ${row.id}: run ${row.run_id} is ${run?.status ?? 'unknown'}`;
    },
  );
  findings.each(3, 'the engine knows the run of every row', appointments, (row) =>
    runs.get(row.id)?.status ? null : `${row.status} ${row.id}: run ${row.run_id}`,
  );
  findings.each(3, 'nothing is pending past its deadline', appointments, (row) =>
    row.status === 'pending' && row.expires_at.getTime() < now
      ? `${row.id}, due ${row.expires_at.toISOString()}`
      : null,
  );
  const known = new Set(appointments.map((row) => row.id));
  findings.each(3, 'a running workflow has its row', running, (id) => (known.has(id) ? null : id));
  findings.each(
    3,
    'the engine shows the status of the row',
    appointments.filter((row) => runs.get(row.id)?.status === 'RUNNING'),
    (row) => {
      const shows = runs.get(row.id)?.shows;
      return shows === row.status ? null : `${row.id} is ${row.status}, the engine shows ${shows}`;
    },
  );
  checkOffers(world, findings);
}

/** A slot that is neither offered nor live is held by nobody; one that is both is offered twice. */
function checkOffers(world: World, findings: Findings): void {
  const { freeSlots } = world.facts;
  if (!freeSlots) return;
  const held = new Map(world.appointments.filter(isLive).map((row) => [row.availability_id, row]));
  // What starts about now is on the list of one moment and not of the next.
  const soon = world.now + 90_000;
  const future = world.slots.filter((slot) => !slot.deleted_at && slot.start_time.getTime() > soon);
  findings.each(3, 'a slot is offered or held by a live appointment', future, (slot) => {
    const holder = held.get(slot.id);
    if (freeSlots.has(slot.id)) return holder ? `${slot.id} is offered and held by ${holder.id}` : null;
    return holder ? null : `${slot.id} is held by nobody`;
  });
}

function ids(rows: readonly Appointment[]): string {
  return rows.map((row) => `${row.status} ${row.id}`).join(', ');
}
