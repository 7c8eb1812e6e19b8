import { type Client, type Json, textOf } from '../rig/client.js';
import { type Credentials, openAccount, signIn } from '../rig/people.js';
import { pause, type Stack } from '../rig/stack.js';

/** Below the limit of sockets that one process takes of one person. */
const ROOMS_OF_A_DOCTOR = 10;
const AT_ONCE = 4;
const DAY_MS = 86_400_000;
const ROOM_WITHIN_MS = 30_000;

/** Somebody with a session, and an access token that counts. */
export class Person {
  private asking: Promise<string> | null = null;

  private constructor(
    private readonly nobody: Client,
    private readonly credentials: Credentials,
    readonly id: string,
    private tokens: Tokens,
  ) {}

  static async signIn(nobody: Client, credentials: Credentials): Promise<Person> {
    const { reply } = await nobody.ask('POST', '/api/v1/users/login/', { ...credentials });
    const tokens = tokensOf(reply?.body);
    const user = reply?.body.user as Json | undefined;
    const id = textOf(user, 'id');
    if (!tokens || id === null) throw new Error(`a sign-in answered ${reply?.status}`);
    return new Person(nobody, credentials, id, tokens);
  }

  /** An access token that is good for at least half of its time. @throws Error when nobody gives one */
  async token(): Promise<string> {
    if (Date.now() < this.tokens.renewAt) return this.tokens.access;
    // One renewal for all devices of the session: each refresh token is good for one.
    this.asking ??= this.renew().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** REST, as this person. */
  async rest(): Promise<Client> {
    return this.nobody.as(this.id, await this.token());
  }

  private async renew(): Promise<string> {
    const { reply } = await this.nobody.ask('POST', '/api/v1/users/token/refresh/', { refresh: this.tokens.refresh });
    const tokens = tokensOf(reply?.body) ?? (await Person.signIn(this.nobody, this.credentials)).tokens;
    this.tokens = tokens;
    return tokens.access;
  }
}

interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly renewAt: number;
}

function tokensOf(body: Json | undefined): Tokens | null {
  const [access, refresh] = [textOf(body, 'access'), textOf(body, 'refresh')];
  const seconds = body?.expires_in;
  if (access === null || refresh === null || typeof seconds !== 'number') return null;
  return { access, refresh, renewAt: Date.now() + seconds * 500 };
}

/** The chat room of a booked visit, with its two members. */
export interface Room {
  readonly id: string;
  readonly doctor: Person;
  readonly patient: Person;
}

/** Registers everybody, and books a visit for each room: it is open from then on. */
export async function openRooms(stack: Stack, nobody: Client, rooms: number): Promise<readonly Room[]> {
  const account = stack.accounts.find(({ role }) => role === 'admin');
  if (!account) throw new Error('the seeding made no admin');
  const admin = await signIn(nobody, account.email, account.password);
  const doctors = await several(Math.ceil(rooms / ROOMS_OF_A_DOCTOR), async (n) => {
    const doctor = await Person.signIn(nobody, await openAccount(admin, 'doctor', n));
    return { doctor, slots: await offer(await doctor.rest()) };
  });
  return several(rooms, async (n) => {
    const { doctor, slots } = itemAt(doctors, n % doctors.length);
    const patient = await Person.signIn(nobody, await openAccount(nobody, 'patient', n));
    const rest = await patient.rest();
    const body = { availability_id: itemAt(slots, Math.floor(n / doctors.length)), consultation_type: 'soak' };
    const { reply } = await rest.ask('POST', '/api/v1/appointments/', body);
    if (reply?.status !== 201) throw new Error(`a booking answered ${JSON.stringify(reply)}`);
    return { id: await roomOf(rest), doctor, patient };
  });
}

/** A day of slots, a week from now: their visits do not begin while the run lasts. */
async function offer(doctor: Client): Promise<readonly string[]> {
  const day = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);
  const body = {
    ...{ start_date: day, end_date: day, start_time: '00:00', end_time: '24:00', slot_type: 'long', timezone: 'UTC' },
    days_of_week: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  };
  const { reply } = await doctor.ask('POST', '/api/v1/appointments/availabilities/bulk/', body);
  if (reply?.status !== 201 && reply?.status !== 200) throw new Error(`bulk slots answered ${JSON.stringify(reply)}`);
  const path = `/api/v1/appointments/availabilities/list/?limit=100&doctor=${doctor.id}`;
  return idsOf((await doctor.ask('GET', path)).reply?.body);
}

/** The one room of a patient who has one visit. */
async function roomOf(patient: Client): Promise<string> {
  for (const end = Date.now() + ROOM_WITHIN_MS; Date.now() < end; await pause(200)) {
    const [room] = idsOf((await patient.ask('GET', '/api/v1/chat/')).reply?.body);
    if (room !== undefined) return room;
  }
  throw new Error('a visit was booked and has no chat room');
}

function idsOf(body: unknown): readonly string[] {
  const rows = Array.isArray(body) ? (body as readonly Json[]) : [];
  return rows.map((row) => String(row.id));
}

function itemAt<T>(values: readonly T[], at: number): T {
  const value = values[at];
  if (value === undefined) throw new Error(`there is no item ${at} of ${values.length}`);
  return value;
}

/** Does this so many times, a few at a time; what came of each, in order. */
export async function several<T>(times: number, once: (n: number) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < times) {
      const n = next;
      next += 1;
      done[n] = await once(n);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}
