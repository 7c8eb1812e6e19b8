import { randomUUID } from 'node:crypto';
import { jwtSigner } from '../../src/adapters/tokens/jwt.js';
import type { Core } from '../../src/composition/core.js';
import { tokenKeysOf } from '../../src/config/load.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { addDays, localDay } from '../../src/domain/days.js';
import { NO_AUTHORITY } from '../../src/domain/identity/verification.js';
import type { Role } from '../../src/domain/roles.js';
import { endOfDay } from '../../src/domain/wall-clock.js';
import type { Membership } from '../../src/models/repositories/identity/memberships.js';
import { issueTokens } from '../../src/usecases/identity/issue-tokens.js';

/** Of everybody who signs in by it. */
export const SIGN_IN_PASSWORD = 'a long bench sentence';

/** As many as keep a doctor below the limit of requests a minute, who read in turn. */
const DOCTORS = 80;
const SIGNERS = 12;
const SLOTS_PER_DOCTOR = 100;
const DAY_MS = 24 * 3_600_000;
const ZONE = 'Australia/Sydney';

/** Somebody who is signed in. */
export interface Reader {
  readonly id: string;
  readonly token: string;
}

export interface Population {
  readonly clinicId: string;
  readonly patients: readonly Reader[];
  /** Of the slot at an index of `slots`: the doctor at that index, counted round. */
  readonly doctors: readonly Reader[];
  /** Mail addresses of patients who sign in with `SIGN_IN_PASSWORD`. */
  readonly signers: readonly string[];
  /** Of that password. */
  readonly passwordHash: string;
  /** Free slots, earliest first; no two that follow each other by less than the number of doctors share a doctor. */
  readonly slots: readonly string[];
}

/** A clinic with 80 doctors, 8,000 free slots and many signed-in patients: the limits are per person, and stay on. */
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
  const doctors = await Promise.all(Array.from({ length: DOCTORS }, () => addReader(core, clinicId, 'doctor')));
  for (const { id } of doctors) await verify(core, clinicId, id);
  const slots = await addSlots(
    core,
    clinicId,
    doctors.map(({ id }) => id),
  );
  const patients: Reader[] = [];
  while (patients.length < patientCount) {
    const some = Array.from({ length: Math.min(10, patientCount - patients.length) }, () =>
      addReader(core, clinicId, 'patient'),
    );
    patients.push(...(await Promise.all(some)));
  }
  const passwordHash = await core.passwords.hash(SIGN_IN_PASSWORD);
  const signers = await Promise.all(
    Array.from({ length: SIGNERS }, async () => (await addPerson(core, clinicId, 'patient', passwordHash)).email),
  );
  await core.pool.query('analyze');
  return { clinicId, patients, doctors, signers, passwordHash, slots };
}

async function addPerson(
  core: Core,
  clinicId: string,
  role: Role,
  passwordHash = 'nobody signs in with it',
): Promise<Membership & { readonly email: string }> {
  const id = randomUUID();
  const email = `${role}-${id}@bench.keepwell.invalid`;
  const now = core.now();
  return core.unitOfWork.withScope(SYSTEM, async (scope) => {
    await scope.users.create({
      id,
      email,
      passwordHash,
      firstName: 'Bench',
      lastName: role,
      phone: '+61491570006',
      timezone: ZONE,
      emailVerifiedAt: now,
      createdAt: now,
    });
    return { ...(await scope.memberships.add({ userId: id, clinicId, role }, now)), email };
  });
}

/** Signed in without the password's hash, which is slow on purpose and not what is measured. */
export async function addReader(core: Core, clinicId: string, role: Role): Promise<Reader> {
  const { settings } = core;
  const membership = await addPerson(core, clinicId, role);
  const { userId: id } = membership;
  const now = core.now();
  const signer = jwtSigner({
    keys: tokenKeysOf(settings),
    accessTtlMs: settings.ACCESS_TOKEN_TTL,
  });
  const sessionId = randomUUID();
  const session = {
    id: sessionId,
    userId: id,
    membershipId: membership.id,
    deviceId: null,
    method: 'password' as const,
    // Staff are asked for one.
    secondFactor: role === 'patient' ? null : ('totp' as const),
    authenticatedAt: now,
    factorProvedAt: null,
    remembered: true,
    refreshId: randomUUID(),
    refreshedAt: now,
    previousRefreshId: null,
    userAgent: null,
    address: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + settings.REFRESH_TOKEN_TTL),
  };
  await core.unitOfWork.withScope(SYSTEM, (scope) => scope.sessions.create(session));
  return { id, token: (await issueTokens(signer, session, membership)).access };
}

/** As the installation asks of whoever is booked. */
async function verify(core: Core, clinicId: string, userId: string): Promise<void> {
  const [id, now] = [randomUUID(), core.now()];
  const expiresOn = addDays(localDay(now, ZONE), 365);
  const verification = { id, clinicId, userId, status: 'verified', checkedBy: null, checkedAt: now } as const;
  const findings = { registrationType: null, conditions: null, evidence: null, authority: NO_AUTHORITY };
  const rest = { expiresOn, nextCheckOn: null, specialties: [], recordedAt: now };
  await core.unitOfWork.withScope(SYSTEM, async (scope) => {
    await scope.doctorVerifications.add({ ...verification, ...findings, ...rest });
    const standing = { clinicId, userId, verificationId: id, status: 'verified' } as const;
    await scope.doctorStandings.replace({ ...standing, verifiedUntil: endOfDay(expiresOn, ZONE) });
  });
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
