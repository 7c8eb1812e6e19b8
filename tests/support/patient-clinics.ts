import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '../../src/adapters/passwords/argon2.js';
import { createApp } from '../../src/api/http/app.js';
import { apiServices, apiSettings } from '../../src/composition/api.js';
import { compose } from '../../src/composition/compose.js';
import type { Core } from '../../src/composition/core.js';
import { liveChannel } from '../../src/composition/live.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { PatientDocument } from '../../src/domain/identity/profile-documents.js';
import type { Role } from '../../src/domain/roles.js';
import { storeScopeKeys } from '../../src/models/signed-scope.js';
import type { LiveChannel } from '../../src/realtime/server.js';
import { ApiClient } from './client.js';
import type { Person } from './clinic.js';
import { testDatabase } from './database.js';
import { LeakSearch } from './leaks/leak-search.js';
import { testSettings } from './settings.js';
import { insertVisit } from './visit-row.js';

const PASSWORD = 'Integration-test-1';
const DAY = 86_400_000;

export interface Described {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string | null;
  readonly document?: Partial<PatientDocument>;
}

/** The API as one process of it serves it, with counters of its own. */
export class ApiProcess {
  private constructor(
    readonly url: string,
    /** Tells the other processes what this one has counted, and hears from them: a process does so each second. */
    readonly exchange: () => Promise<void>,
    readonly live: LiveChannel,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(core: Core, leaks: LeakSearch): Promise<ApiProcess> {
    const settings = apiSettings(core);
    const app = createApp(apiServices(core), settings);
    const server: Server = createServer(leaks.listening(app));
    const live = liveChannel(core, app, server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const exchange = async () => settings.limits.shared?.exchange();
    return new ApiProcess(url, exchange, live, async () => {
      await live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }
}

/** Clinics with people and visits, and the API over them; no engine behind it. */
export class PatientClinics {
  private visits = 0;
  private readonly signedIn = new Map<string, Promise<ApiClient>>();

  private constructor(
    readonly core: Core,
    readonly apiCore: Core,
    readonly api: ApiProcess,
    readonly leaks: LeakSearch,
    private readonly passwordHash: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<PatientClinics> {
    const database = await testDatabase();
    const settings = testSettings({
      DATABASE_URL: database.url,
      DATABASE_URL_API: database.apiUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      PAYMENTS_ENABLED: 'false',
      RATE_LIMIT_API: 'off',
      RATE_LIMIT_PATIENT_SEARCH: 'off',
      ...env,
    });
    const core = compose(settings, 'seed');
    const apiCore: Core = {
      ...compose(settings, 'api'),
      // There is no engine: mails stay in their rows.
      accountMails: { send: async () => true },
      showEntry: async () => undefined,
    };
    await storeScopeKeys(core.pool, settings.ENCRYPTION_KEYS);
    const name = new URL(database.url).pathname.slice(1);
    const leaks = new LeakSearch([{ file: database.logFile, database: name }]);
    for (const { logger } of [core, apiCore]) leaks.hear(logger);
    const api = await ApiProcess.start(apiCore, leaks);
    const hash = await argon2Hasher().hash(PASSWORD);
    return new PatientClinics(core, apiCore, api, leaks, hash, async () => {
      await api.stop();
      const judgement = await leaks.assertNone([], null).catch((error: unknown) => error);
      await Promise.all([core.close(), apiCore.close()]);
      await database.stop();
      if (judgement) throw judgement;
    });
  }

  get apiUrl(): string {
    return this.api.url;
  }

  /** Another process of the API over the same database, to be stopped before the clinics are. */
  anotherProcess(): Promise<ApiProcess> {
    return ApiProcess.start(this.apiCore, this.leaks);
  }

  async clinic(): Promise<string> {
    const id = randomUUID();
    const clinic = {
      id,
      name: 'Clinic',
      slug: id,
      timezone: 'Australia/Sydney',
      currency: 'aud',
      phone: null,
    } as const;
    await this.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(clinic));
    return id;
  }

  /** `clinicId`: null for who looks after the platform. */
  async person(clinicId: string | null, role: Role, described: Described = {}): Promise<Person> {
    const id = randomUUID();
    const { firstName = 'Test', lastName = role, email = `${id}@test.keepwell.invalid`, phone = null } = described;
    this.leaks.values.add(email, ...(described.firstName ? [firstName, lastName] : []));
    const now = new Date();
    const names = { firstName, lastName, phone, timezone: 'UTC' };
    await this.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.users.create({
        id,
        email,
        passwordHash: this.passwordHash,
        ...names,
        emailVerifiedAt: now,
        createdAt: now,
      });
      await scope.memberships.add({ userId: id, clinicId, role }, now);
      if (described.document) {
        await scope.users.savePatientDocument(
          id,
          { ...(await scope.users.patientDocument(id)), ...described.document },
          now,
        );
      }
    });
    return { id, role, email, password: PASSWORD };
  }

  /** Signed in once: a second sign-in would be from a new device, of which there is a mail to send. */
  as(person: Person): Promise<ApiClient> {
    const known = this.signedIn.get(person.id) ?? ApiClient.signIn(this, person);
    this.signedIn.set(person.id, known);
    return known;
  }

  /** A visit that is booked, or has become something else; days from now. */
  async visit(
    clinicId: string,
    doctor: Person,
    patient: Person,
    { inDays = 1, status = 'booked' }: { readonly inDays?: number; readonly status?: string } = {},
  ): Promise<string> {
    const start = new Date(Date.now() + inDays * DAY + this.visits * 1_000);
    this.visits += 1;
    const of = { clinicId, doctorId: doctor.id, patientId: patient.id, start, status };
    return insertVisit((text, values) => this.core.pool.query(text, [...values]), of);
  }

  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.core.pool.query<Row>(text, [...values])).rows;
  }
}
