import { randomUUID } from 'node:crypto';
import { jwtSigner } from '../../src/adapters/tokens/jwt.js';
import type { Core } from '../../src/composition/core.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { Role } from '../../src/domain/roles.js';
import { issueTokens } from '../../src/usecases/identity/issue-tokens.js';

const DOCTORS = 20;
const SLOTS_PER_DOCTOR = 400;
const DAY_MS = 24 * 3_600_000;
const ZONE = 'Australia/Sydney';

export interface Patient {
  readonly id: string;
  readonly token: string;
}

export interface Population {
  readonly clinicId: string;
  readonly patients: readonly Patient[];
  /** Free slots, earliest first; no two that follow each other by less than the number of doctors share a doctor. */
  readonly slots: readonly string[];
}

/** A clinic with 20 doctors, 8,000 free slots and many signed-in patients: the limits are per person, and stay on. */
export async function populate(core: Core, patientCount: number): Promise<Population> {
  const clinicId = randomUUID();
  await core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.clinics.create({
      id: clinicId,
      name: 'Bench Clinic',
      slug: 'bench',
      timezone: ZONE,
      currency: 'aud',
      phone: null,
    }),
  );
  const doctors = await Promise.all(Array.from({ length: DOCTORS }, () => addPerson(core, clinicId, 'doctor')));
  const slots = await addSlots(core, clinicId, doctors);
  const patients: Patient[] = [];
  while (patients.length < patientCount) {
    const some = Array.from({ length: Math.min(10, patientCount - patients.length) }, () => addPatient(core, clinicId));
    patients.push(...(await Promise.all(some)));
  }
  await core.pool.query('analyze');
  return { clinicId, patients, slots };
}

async function addPerson(core: Core, clinicId: string, role: Role): Promise<string> {
  const id = randomUUID();
  const now = core.now();
  await core.unitOfWork.withScope(SYSTEM, async (scope) => {
    await scope.users.create({
      id,
      role,
      email: `${role}-${id}@bench.keepwell.invalid`,
      passwordHash: 'nobody signs in with it',
      firstName: 'Bench',
      lastName: role,
      phone: '+61491570006',
      timezone: ZONE,
      emailVerifiedAt: now,
      createdAt: now,
    });
    await scope.users.addMembership(id, clinicId, role);
  });
  return id;
}

/** Signed in without the password's hash, which is slow on purpose and not what is measured. */
async function addPatient(core: Core, clinicId: string): Promise<Patient> {
  const { settings } = core;
  const id = await addPerson(core, clinicId, 'patient');
  const now = core.now();
  const user = await core.unitOfWork.withScope(SYSTEM, (scope) => scope.users.findById(id));
  if (!user) throw new Error('a patient without an account');
  const signer = jwtSigner({
    secret: settings.JWT_SECRET,
    accessTtlMs: settings.ACCESS_TOKEN_TTL,
    refreshTtlMs: settings.REFRESH_TOKEN_TTL,
  });
  const sessionId = randomUUID();
  const { access, refresh } = await issueTokens(signer, { user, clinicId, sessionId }, now);
  await core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.sessions.create({
      id: sessionId,
      userId: id,
      refreshHash: randomUUID(),
      userAgent: null,
      address: null,
      createdAt: now,
      expiresAt: refresh.expiresAt,
    }),
  );
  return { id, token: access.token };
}

async function addSlots(core: Core, clinicId: string, doctors: readonly string[]): Promise<readonly string[]> {
  const from = Math.ceil(core.now().getTime() / DAY_MS) * DAY_MS + DAY_MS;
  const length = core.policy.slotShortMs;
  const slots = Array.from({ length: SLOTS_PER_DOCTOR }, (_, index) =>
    doctors.map((doctor) => ({
      id: randomUUID(),
      clinicId,
      doctorId: doctor,
      startTime: new Date(from + index * length),
      endTime: new Date(from + (index + 1) * length),
      slotType: 'short' as const,
      timezone: ZONE,
      createdBy: null,
    })),
  ).flat();
  const ids = await core.unitOfWork.withScope(SYSTEM, (scope) => scope.slots.insertFitting(slots));
  if (ids.length !== slots.length) throw new Error('slots were refused');
  return slots.map((slot) => slot.id);
}
