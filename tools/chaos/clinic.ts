import { Client, type Reply, type Tally } from '../rig/client.js';
import { register, signIn } from '../rig/people.js';
import type { Random } from '../rig/random.js';
import type { Stack } from '../rig/stack.js';

const HOUR_MS = 3_600_000;
const PATIENTS = 40;
/** Who see patients within the run. */
const WALK_IN = 2;
type Kind = 'soon' | 'far' | 'remote';

/** Slots further away than the notice that a patient's reschedule needs. */
const FAR_FROM_MS = 2.5 * HOUR_MS;

/** What a clinic is opened with. */
export interface Opening {
  readonly tally: Tally;
  readonly random: Random;
  readonly over: AbortSignal;
  /** How long visits are offered that start within the run. */
  readonly minutes: number;
  /** Who offer times of the coming days, and prescribe; two more see patients within the run. */
  readonly doctors: number;
}

/** The people of the run and the slots that they compete for. */
export class Clinic {
  private readonly offers = new Map<string, { at: number; slots: Promise<readonly string[]> }>();

  private constructor(
    readonly admin: Client,
    readonly doctors: ReadonlyMap<string, Client>,
    readonly patients: readonly Client[],
    private readonly random: Random,
  ) {}

  /** Registers everybody and offers a week of long slots and, from now on, short ones that start within the run. */
  static async open(stack: Stack, { tally, random, over, minutes, doctors: others }: Opening): Promise<Clinic> {
    const nobody = Client.anonymous(stack.apiUrl, tally, over);
    const account = stack.accounts.find(({ role }) => role === 'admin');
    if (!account) throw new Error('the seeding made no admin');
    const admin = await signIn(nobody, account.email, account.password);
    const doctors = new Map<string, Client>();
    for (let n = 0; n < WALK_IN + others; n += 1) {
      const doctor = await register(nobody, admin, 'doctor', n);
      doctors.set(doctor.id, doctor);
    }
    const patients: Client[] = [];
    for (let n = 0; n < PATIENTS; n += 1) {
      // Every other patient also gets text messages; a regulator's number for fiction.
      patients.push(await register(nobody, nobody, 'patient', n, n % 2 === 0 ? { phone_number: '+61491570006' } : {}));
    }
    const clinic = new Clinic(admin, doctors, patients, random);
    const all = [...doctors.values()];
    for (const doctor of clinic.prescribers) await offerFar(doctor);
    await Promise.all(all.slice(0, WALK_IN).map((doctor, n) => offerSoon(doctor, n * 10_000, minutes)));
    return clinic;
  }

  /** A slot that looks free and that others want, too: `soon` starts within a minute, `far` in hours; few want `remote` ones. */
  async slot(kind: Kind): Promise<string | null> {
    const slots = await this.offered(kind);
    return slots.length === 0 ? null : this.random.pick(slots.slice(0, kind === 'soon' ? 6 : 60));
  }

  /** Doctors whose times are days away: they have time to prescribe. */
  get prescribers(): readonly Client[] {
    return [...this.doctors.values()].slice(WALK_IN);
  }

  /** A slot of this doctor that looks free. */
  async slotOf(doctor: Client): Promise<string | null> {
    const from = encodeURIComponent(new Date(Date.now() + FAR_FROM_MS).toISOString());
    const path = `/api/v1/appointments/availabilities/list/?doctor=${doctor.id}&limit=100&from=${from}`;
    const reply = await this.random.pick(this.patients).askOnce('GET', path);
    const slots = reply?.status === 200 ? list(reply) : [];
    return slots.length === 0 ? null : this.random.pick(slots).id;
  }

  doctorOf(reply: Reply | null): Client | undefined {
    const doctor = reply?.body.doctor;
    const id = typeof doctor === 'object' && doctor !== null ? (doctor as Record<string, unknown>).id : undefined;
    return typeof id === 'string' ? this.doctors.get(id) : undefined;
  }

  /** Every free slot that the API lists to `reader`, page by page. */
  async allFree(reader: Client): Promise<ReadonlySet<string>> {
    const free = new Set<string>();
    let from = new Date().toISOString();
    for (;;) {
      const path = `/api/v1/appointments/availabilities/list/?limit=200&from=${encodeURIComponent(from)}`;
      const reply = (await reader.ask('GET', path)).reply;
      if (reply?.status !== 200) throw new Error(`the list of free slots answered ${reply?.status}`);
      const page = list(reply);
      for (const slot of page) free.add(slot.id);
      const last = page.at(-1);
      // Starts repeat at the seam, ids do not: the set takes care of that.
      if (!last || page.length < 200 || last.start === from) return free;
      from = last.start;
    }
  }

  private offered(kind: Kind): Promise<readonly string[]> {
    const known = this.offers.get(kind);
    if (known && Date.now() - known.at < 1_500) return known.slots;
    const slots = this.fetchOffers(kind);
    this.offers.set(kind, { at: Date.now(), slots });
    return slots;
  }

  private async fetchOffers(kind: Kind): Promise<readonly string[]> {
    const at = (ms: number) => encodeURIComponent(new Date(Date.now() + ms).toISOString());
    // Spread over the days: the notice decides what a cancel refunds.
    const tomorrow = this.random.chance(0.4) ? 24 * HOUR_MS : 0;
    const far = kind === 'remote' ? 60 * HOUR_MS : FAR_FROM_MS + tomorrow;
    const range = kind === 'soon' ? `from=${at(22_000)}&to=${at(70_000)}` : `from=${at(far)}`;
    const path = `/api/v1/appointments/availabilities/list/?limit=${kind === 'soon' ? 20 : 200}&${range}`;
    const reply = await this.random.pick(this.patients).askOnce('GET', path);
    return reply?.status === 200 ? this.random.shuffled(list(reply).map((slot) => slot.id)) : [];
  }
}

function list(reply: Reply): readonly { id: string; start: string }[] {
  const rows = reply.body as unknown as readonly Record<string, unknown>[];
  return rows.map((row) => ({ id: String(row.id), start: String(row.start_time) }));
}

async function offerFar(doctor: Client): Promise<void> {
  const day = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10);
  const body = {
    start_date: day(0),
    end_date: day(3 * 24 * HOUR_MS),
    days_of_week: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    start_time: '00:00',
    end_time: '24:00',
    slot_type: 'long',
    timezone: 'UTC',
  };
  const { reply } = await doctor.ask('POST', '/api/v1/appointments/availabilities/bulk/', body);
  if (reply?.status !== 201 && reply?.status !== 200) throw new Error(`bulk slots answered ${JSON.stringify(reply)}`);
}

async function offerSoon(doctor: Client, offset: number, minutes: number): Promise<void> {
  const first = Math.ceil((Date.now() + 40_000 + offset) / 1_000) * 1_000;
  for (let at = first; at < first + minutes * 60_000; at += 25_000) {
    const iso = (ms: number) => new Date(ms).toISOString();
    const body = { start_time: iso(at), end_time: iso(at + 20_000), slot_type: 'short', timezone: 'UTC' };
    const { reply } = await doctor.ask('POST', '/api/v1/appointments/availabilities/', body);
    if (reply?.status !== 201) throw new Error(`a slot answered ${JSON.stringify(reply)}`);
  }
}
