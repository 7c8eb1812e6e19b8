import { actorUserId, type Caller } from '../../domain/actor.js';
import { clinicPolicy } from '../../domain/clinics/public.js';
import { invalid } from '../../domain/errors.js';
import {
  gapsInWindow,
  type SlotWindow,
  SlotWindowError,
  slotStartsInWindow,
  type Weekday,
} from '../../domain/scheduling/slots.js';
import type { ClockGap, WallClock } from '../../domain/wall-clock.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/slice.js';
import type { SlotRow } from '../../models/repositories/scheduling/slots.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertPractising } from '../identity/public.js';
import { HORIZON_MS, type SlotDeps, slotLength, TOO_FAR, workingZone } from './create-slot.js';
import { slotOwner } from './slot-owner.js';

type Scope = ClinicsScope & IdentityScope & SchedulingScope;

export interface BulkSlotsCommand {
  /** `YYYY-MM-DD`, local dates of the zone, both included. */
  readonly startDate: string;
  readonly endDate: string;
  readonly daysOfWeek: readonly Weekday[];
  /** `HH:mm` wall clock of the zone. */
  readonly startTime: string;
  readonly endTime: string;
  readonly slotType: 'short' | 'long';
  readonly timezone: string | null;
  readonly doctorId: string | null;
  readonly clinicId: string | null;
}

export interface SkippedSlot {
  readonly startTime: Date;
  readonly reason: string;
}

/** How many slots there are now because of this request, and the ones that could not be made. */
export interface BulkSlots {
  readonly created: number;
  readonly skipped: readonly SkippedSlot[];
}

const WIRE_FIELDS: Readonly<Record<keyof SlotWindow, string>> = {
  startDate: 'start_date',
  endDate: 'end_date',
  daysOfWeek: 'days_of_week',
  startTime: 'start_time',
  endTime: 'end_time',
  zone: 'timezone',
  minutes: 'slot_type',
};

/**
 * Offers every whole slot of a weekly window that is in the future and overlaps none of the doctor's others.
 * @throws DomainError validation_failed on the field at fault, forbidden, not_found, compliance_violation
 */
export function bulkCreateSlots(deps: SlotDeps) {
  return (actor: Caller, command: BulkSlotsCommand, requestKey: RequestKey | null): Promise<BulkSlots> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const now = deps.now();
      const { doctorId, clinic } = await slotOwner(scope, actor, command);
      await assertPractising(scope, { clinicId: clinic.id, doctorId }, now, { required: deps.requireVerifiedDoctors });
      const length = slotLength(clinicPolicy(deps.policy, clinic.policy), command.slotType);
      const timezone = workingZone(command.timezone, clinic);
      const { times, gaps } = timesOf(command, timezone, length);
      const last = times.at(-1)?.start.getTime() ?? 0;
      if (last - now.getTime() > HORIZON_MS) throw invalid('end_date', TOO_FAR);
      const rows = times.map((time) => ({
        id: deriveId(requestKey, `slot/${time.start.getTime()}`),
        clinicId: clinic.id,
        doctorId: doctorId,
        startTime: time.start,
        endTime: time.end,
        slotType: command.slotType,
        timezone,
        createdBy: actorUserId(actor),
      }));
      const present = await insertFuture(scope, rows, now);
      await scope.audit.record(
        {
          action: 'slot.created',
          entity: 'slot',
          entityId: doctorId,
          clinicId: clinic.id,
          details: { created: present.size, from: command.startDate, to: command.endDate },
        },
        now,
      );
      const skipped = rows
        .filter((row) => !present.has(row.id))
        .map((row) => ({
          startTime: row.startTime,
          reason: row.startTime <= now ? 'in the past' : 'overlaps another slot',
        }));
      const inOrder = [...gaps.map(skippedGap), ...skipped].sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
      return { created: present.size, skipped: inOrder };
    });
}

/** The ids that are there afterwards: those of an earlier run of the same request count as made by it. */
async function insertFuture(
  scope: Scope,
  rows: readonly (Omit<SlotRow, 'deletedAt'> & { readonly createdBy: string | null })[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const earlier = await scope.slots.existing(rows.map((row) => row.id));
  const present = new Set(earlier);
  const fresh = rows.filter((row) => !present.has(row.id) && row.startTime > now);
  for (const id of await scope.slots.insertFitting(fresh)) present.add(id);
  return present;
}

/** The first moment after a gap stands for the times that do not exist. */
function skippedGap({ at, from, to }: ClockGap): SkippedSlot {
  const [day, first] = wallText(from);
  const [, last] = wallText(to);
  return { startTime: at, reason: `the clocks go forward: there is no ${first} to ${last} on ${day}` };
}

function wallText(wall: WallClock): readonly [day: string, time: string] {
  const text = new Date(wall).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
}

function timesOf(command: BulkSlotsCommand, zone: string, lengthMs: number) {
  const window: SlotWindow = {
    startDate: command.startDate,
    endDate: command.endDate,
    daysOfWeek: command.daysOfWeek,
    startTime: command.startTime,
    endTime: command.endTime,
    zone,
    minutes: lengthMs / 60_000,
  };
  try {
    return { times: slotStartsInWindow(window), gaps: gapsInWindow(window) };
  } catch (error) {
    if (error instanceof SlotWindowError) throw invalid(WIRE_FIELDS[error.field], sentence(error.message));
    throw error;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
