import { actorUserId, type Caller } from '../../domain/actor.js';
import { type ClinicPolicy, clinicPolicy } from '../../domain/clinics/public.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicRow, ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/slice.js';
import type { SlotRow } from '../../models/repositories/scheduling/slots.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertPractising } from '../identity/public.js';
import type { FreeSlot } from './list-free-slots.js';
import { slotOwner } from './slot-owner.js';

type Scope = ClinicsScope & IdentityScope & SchedulingScope;

export interface CreateSlotCommand {
  readonly startTime: Date;
  readonly endTime: Date;
  readonly slotType: 'short' | 'long';
  /** IANA name; the clinic's own when null. */
  readonly timezone: string | null;
  /** Only from the clinic's staff; a doctor offers their own time. */
  readonly doctorId: string | null;
  /** One of the doctor's; needed only by a doctor of several. */
  readonly clinicId: string | null;
}

export interface SlotDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** Defaults; a clinic's own policy overrides them. */
  readonly policy: ClinicPolicy;
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

/** Who books further ahead mistyped the year; and the engine's timers end after some hundred years. */
export const HORIZON_MS = 10 * 366 * 24 * 3_600_000;
export const TOO_FAR = 'A slot starts within the next ten years.';

/**
 * Offers one slot. Its id comes from the Idempotency-Key, so a repeat after a crash meets its own row.
 * @throws DomainError validation_failed (past, zone), slot_length, overlap, forbidden, not_found,
 *   compliance_violation (the doctor may not work there now), idempotency_conflict
 */
export function createSlot(deps: SlotDeps) {
  return (actor: Caller, command: CreateSlotCommand, requestKey: RequestKey | null): Promise<FreeSlot> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const now = deps.now();
      const owner = await slotOwner(scope, actor, command);
      await assertPractising(scope, { clinicId: owner.clinic.id, doctorId: owner.doctorId }, now, {
        required: deps.requireVerifiedDoctors,
      });
      checkTimes(command, clinicPolicy(deps.policy, owner.clinic.policy), now);
      const timezone = workingZone(command.timezone, owner.clinic);
      const slot = {
        id: deriveId(requestKey, 'slot'),
        clinicId: owner.clinic.id,
        doctorId: owner.doctorId,
        startTime: command.startTime,
        endTime: command.endTime,
        slotType: command.slotType,
        timezone,
      };
      if (await scope.slots.insert({ ...slot, createdBy: actorUserId(actor) })) {
        await scope.audit.record(
          { action: 'slot.created', entity: 'slot', entityId: slot.id, clinicId: slot.clinicId },
          now,
        );
      } else {
        await assertSame(scope, slot);
      }
      const row = await scope.slots.view(slot.id);
      if (!row) throw new DomainError('slot_unavailable', 'This slot was made and deleted before.');
      return row;
    });
}

/** The zone of the working hours: the one that was named, else the clinic's. @throws DomainError validation_failed */
export function workingZone(named: string | null, clinic: Pick<ClinicRow, 'timezone'>): string {
  const zone = named === null ? clinic.timezone : canonicalTimezone(named);
  if (zone === null) throw invalid('timezone', TIMEZONE_PROBLEM);
  return zone;
}

/** What a slot of each type lasts in this clinic, in milliseconds. */
export function slotLength(policy: ClinicPolicy, type: 'short' | 'long'): number {
  return type === 'short' ? policy.slotShortMs : policy.slotLongMs;
}

function checkTimes(command: CreateSlotCommand, policy: ClinicPolicy, now: Date): void {
  const length = slotLength(policy, command.slotType);
  if (command.startTime <= now) throw invalid('start_time', 'A slot must start in the future.');
  if (command.startTime.getTime() - now.getTime() > HORIZON_MS) throw invalid('start_time', TOO_FAR);
  if (command.endTime.getTime() - command.startTime.getTime() === length) return;
  const message = `A ${command.slotType} slot lasts ${inWords(length)}.`;
  throw new DomainError('slot_length', message, { field: 'end_time', fields: [{ field: 'end_time', message }] });
}

function inWords(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} minutes` : `${ms / 1000} seconds`;
}

async function assertSame(scope: Scope, slot: Omit<SlotRow, 'deletedAt'>): Promise<void> {
  const present = await scope.slots.find(slot.id);
  const same =
    present !== null &&
    present.doctorId === slot.doctorId &&
    present.clinicId === slot.clinicId &&
    present.startTime.getTime() === slot.startTime.getTime() &&
    present.endTime.getTime() === slot.endTime.getTime();
  if (!same) {
    throw new DomainError('idempotency_conflict', 'This Idempotency-Key was already used for another request.');
  }
}
