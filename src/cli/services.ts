import { connect } from 'node:net';
import type { RequestHandler } from 'express';
import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { renderPage } from '../adapters/templates/pages.js';
import { jsonCodec } from '../adapters/temporal/json-codec.js';
import { jwtSigner } from '../adapters/tokens/jwt.js';
import { payLinks } from '../adapters/tokens/pay-links.js';
import type { Services } from '../api/http/services.js';
import type { ApiSettings } from '../api/http/settings.js';
import { sandboxForwarder } from '../api/payments/sandbox-forwarder.js';
import { SYSTEM } from '../domain/actor.js';
import { directQueries } from '../models/direct-queries.js';
import { AppointmentRepository } from '../models/repositories/appointments/appointments.js';
import { ClaimRepository } from '../models/repositories/appointments/claims.js';
import { ClinicRepository } from '../models/repositories/clinics/clinics.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import { SessionRepository } from '../models/repositories/identity/sessions.js';
import { UserRepository } from '../models/repositories/identity/users.js';
import { DatabaseHealthRepository } from '../models/repositories/operations/database-health.js';
import { FigureRepository } from '../models/repositories/operations/figures.js';
import { WorkerHeartbeatRepository } from '../models/repositories/operations/worker-heartbeats.js';
import { ProviderEventRepository } from '../models/repositories/payments/provider-events.js';
import { SlotRepository } from '../models/repositories/scheduling/slots.js';
import { sqlOf } from '../models/sql.js';
import { bookAppointment } from '../usecases/appointments/book-appointment.js';
import { deleteAppointment } from '../usecases/appointments/delete-appointment.js';
import { listAppointments } from '../usecases/appointments/list-appointments.js';
import { readAppointment } from '../usecases/appointments/read-appointment.js';
import { readCalendar } from '../usecases/appointments/read-calendar.js';
import { readHistory } from '../usecases/appointments/read-history.js';
import { requestCheckIn } from '../usecases/appointments/request-check-in.js';
import { requestMove } from '../usecases/appointments/request-move.js';
import { requestReschedule } from '../usecases/appointments/request-reschedule.js';
import { changeClinic, readClinic } from '../usecases/clinics/clinic-details.js';
import { changePaymentSettings, readPaymentSettings } from '../usecases/clinics/payment-settings.js';
import { changeClinicPolicies, readClinicPolicies } from '../usecases/clinics/policies.js';
import { answerOnce } from '../usecases/idempotency/answer-once.js';
import { authenticate, authenticateCodec } from '../usecases/identity/authenticate.js';
import { changePassword } from '../usecases/identity/change-password.js';
import { listSessions } from '../usecases/identity/list-sessions.js';
import { logIn } from '../usecases/identity/log-in.js';
import { logOut } from '../usecases/identity/log-out.js';
import { readProfile } from '../usecases/identity/read-profile.js';
import { refreshTokens } from '../usecases/identity/refresh-tokens.js';
import { registerUser } from '../usecases/identity/register-user.js';
import { revokeSession } from '../usecases/identity/revoke-session.js';
import { sessionCache } from '../usecases/identity/session-cache.js';
import { understandRegistration } from '../usecases/identity/understand-registration.js';
import { updateProfile } from '../usecases/identity/update-profile.js';
import { checkHealth, type HealthProbe, Unhealthy } from '../usecases/operations/check-health.js';
import { readWebhookSilence } from '../usecases/operations/read-webhook-silence.js';
import { auditOrder } from '../usecases/payments/orders/audit-order.js';
import { createOrder } from '../usecases/payments/orders/create-order.js';
import { dailyTakings } from '../usecases/payments/orders/daily-takings.js';
import { followPayLink } from '../usecases/payments/orders/follow-pay-link.js';
import { listOrders } from '../usecases/payments/orders/list-orders.js';
import { readPaymentPage } from '../usecases/payments/orders/payment-page.js';
import { readOrder } from '../usecases/payments/orders/read-order.js';
import { readPaymentsStatus } from '../usecases/payments/orders/read-payments-status.js';
import { readVisitCalendar } from '../usecases/payments/orders/read-visit-calendar.js';
import { refreshOrder } from '../usecases/payments/orders/refresh-order.js';
import { takeDeskPayment } from '../usecases/payments/orders/take-desk-payment.js';
import { listReceipts, readReceiptPdf } from '../usecases/payments/receipts/read-receipts.js';
import { listReconciliations, readReconciliation } from '../usecases/payments/reconciliation/read-reports.js';
import { handOn } from '../usecases/payments/webhooks/hand-on.js';
import { takeWebhook } from '../usecases/payments/webhooks/take-webhook.js';
import { bulkCreateSlots } from '../usecases/scheduling/bulk-create-slots.js';
import { createSlot } from '../usecases/scheduling/create-slot.js';
import { deleteSlot } from '../usecases/scheduling/delete-slot.js';
import { listFreeSlots } from '../usecases/scheduling/list-free-slots.js';
import { listOwnSlots } from '../usecases/scheduling/list-own-slots.js';
import { decodePayloads, encodePayloads } from '../usecases/support/decode-payloads.js';
import { listAttention } from '../usecases/support/list-attention.js';
import { readTimeline } from '../usecases/support/read-timeline.js';
import { requestEntryResolution } from '../usecases/support/resolve-entry.js';
import { runStaffAction } from '../usecases/support/run-staff-action.js';
import { signInCodec } from '../usecases/support/sign-in-codec.js';
import { type Core, organizerOf } from './compose.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { staffLinks } from './staff-links.js';

const VERSION = '0.1.0';
const BEAT_TOO_OLD_SECONDS = 10;
const SKEW_TOO_LARGE_MS = 5_000;
/** How the home page calls what it shows as alive. */
const DEPENDENCY_LABELS: Readonly<Record<string, string>> = {
  database: 'Database',
  temporal: 'Workflow engine',
  worker: 'Worker',
};

/** Every use case behind the HTTP surface. */
export function apiServices(core: Core): Services {
  const { unitOfWork, now, settings, characters } = core;
  const deps = { unitOfWork, characters, engine: core.engine, now, policy: core.policy };
  const reads = directQueries(core.pool);
  const moves = { ...deps, reads: { appointments: new AppointmentRepository(reads, settings.ENCRYPTION_KEYS) } };
  const codec = jsonCodec(settings.ENCRYPTION_KEYS);
  const accounts = accountDeps(core);
  const calendar = {
    organizer: organizerOf(settings.MAIL_FROM),
    appUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
  };
  return {
    users: userServices(accounts),
    idempotency: {
      answerOnce: answerOnce({
        keys: new IdempotencyKeyRepository(core.pool, settings.ENCRYPTION_KEYS),
        logger: core.logger,
      }),
    },
    slots: {
      listFree: listFreeSlots({
        reads: { slots: new SlotRepository(reads), clinics: new ClinicRepository(reads) },
        now,
      }),
      listOwn: listOwnSlots(deps),
      create: createSlot(deps),
      bulkCreate: bulkCreateSlots(deps),
      delete: deleteSlot(deps),
    },
    appointments: {
      book: bookAppointment({
        ...deps,
        reads: {
          claims: new ClaimRepository(reads),
          users: new UserRepository(reads, settings.ENCRYPTION_KEYS),
        },
      }),
      move: requestMove(moves),
      reschedule: requestReschedule(moves),
      checkIn: requestCheckIn(deps),
      delete: deleteAppointment(deps),
      read: readAppointment(deps),
      list: listAppointments(deps),
      history: readHistory(deps),
      calendar: readCalendar({ ...deps, ...calendar }),
    },
    orders: {
      create: createOrder({ ...deps, paymentsEnabled: settings.PAYMENTS_ENABLED }),
      followPayLink: followPayLink({
        ...deps,
        paymentsEnabled: settings.PAYMENTS_ENABLED,
        links: payLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL),
      }),
      visitCalendar: readVisitCalendar({ ...deps, ...calendar, visitTokens: core.payments.visitTokens }),
      list: listOrders(deps),
      takeAtDesk: takeDeskPayment(deps),
      read: readOrder(deps),
      refresh: refreshOrder(deps),
      audit: auditOrder(deps),
      paymentsStatus: readPaymentsStatus({
        unitOfWork,
        payments: core.payments,
        paymentsEnabled: settings.PAYMENTS_ENABLED,
        currency: settings.CURRENCY,
      }),
    },
    receipts: {
      list: listReceipts(deps),
      pdf: readReceiptPdf({ ...deps, printer: core.printer }),
    },
    takings: { read: dailyTakings(deps) },
    clinics: {
      read: readClinic(deps),
      change: changeClinic(deps),
      readPaymentSettings: readPaymentSettings({ ...deps, payments: core.payments }),
      changePaymentSettings: changePaymentSettings({ ...deps, payments: core.payments }),
      readPolicies: readClinicPolicies({ ...deps, payments: core.payments }),
      changePolicies: changeClinicPolicies({ ...deps, payments: core.payments }),
    },
    staff: {
      attention: listAttention(deps),
      act: runStaffAction(deps),
      resolveEntry: requestEntryResolution({ ...deps, showEntry: core.showEntry }),
      timeline: readTimeline(deps),
    },
    reconciliations: { list: listReconciliations(deps), read: readReconciliation(deps) },
    webhooks: webhookServices(core),
    codec: {
      decode: decodePayloads({ unitOfWork, codec, now }),
      encode: encodePayloads({ codec }),
      authenticate: authenticateCodec(accounts),
      signIn: signInCodec({
        logIn: logIn(accounts),
        authenticate: authenticate(accounts),
        logOut: logOut(accounts),
        tokens: accounts.tokens,
        sessions: accounts.sessions,
        now,
      }),
      loginPage: (page) => renderPage('codec-login', page),
    },
    health: healthServices(core),
    meta: metaServices(core),
    metrics: { figures: () => new FigureRepository(reads).read(), pool: core.pool },
  };
}

function webhookServices(core: Core): Services['webhooks'] {
  const unreadable = new Map<string, number>(core.payments.gateways.map((name) => [name, 0]));
  return {
    take: takeWebhook({
      ...core.payments,
      inbox: new ProviderEventRepository(directQueries(core.pool)),
      handOn: handOn(core),
      showEntry: core.showEntry,
      logger: core.logger,
      countUnreadable: (name) => unreadable.set(name, (unreadable.get(name) ?? 0) + 1),
    }),
    unreadable: () => unreadable,
  };
}

/** What accounts and sessions are made of; the API and the codec server share it. */
function accountDeps(core: Core) {
  const { unitOfWork, now, settings } = core;
  return {
    unitOfWork,
    characters: core.characters,
    now,
    passwords: argon2Hasher(),
    cache: sessionCache(),
    tokens: jwtSigner({
      secret: settings.JWT_SECRET,
      accessTtlMs: settings.ACCESS_TOKEN_TTL,
      refreshTtlMs: settings.REFRESH_TOKEN_TTL,
    }),
    sessions: new SessionRepository(directQueries(core.pool)),
  };
}

function userServices(deps: ReturnType<typeof accountDeps>): Services['users'] {
  return {
    authenticate: authenticate(deps),
    register: registerUser(deps),
    understandRegistration: understandRegistration(deps),
    logIn: logIn(deps),
    refresh: refreshTokens(deps),
    logOut: logOut(deps),
    readProfile: readProfile(deps),
    updateProfile: updateProfile(deps),
    listSessions: listSessions(deps),
    revokeSession: revokeSession(deps),
    changePassword: changePassword(deps),
  };
}

function healthServices(core: Core): Services['health'] {
  const { settings, payments, now } = core;
  const heartbeats = new WorkerHeartbeatRepository(sqlOf(core.pool));
  const health = new DatabaseHealthRepository(sqlOf(core.pool));
  const writable = { database: () => health.write() };
  const needed = {
    ...writable,
    temporal: async () => {
      await core.engine.ping();
      return undefined;
    },
    worker: async () => {
      const age = await heartbeats.age(core.temporal.taskQueue);
      const figures = { ageMs: age === null ? null : Math.round(age * 1000) };
      if (age === null || age > BEAT_TOO_OLD_SECONDS) throw new Unhealthy('no worker polls', figures);
      return figures;
    },
  };
  const all: Readonly<Record<string, HealthProbe>> = {
    ...needed,
    ...(settings.PAYMENTS_ENABLED ? { paymentProvider: () => pingProviders(payments) } : {}),
    mail: async () => {
      await reach(settings.SMTP_URL);
      return undefined;
    },
    // Receipts are printed on demand, and nothing is stored as a document so far: there is nothing to test.
    documents: async () => ({ uploadTest: 'skipped' }),
    pool: async () => {
      const figures = { open: core.pool.totalCount, idle: core.pool.idleCount, waiting: core.pool.waitingCount };
      if (core.pool.waitingCount > 0) throw new Unhealthy('requests wait for a connection', figures);
      return figures;
    },
    clock: async () => {
      const skew = Math.abs((await health.clock()).getTime() - Date.now());
      const figures = { skewMs: skew };
      if (skew > SKEW_TOO_LARGE_MS) throw new Unhealthy('the clocks of machine and database differ', figures);
      return figures;
    },
  };
  const vital = Object.keys(needed);
  return {
    ready: checkHealth({ probes: writable, vital, now }),
    deep: checkHealth({ probes: needed, vital, now }),
    check: checkHealth({ probes: all, vital, now }),
    webhookSilence: readWebhookSilence(core),
  };
}

async function pingProviders({ gateways, providers }: Core['payments']) {
  await Promise.all(gateways.map((name) => providers(name).ping()));
  return { providers: gateways.map((name) => ({ name, apiVersion: providers(name).apiVersion })) };
}

/** Resolves when somebody listens there. */
function reach(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port) || (protocol === 'smtps:' ? 465 : 25), hostname);
    socket.setTimeout(2_500, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

function metaServices(core: Core): Services['meta'] {
  const { settings } = core;
  const health = healthServices(core);
  const readPage = readPaymentPage({ ...core, visitTokens: core.payments.visitTokens });
  // The page that shows what is not available must not need the database itself.
  const zone = () =>
    core.unitOfWork
      .withScope(SYSTEM, (scope) => scope.clinics.default())
      .then(
        (clinic) => clinic?.timezone ?? null,
        () => null,
      );
  return {
    homePage: async () => {
      const { dependencies } = await health.deep();
      return renderPage('home', {
        version: VERSION,
        embedded: settings.KEEPWELL_EMBEDDED,
        dependencies: Object.entries(dependencies).map(([name, { healthy }]) => ({
          label: DEPENDENCY_LABELS[name] ?? name,
          healthy,
        })),
        ...(settings.TEMPORAL_UI_URL
          ? { staffLinks: staffLinks(settings.TEMPORAL_UI_URL, settings.TEMPORAL_NAMESPACE, await zone(), core.now()) }
          : {}),
        ...(settings.MAIL_UI_URL ? { mailUiUrl: settings.MAIL_UI_URL } : {}),
        ...(settings.SANDBOX_URL ? { sandboxUrl: `${settings.PUBLIC_URL}/sandbox/` } : {}),
        ...(settings.KEEPWELL_EMBEDDED ? { accounts: DEMO_ACCOUNTS } : {}),
      });
    },
    payPage: (page) => renderPage('pay', { ...page, appUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL }),
    docsPage: () => renderPage('reference', settings.KEEPWELL_EMBEDDED ? { accounts: DEMO_ACCOUNTS } : {}),
    paymentPage: async (page) => renderPage(`payment-${page.outcome}`, await readPage(page)),
  };
}

/** What the HTTP surface is told about where it runs. */
export function apiSettings(core: Core): ApiSettings {
  const { settings } = core;
  const base: ApiSettings = {
    logger: core.logger,
    publicUrl: settings.PUBLIC_URL,
    corsOrigins: settings.CORS_ORIGINS,
    codecOrigins: uiOrigins(settings.TEMPORAL_UI_URL),
    trustProxy: settings.TRUST_PROXY,
    limits: { api: settings.RATE_LIMIT_API, login: settings.RATE_LIMIT_LOGIN },
    openCodec: settings.KEEPWELL_EMBEDDED,
    metricsOpen: settings.KEEPWELL_EMBEDDED,
    metricsToken: settings.METRICS_TOKEN,
  };
  const mounts: Record<string, RequestHandler> = {};
  if (settings.SANDBOX_URL) mounts['/sandbox'] = sandboxForwarder(settings.SANDBOX_URL);
  return { ...base, mounts };
}

/** The UI's own origin; on this machine a browser may know it by either name. */
function uiOrigins(url: string | undefined): readonly string[] {
  if (!url) return [];
  const { origin } = new URL(url);
  return [origin, origin.replace('127.0.0.1', 'localhost'), origin.replace('localhost', '127.0.0.1')];
}
