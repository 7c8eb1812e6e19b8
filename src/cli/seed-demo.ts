import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { compose } from '../composition/compose.js';
import type { Core } from '../composition/core.js';
import type { DemoPerson } from '../composition/demo-accounts.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_PEOPLE, demoMail } from '../composition/demo-accounts.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { addDays, localDay } from '../domain/days.js';
import { endOfDay } from '../domain/wall-clock.js';
import type { WholeScope } from '../models/scope.js';
import { derivedUuid } from '../usecases/idempotency/derived-uuid.js';
import { migrate } from './migrate.js';
import { Unfit } from './unfit.js';

const ZONE = 'Australia/Sydney';
/** So that the demo's receipts look like a clinic's; the number is well-formed and nobody's. */
const BILLING = {
  legalName: 'Keepwell Demo Clinic Pty Ltd',
  address: '1 Example Street\nSydney NSW 2000',
  taxId: '89 000 000 019',
  region: 'au',
  taxRegistered: true,
};

/** New South Wales: what the law asks of a prescription depends on the state. */
const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };

/** The same on every machine, so that a second start finds what the first made. */
function demoId(name: string): string {
  return derivedUuid(`keepwell demo ${name}`);
}

/**
 * `seed:demo`: migrates, and makes a clinic, one account of each role, and slots for the coming week. Prints the accounts
 * as one line of JSON.
 */
export async function seedDemo(settings: Settings): Promise<void> {
  if (!settings.KEEPWELL_EMBEDDED) throw new Unfit('Demo accounts exist only on the embedded database.');
  await migrate(settings, []);
  const core = compose(settings, 'seed');
  try {
    const clinicId = demoId('clinic');
    const isNew = await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      if (await scope.clinics.find(clinicId)) return false;
      const clinic = {
        id: clinicId,
        name: 'Keepwell Demo Clinic',
        slug: 'demo',
        timezone: ZONE,
        currency: settings.CURRENCY,
        // The regulator's numbers for fiction.
        phone: '+61255501234',
      };
      await scope.clinics.create(clinic);
      await scope.clinics.update(clinicId, { billing: BILLING, addresses: [ADDRESS] });
      return true;
    });
    if (isNew) await seedPeople(core, clinicId);
    await seedSlots(core, clinicId);
    console.log(JSON.stringify({ accounts: DEMO_ACCOUNTS }));
  } finally {
    await core.close();
  }
}

async function seedPeople(core: Core, clinicId: string): Promise<void> {
  const passwordHash = await argon2Hasher().hash(DEMO_PASSWORD);
  await core.unitOfWork.withScope(SYSTEM, async (scope) => {
    for (const account of DEMO_PEOPLE) await seedAccount(scope, account, { clinicId, passwordHash }, core.now());
  });
}

async function seedAccount(
  scope: WholeScope,
  account: DemoPerson,
  { clinicId, passwordHash }: { readonly clinicId: string; readonly passwordHash: string },
  now: Date,
): Promise<void> {
  const id = demoId(account.name);
  const { role, firstName, lastName, phone } = account;
  await scope.users.create({
    id,
    email: demoMail(account),
    passwordHash,
    firstName,
    lastName,
    phone,
    timezone: ZONE,
    emailVerifiedAt: now,
    createdAt: now,
  });
  const isOfClinic = role !== 'platform_admin';
  await scope.memberships.add({ userId: id, clinicId: isOfClinic ? clinicId : null, role }, now);
  if (role === 'doctor') {
    const document = await scope.users.doctorDocument(id);
    await scope.users.saveDoctorDocument(
      id,
      { ...document, specialty: account.specialty ?? null, ...account.numbers },
      now,
    );
    await verify(scope, account, clinicId, now);
  }
  if (role === 'patient') {
    const document = await scope.users.patientDocument(id);
    const address = { ...ADDRESS, line1: account.street ?? ADDRESS.line1 };
    const known = { dateOfBirth: account.dateOfBirth ?? null, address };
    await scope.users.savePatientDocument(id, { ...document, ...known }, now);
  }
}

/** Verified for a year, so that a newcomer can book; who may prescribe controlled drugs stands with the account. */
async function verify(scope: WholeScope, account: DemoPerson, clinicId: string, now: Date): Promise<void> {
  const [userId, verificationId] = [demoId(account.name), demoId(`${account.name} verified`)];
  const [expiresOn, status] = [addDays(localDay(now, ZONE), 365), 'verified'] as const;
  await scope.doctorVerifications.add({
    id: verificationId,
    clinicId,
    userId,
    status,
    checkedBy: null,
    checkedAt: now,
    recordedAt: now,
    expiresOn,
    nextCheckOn: null,
    specialties: account.specialty ? [account.specialty] : [],
    registrationType: 'general',
    conditions: null,
    evidence: 'The demo data of this installation: nobody has looked anything up.',
    authority: { schedule8: account.schedule8 ?? false, restrictedSubstances: false, expiresOn: null },
  });
  const verifiedUntil = endOfDay(expiresOn, ZONE);
  await scope.doctorStandings.replace({ clinicId, userId, verificationId, status, verifiedUntil });
}

const HOUR_MS = 3_600_000;

/** Free slots from the next full hour on, eight short ones a day for each doctor, so that there is always something to book. */
async function seedSlots(core: Core, clinicId: string): Promise<void> {
  const from = Math.ceil(core.now().getTime() / HOUR_MS) * HOUR_MS;
  const day = new Date(from).toISOString().slice(0, 10);
  for (const doctor of ['doctor1', 'doctor2']) {
    const slots = Array.from({ length: 7 * 8 }, (_, index) => {
      const start = new Date(from + Math.floor(index / 8) * 24 * HOUR_MS + (index % 8) * core.policy.slotShortMs);
      return {
        id: demoId(`${doctor} ${day} ${index}`),
        clinicId,
        doctorId: demoId(doctor),
        startTime: start,
        endTime: new Date(start.getTime() + core.policy.slotShortMs),
        slotType: 'short' as const,
        timezone: ZONE,
        createdBy: null,
      };
    });
    await core.unitOfWork.withScope(SYSTEM, (scope) => scope.slots.insertFitting(slots));
  }
}
