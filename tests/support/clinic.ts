import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_PAYSTACK_KEY } from '../../sandbox/paystack/server.js';
import { startSandbox } from '../../sandbox/server.js';
import { type Activities, type ActivityDeps, createActivities } from '../../src/activities/index.js';
import { registerSearchAttributes } from '../../src/adapters/temporal/engine-schema.js';
import { createWorker, installRuntime, type RuntimeOptions } from '../../src/adapters/temporal/worker.js';
import { createApp } from '../../src/api/http/app.js';
import { apiServices, apiSettings } from '../../src/composition/api.js';
import { compose } from '../../src/composition/compose.js';
import type { Core } from '../../src/composition/core.js';
import { liveChannel } from '../../src/composition/live.js';
import { joinOtherProcesses } from '../../src/composition/other-processes.js';
import { activityDeps } from '../../src/composition/worker.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { Role } from '../../src/domain/roles.js';
import type { Pool } from '../../src/models/connection.js';
import { WorkerHeartbeatRepository } from '../../src/models/repositories/operations/worker-heartbeats.js';
import { storeScopeKeys } from '../../src/models/signed-scope.js';
import { sqlOf } from '../../src/models/sql.js';
import type { Logger } from '../../src/observability/logger.js';
import { startMailCatcher } from '../../tools/launcher/mail/server.js';
import { testFolder, useTestTemporal } from '../../tools/launcher/testing.js';
import { AuditRecorder } from './audit-recorder.js';
import { testDatabase } from './database.js';
import { LeakSearch } from './leaks/leak-search.js';
import { testSettings } from './settings.js';
import { WORKFLOW_BUNDLE } from './workflow-bundle.js';

const WEBHOOK_SECRET = 'whsec_integration';

export interface Mail {
  readonly message_id: string;
  readonly kind: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly filename: string; readonly content_type: string }[];
}

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
}

/** A whole clinic in one process: real database, real engine, real mail and payment sandbox, API and worker. */
export interface TestClinic {
  readonly core: Core;
  /** Of the API. */
  readonly apiPool: Pool;
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  /** What must stand in no log, workflow or error: looked for when the clinic stops. */
  readonly leaks: LeakSearch;
  /** Of the mail catcher's page. */
  readonly mailUrl: string;
  readonly clinicId: string;
  mails(): Promise<readonly Mail[]>;
  person(role: Role): Promise<Person>;
  /** A free slot that starts `inMs` from now (rounded to the second), of the short length. */
  slot(doctor: Person, inMs: number): Promise<string>;
  /** `changed`: one that was built from other sources. */
  startWorker(changed?: ChangedWorker): Promise<void>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** What another version of the worker has instead of ours. */
export interface ChangedWorker {
  readonly bundlePath: string;
  /** Steps that its workflows ask for beside ours, by name. */
  readonly steps?: (ours: Activities) => object;
}

let runtimeInstalled = false;

export interface ClinicOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces parts of what the worker's activities use. */
  readonly deps?: (deps: ActivityDeps, core: Core) => ActivityDeps;
  /** Of the process' one runtime: counts for the first clinic of a test file. */
  readonly runtime?: RuntimeOptions;
  /** Hands out what happens in chat rooms as it happens, as an API process does. */
  readonly live?: boolean;
  /** Takes the lines of API and worker instead of standard output. */
  readonly logger?: Logger;
}

export async function startClinic(options: ClinicOptions = {}): Promise<TestClinic> {
  const folder = testFolder();
  const [database, temporal] = await Promise.all([testDatabase(), useTestTemporal()]);
  const mail = await startMailCatcher({ smtpPort: 0, uiPort: 0 });
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await startSandbox({
    port: 0,
    stateDir: folder,
    webhookUrl: `${apiUrl}/webhook/stripe/`,
    webhookSecret: WEBHOOK_SECRET,
    paystack: { webhookUrl: `${apiUrl}/webhook/paystack/` },
  });
  const settings = testSettings({
    DATABASE_URL: database.url,
    DATABASE_URL_API: database.apiUrl,
    DATABASE_URL_WORKER: database.workerUrl,
    TEMPORAL_ADDRESS: temporal.url,
    TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
    STRIPE_SECRET_KEY: 'sk_test_keepwell_sandbox',
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: sandbox.url,
    PAYSTACK_SECRET_KEY: DEFAULT_PAYSTACK_KEY,
    PAYSTACK_API_BASE: `${sandbox.url}/paystack`,
    SMTP_URL: mail.smtpUrl,
    PUBLIC_URL: apiUrl,
    RATE_LIMIT_API: 'off',
    RATE_LIMIT_LOGIN: 'off',
    RATE_LIMIT_BOOKINGS: 'off',
    ...options.env,
  });
  // As in production: API and worker each with a database login of their own; the tests look in as the owner.
  const core = compose(settings, 'seed');
  const name = new URL(database.url).pathname.slice(1);
  const leaks = new LeakSearch([{ file: database.logFile, database: name }, { file: temporal.logFile }]);
  await storeScopeKeys(core.pool, settings.ENCRYPTION_KEYS);
  const apiCore = compose(settings, 'api');
  const workerCore = compose(settings, 'worker');
  for (const { logger } of [core, apiCore, workerCore]) leaks.hear(logger);
  if (options.logger) leaks.hear(options.logger);
  if (!runtimeInstalled) installRuntime(options.logger ?? core.logger, options.runtime);
  runtimeInstalled = true;
  await registerSearchAttributes(core.client, settings.TEMPORAL_NAMESPACE);
  const clinicId = randomUUID();
  await core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.clinics.create({
      id: clinicId,
      name: 'Test Clinic',
      slug: 'test',
      timezone: 'Australia/Sydney',
      currency: 'aud',
      phone: null,
    }),
  );
  const services = apiServices(apiCore);
  // Every answer of an e2e test is compared with the audit when its clinic stops.
  const recorder = new AuditRecorder();
  const patients = new Map<string, string>();
  const surface = apiSettings(apiCore);
  const app = createApp(services, surface);
  server.on('request', leaks.listening(recorder.listening(app)));
  const live = liveChannel(apiCore, app, server);
  const others = options.live ? joinOtherProcesses(apiCore, surface.limits.shared, live) : undefined;

  let running: { readonly stop: () => Promise<void> } | undefined;
  const startWorker = async (changed?: ChangedWorker) => {
    if (running) throw new Error('a worker runs already: stop it first');
    const deps = activityDeps(workerCore);
    const ours = createActivities(options.deps?.(deps, workerCore) ?? deps);
    const worker = await createWorker({
      temporal: core.temporal,
      keys: settings.ENCRYPTION_KEYS,
      activities: { ...ours, ...changed?.steps?.(ours) },
      logger: options.logger ?? core.logger,
      bundlePath: changed?.bundlePath ?? WORKFLOW_BUNDLE,
    });
    await new WorkerHeartbeatRepository(sqlOf(core.pool)).beat('test', core.temporal.taskQueue);
    const run = worker.run();
    running = {
      async stop() {
        worker.shutdown();
        await run;
        await worker.close();
      },
    };
  };
  const stopWorker = async () => {
    await running?.stop();
    running = undefined;
  };
  await startWorker();
  const mails = async () => (await (await fetch(`${mail.uiUrl}/api/messages`)).json()) as Mail[];

  return {
    core,
    apiPool: apiCore.pool,
    apiUrl,
    sandboxUrl: sandbox.url,
    mailUrl: mail.uiUrl,
    leaks,
    clinicId,
    startWorker,
    stopWorker,
    mails,
    async person(role) {
      const person = await createPerson(core, clinicId, role);
      leaks.values.add(person.email, person.password, ...namesOf(role));
      if (role === 'patient') patients.set(person.email, person.id);
      return person;
    },
    async slot(doctor, inMs) {
      const id = randomUUID();
      const start = new Date(Math.ceil((Date.now() + inMs) / 1000) * 1000);
      const slot = {
        id,
        clinicId,
        doctorId: doctor.id,
        startTime: start,
        endTime: new Date(start.getTime() + core.policy.slotShortMs),
        slotType: 'short' as const,
        timezone: 'Australia/Sydney',
        createdBy: null,
      };
      await core.unitOfWork.withScope(SYSTEM, (scope) => scope.slots.insert(slot));
      return id;
    },
    async stop() {
      // Whatever becomes of it, everything else is stopped as well: what stays open keeps the process alive without limit.
      const [stopped] = await Promise.allSettled([stopWorker()]);
      await live.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await others?.stop();
      const received = await mails();
      await sandbox.stop();
      await mail.stop();
      const { client } = core;
      const judged = await Promise.allSettled([
        recorder.assertComplete(core.pool, patients),
        leaks.assertNone(received, { client, ...core.temporal }),
      ]);
      await Promise.all([core.close(), apiCore.close(), workerCore.close()]);
      await temporal.stop();
      await database.stop();
      for (const judgement of [stopped, ...judged]) if (judgement.status === 'rejected') throw judgement.reason;
    },
  };
}

/** Names that stand nowhere by chance. */
export function namesOf(role: Role): readonly [string, string] {
  return ['Testilda', `${role.replace(/^./, (first) => first.toUpperCase())}ovic`];
}

/** One hash for all: the tests are not about passwords. */
const PASSWORD = 'Integration-test-1';
let passwordHash: Promise<string> | undefined;

async function createPerson(core: Core, clinicId: string, role: Role): Promise<Person> {
  const { argon2Hasher } = await import('../../src/adapters/passwords/argon2.js');
  passwordHash ??= argon2Hasher().hash(PASSWORD);
  const hash = await passwordHash;
  const id = randomUUID();
  const email = `${role}-${id}@test.keepwell.invalid`;
  const now = new Date();
  const [firstName, lastName] = namesOf(role);
  await core.unitOfWork.withScope(SYSTEM, async (scope) => {
    await scope.users.create({
      id,
      email,
      passwordHash: hash,
      firstName,
      lastName,
      phone: '+61491570006',
      timezone: 'Australia/Sydney',
      emailVerifiedAt: now,
      createdAt: now,
    });
    await scope.memberships.add({ userId: id, clinicId: role === 'platform_admin' ? null : clinicId, role }, now);
    if (role === 'doctor') await scope.users.saveDoctorDocument(id, await scope.users.doctorDocument(id), now);
  });
  return { id, role, email, password: PASSWORD };
}
