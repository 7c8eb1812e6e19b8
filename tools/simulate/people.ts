import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Client, type Tally } from '../rig/client.js';
import { register, signIn } from '../rig/people.js';
import type { Stack } from '../rig/stack.js';
import type { SideName } from './plan.js';
import { type Place, Slots } from './slots.js';

/** NGN 15,000 and 9,000; a refund above NGN 4,000 needs a second person. */
const NAIRA_POLICY = { feeNew: 1_500_000, feeReturning: 900_000, refundApprovalAbove: 400_000 };

/** How many people there are: enough that nobody has to be in two places. */
interface Crowd {
  readonly doctors: number;
  readonly patients: number;
  readonly visitDoctors: number;
}

function crowdFor(payments: number): Crowd {
  return payments > 1_000
    ? { doctors: 12, patients: 36, visitDoctors: 5 }
    : { doctors: 4, patients: 12, visitDoctors: 2 };
}

/** One clinic with everybody in it. */
export class Side {
  readonly slots: Slots;

  constructor(
    readonly name: SideName,
    private readonly people: People,
    db: pg.Pool,
    begun: number,
  ) {
    const { clinicId, doctors, visitDoctors } = people;
    const ids = (clients: readonly Client[]) => clients.map(({ id }) => id);
    this.slots = new Slots(db, { clinicId, doctorIds: ids(doctors), visitDoctorIds: ids(visitDoctors) }, begun);
  }

  get clinicId(): string {
    return this.people.clinicId;
  }

  /** Asks for a refund. */
  get accountant(): Client {
    return this.people.staff[0];
  }
  /** Approves it. */
  get manager(): Client {
    return this.people.staff[1];
  }

  patientOf({ seat }: Place): Client {
    return at(this.people.patients, seat);
  }
  /** Somebody who wants the same slot. */
  rivalOf({ seat }: Place): Client {
    return at(this.people.rivals, seat);
  }
  visitorOf({ seat }: Place): Client {
    return at(this.people.visitors, seat);
  }

  doctor(id: string): Client | undefined {
    const { doctors, visitDoctors } = this.people;
    return [...doctors, ...visitDoctors].find((doctor) => doctor.id === id);
  }
}

interface People {
  readonly clinicId: string;
  readonly staff: readonly [Client, Client];
  readonly doctors: readonly Client[];
  readonly visitDoctors: readonly Client[];
  readonly patients: readonly Client[];
  readonly rivals: readonly Client[];
  readonly visitors: readonly Client[];
}

/** Opens both clinics and registers everybody. */
export async function openClinics(
  stack: Stack,
  db: pg.Pool,
  tally: Tally,
  over: AbortSignal,
  payments: number,
): Promise<Readonly<Record<SideName, Side>>> {
  const nobody = Client.anonymous(stack.apiUrl, tally, over);
  const account = stack.accounts.find(({ role }) => role === 'admin');
  if (!account) throw new Error('the seeding made no admin');
  const admin = await signIn(nobody, account.email, account.password);
  const { rows } = await db.query<{ id: string }>('select id from clinics order by created_at, id limit 1');
  const home = rows[0]?.id ?? '';
  const naira = await addClinic(db);
  const crowd = crowdFor(payments);
  const begun = Date.now();
  const dollars = await populate(nobody, admin, home, crowd);
  const manager = await moveTo(db, naira, await register(nobody, admin, 'admin', 0));
  return {
    dollars: new Side('dollars', dollars, db, begun),
    naira: new Side('naira', await populate(nobody, manager, naira, crowd), db, begun),
  };
}

/** A clinic that takes naira, at Paystack unless the patient wants to pay at Stripe. */
async function addClinic(db: pg.Pool): Promise<string> {
  const id = randomUUID();
  await db.query(
    `with clinic as (insert into clinics (id, name, slug, timezone, currency, policy, payment_providers)
       values ($1, 'Lagoon Clinic', 'lagoon', 'Africa/Lagos', 'ngn', $2, '{paystack,stripe}'))
     insert into subjects (id, kind, clinic_id) values ($1, 'clinic', $1)`,
    [id, JSON.stringify(NAIRA_POLICY)],
  );
  return id;
}

/** Staff join the clinic of whoever registers them: the first of a new clinic has to be put there. */
async function moveTo(db: pg.Pool, clinicId: string, member: Client): Promise<Client> {
  await db.query('update memberships set clinic_id = $1 where user_id = $2', [clinicId, member.id]);
  return member;
}

async function populate(nobody: Client, admin: Client, clinicId: string, crowd: Crowd): Promise<People> {
  const several = (role: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => register(nobody, admin, role, n)));
  const accountant = await register(nobody, admin, 'accountant', 0);
  return {
    clinicId,
    staff: [accountant, admin],
    doctors: await several('doctor', crowd.doctors),
    visitDoctors: await several('doctor', crowd.visitDoctors),
    patients: await several('patient', crowd.patients),
    rivals: await several('patient', crowd.doctors),
    visitors: await several('patient', crowd.visitDoctors),
  };
}

function at(clients: readonly Client[], n: number): Client {
  const client = clients[n % clients.length];
  if (!client) throw new Error('there is nobody');
  return client;
}
