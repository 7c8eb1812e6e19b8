import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { KeyRing } from '../config/key-ring.js';
import { type Actor, actorUserId } from '../domain/actor.js';
import type { Pool } from './connection.js';
import { domainErrorOf, isConnectionSpent, isRetryable, isUnavailable, unavailable } from './database-errors.js';
import { driverError, lend, type Tx, takeBack } from './lent-client.js';
import { AppointmentRepository } from './repositories/appointments/appointments.js';
import { ClaimRepository } from './repositories/appointments/claims.js';
import { HistoryRepository } from './repositories/appointments/history.js';
import { ChatRoomRepository } from './repositories/chat/chat-rooms.js';
import { ClinicRepository } from './repositories/clinics/clinics.js';
import { AuditRepository } from './repositories/identity/audit.js';
import { ProfessionalIdentifierRepository } from './repositories/identity/professional-identifiers.js';
import { SessionRepository } from './repositories/identity/sessions.js';
import { UserRepository } from './repositories/identity/users.js';
import { NotificationRepository } from './repositories/messaging/notifications.js';
import { DeskRepository } from './repositories/payments/desk.js';
import { DisputeRepository } from './repositories/payments/disputes.js';
import { LedgerRepository } from './repositories/payments/ledger.js';
import { OrderRepository } from './repositories/payments/orders.js';
import { PaymentRepository } from './repositories/payments/payments.js';
import { ProviderEventRepository } from './repositories/payments/provider-events.js';
import { ReceiptRepository } from './repositories/payments/receipts.js';
import { ReconciliationRepository } from './repositories/payments/reconciliation.js';
import { ReconciliationReportRepository } from './repositories/payments/reconciliation-reports.js';
import { RefundRequestRepository } from './repositories/payments/refund-requests.js';
import { TakingsRepository } from './repositories/payments/takings.js';
import { SlotRepository } from './repositories/scheduling/slots.js';
import { AttentionRepository } from './repositories/support/attention.js';
import { StaffPageRepository } from './repositories/support/staff-page.js';

/** One transaction on behalf of one actor, with every repository bound to it. */
export interface Scope {
  readonly actor: Actor;
  /** Encrypts a personal text for a `*_sealed` column. */
  readonly seal: (plain: string) => string;
  readonly appointments: AppointmentRepository;
  readonly attention: AttentionRepository;
  readonly audit: AuditRepository;
  readonly chatRooms: ChatRoomRepository;
  readonly claims: ClaimRepository;
  readonly clinics: ClinicRepository;
  readonly desk: DeskRepository;
  readonly disputes: DisputeRepository;
  readonly history: HistoryRepository;
  readonly ledger: LedgerRepository;
  readonly notifications: NotificationRepository;
  readonly orders: OrderRepository;
  readonly payments: PaymentRepository;
  readonly professionalIdentifiers: ProfessionalIdentifierRepository;
  readonly providerEvents: ProviderEventRepository;
  readonly reconciliation: ReconciliationRepository;
  readonly reconciliationReports: ReconciliationReportRepository;
  readonly refundRequests: RefundRequestRepository;
  readonly receipts: ReceiptRepository;
  readonly sessions: SessionRepository;
  readonly slots: SlotRepository;
  readonly staffPage: StaffPageRepository;
  readonly takings: TakingsRepository;
  readonly users: UserRepository;
}

export interface ScopeOptions {
  /** Server-side limit of each statement, where it must be tighter than the pool's. */
  readonly statementTimeoutMs?: number;
  /** Something to wait for that has no row yet: held by this transaction alone, from its first statement on. */
  readonly exclusively?: string;
}

/** Where use cases get their transactions from. */
export interface UnitOfWork {
  withScope<T>(actor: Actor, fn: (scope: Scope) => Promise<T>, options?: ScopeOptions): Promise<T>;
}

const ATTEMPTS = 6;

/**
 * Runs `fn` in one transaction that knows its actor (`app.user_id`, `app.clinic_ids`: what row-level
 * security will read). Deadlocks and serialization failures repeat the whole of `fn`.
 * @throws DomainError for violated rules; `unavailable` when the database is out of reach.
 */
export function unitOfWork(pool: Pool, keys: KeyRing): UnitOfWork {
  return {
    async withScope(actor, fn, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await transact({ pool, keys }, actor, fn, options);
        } catch (error) {
          if (isRetryable(error) && attempt < ATTEMPTS) {
            await delay(Math.random() * 20 * attempt);
            continue;
          }
          if (isUnavailable(error)) throw unavailable(error);
          throw domainErrorOf(error) ?? error;
        }
      }
    },
  };
}

async function transact<T>(
  { pool, keys }: { readonly pool: Pool; readonly keys: KeyRing },
  actor: Actor,
  fn: (scope: Scope) => Promise<T>,
  options: ScopeOptions,
): Promise<T> {
  const client = await pool.connect();
  const tx = lend(client);
  let broken: Error | undefined;
  try {
    await client.query(opening(client, actor, options));
    const result = await fn(bind(tx, keys, actor));
    takeBack(tx, 'commit');
    await client.query('commit');
    return result;
  } catch (thrown) {
    takeBack(tx, 'rollback');
    const error = driverError(thrown);
    if (isConnectionSpent(error)) broken = error;
    await client.query('rollback').catch((failure: Error) => {
      // The connection is gone, and its transaction with it: drop it from the pool.
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function opening(client: pg.PoolClient, actor: Actor, options: ScopeOptions): string {
  const clinics = actor.kind === 'user' ? actor.clinicIds.join(',') : '*';
  const set = [
    `set_config('app.user_id', ${client.escapeLiteral(actorUserId(actor) ?? '')}, true)`,
    `set_config('app.clinic_ids', ${client.escapeLiteral(clinics)}, true)`,
  ];
  if (options.statementTimeoutMs) {
    set.push(`set_config('statement_timeout', '${Math.round(options.statementTimeoutMs)}', true)`);
  }
  // In the same round trip; what is read afterwards is read under the lock.
  const lock = options.exclusively
    ? `; select pg_advisory_xact_lock(hashtextextended(${client.escapeLiteral(options.exclusively)}, 0))`
    : '';
  return `begin; select ${set.join(', ')}${lock}`;
}

function bind(db: Tx, keys: KeyRing, actor: Actor): Scope {
  const audit = new AuditRepository(db, actor, keys);
  return {
    actor,
    seal: (plain) => keys.sealText(plain),
    audit,
    appointments: new AppointmentRepository(db, keys),
    attention: new AttentionRepository(db, keys),
    chatRooms: new ChatRoomRepository(db),
    claims: new ClaimRepository(db),
    clinics: new ClinicRepository(db),
    desk: new DeskRepository(db, keys),
    disputes: new DisputeRepository(db),
    history: new HistoryRepository(db, actor, keys),
    ledger: new LedgerRepository(db),
    notifications: new NotificationRepository(db),
    orders: new OrderRepository(db),
    payments: new PaymentRepository(db),
    professionalIdentifiers: new ProfessionalIdentifierRepository(db, keys),
    providerEvents: new ProviderEventRepository(db),
    reconciliation: new ReconciliationRepository(db),
    reconciliationReports: new ReconciliationReportRepository(db),
    refundRequests: new RefundRequestRepository(db, keys),
    receipts: new ReceiptRepository(db, keys),
    sessions: new SessionRepository(db),
    slots: new SlotRepository(db),
    staffPage: new StaffPageRepository(db, keys),
    takings: new TakingsRepository(db),
    users: new UserRepository(db, keys),
  };
}
