import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type pg from 'pg';

interface RecordedAnswer {
  readonly requestId: string;
  readonly what: string;
  readonly text: string;
  /** The person of the access token; null for everybody else. */
  readonly callerId: string | null;
  /** Made by the product for one person as a doctor or a colleague, or by the person for themselves. */
  readonly role: string | null;
  readonly at: Date;
}

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What is recorded although it is the caller's own. */
const OWN = [/^GET \/api\/v1\/users\/profile/, /^GET \/api\/v1\/users\/sessions/];
/** A room is read over and over: one row for each reader, room and quarter of an hour stands for all readings in it. */
const READ_ROOM = /^GET \/api\/v1\/chat\/[0-9a-f]{8}-[0-9a-f-]{27}(?![0-9a-f-])/i;
const QUARTER_MS = 15 * 60_000;
/**
 * Stand-ins for the network, what carries ids of the product's own to a provider, and pages that a patient's own link leads
 * to: they say again what the link says.
 */
const OUTSIDE = /^\w+ \/(sandbox|webhook|metrics|openapi|docs|health|payment|pay)\b/;

/**
 * Compares what an API answered with the audit: each answer that names a patient other than the caller, by their id, their
 * address, or an appointment or order of theirs, must have a row that names that patient, or is of what that
 * patient did. It knows no route and no field: a
 * new route that forgets its row fails.
 */
export class AuditRecorder {
  readonly #answers: RecordedAnswer[] = [];

  /** The same listener, with every answer kept. */
  listening(listener: RequestListener): RequestListener {
    return (request, response) => {
      this.#keep(request, response);
      listener(request, response);
    };
  }

  #keep(request: IncomingMessage, response: ServerResponse): void {
    const what = `${request.method} ${request.url ?? ''}`;
    if (OUTSIDE.test(what)) return;
    const { userId: callerId, role } = claimsOf(request.headers.authorization);
    const parts: Buffer[] = [];
    const note = (chunk: unknown) => {
      if (typeof chunk === 'string') parts.push(Buffer.from(chunk));
      else if (chunk instanceof Uint8Array) parts.push(Buffer.from(chunk));
    };
    const [write, end] = [response.write.bind(response), response.end.bind(response)];
    response.write = ((...args: Parameters<typeof write>) => {
      note(args[0]);
      return write(...args);
    }) as typeof response.write;
    response.end = ((...args: Parameters<typeof end>) => {
      note(args[0]);
      return end(...args);
    }) as typeof response.end;
    response.once('finish', () => {
      const requestId = response.getHeader('x-request-id');
      if (response.statusCode >= 300 || typeof requestId !== 'string') return;
      // Whoever registers, or goes on with a session, does so without a login, and is the one whom the answer names.
      if (callerId === null && /^POST \/api\/v1\/users\/(register|token\/refresh)/.test(what)) return;
      this.#answers.push({
        requestId,
        what,
        text: Buffer.concat(parts).toString('utf8'),
        callerId,
        role,
        at: new Date(),
      });
    });
  }

  /** @throws AssertionError that lists each answer without its row. */
  async assertComplete(db: Pick<pg.Pool, 'query'>, emails: ReadonlyMap<string, string>): Promise<void> {
    const patientOf = await patientsById(db);
    const { rows } = await db.query<{ requestId: string; named: (string | null)[] }>(
      `select request_id as "requestId", array_agg(distinct named) as named
         from audit_events, unnest(coalesce(patient_ids, '{}') || patient_id || actor_user_id) named
        where request_id is not null group by 1`,
    );
    const rowsOf = new Map<string, Set<string | null>>();
    for (const { requestId, named } of rows) {
      rowsOf.set(requestId, new Set([...(rowsOf.get(requestId) ?? []), ...named]));
    }
    const roomReadings = await readingsOfRooms(db);
    const lacking = this.#answers.flatMap(({ requestId, what, text, callerId, role, at }) => {
      const byId = [...new Set(text.match(UUIDS) ?? [])].map((id) => patientOf.get(id));
      const byMail = [...emails].flatMap(([email, id]) => (text.includes(email) ? (patientOf.get(id) ?? []) : []));
      const ownPatient = role === 'patient' ? callerId : null;
      const named = new Set([...byId, ...byMail].filter((id) => id !== undefined && id !== ownPatient));
      const inQuarter = READ_ROOM.test(what) ? roomReadings.get(`${callerId} ${quarterOf(at)}`) : undefined;
      const recorded = rowsOf.get(requestId) ?? inQuarter;
      if (OWN.some((route) => route.test(what)) && !recorded) return [`${what}: no row`];
      const missing = [...named].filter((id) => !recorded?.has(id ?? null));
      return missing.length === 0 ? [] : [`${what}: ${recorded ? `no row names ${missing}` : 'no row'}`];
    });
    assert.deepEqual([...new Set(lacking.map((line) => line.replace(UUIDS, '{id}')))], []);
  }

  get answers(): number {
    return this.#answers.length;
  }
}

/** Whose an id is: a patient's own, their appointment's, their order's. Whoever also works somewhere is named as a colleague. */
async function patientsById(db: Pick<pg.Pool, 'query'>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; patient: string }>(
    `select user_id as id, user_id as patient from memberships group by user_id having bool_and(role = 'patient')
     union select id, patient_id from appointments union select id, patient_id from orders`,
  );
  return new Map(rows.map(({ id, patient }) => [id, patient]));
}

/** Whose rooms somebody read in which quarter of an hour. */
async function readingsOfRooms(db: Pick<pg.Pool, 'query'>): Promise<ReadonlyMap<string, ReadonlySet<string | null>>> {
  const { rows } = await db.query<{ reader: string; patient: string; at: Date }>(
    "select actor_user_id as reader, patient_id as patient, happened_at as at from audit_events where action = 'chat.read'",
  );
  const readings = new Map<string, Set<string | null>>();
  for (const { reader, patient, at } of rows) {
    const key = `${reader} ${quarterOf(at)}`;
    readings.set(key, new Set([...(readings.get(key) ?? []), reader, patient]));
  }
  return readings;
}

function quarterOf(at: Date): number {
  return Math.floor(at.getTime() / QUARTER_MS);
}

function claimsOf(authorization: string | undefined): { readonly userId: string | null; readonly role: string | null } {
  const payload = /^Bearer [^.]+\.([^.]+)\./i.exec(authorization ?? '')?.[1];
  if (!payload) return { userId: null, role: null };
  try {
    const { user_id: userId = null, role = null } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return { userId, role };
  } catch {
    return { userId: null, role: null };
  }
}
