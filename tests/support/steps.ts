import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CheckoutState,
  type DisputeState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderEvent,
  type ProviderRefund,
  ProviderRefused,
  ProviderUnavailable,
  type RefundResult,
  WebhookRefused,
  WebhookUnreadable,
} from '../../src/adapters/payments/port.js';
import { WaivedProvider } from '../../src/adapters/payments/waived.js';
import { visitTokens } from '../../src/adapters/tokens/visit-tokens.js';
import { repositories } from '../../src/composition/contexts.js';
import { KeyRing } from '../../src/config/key-ring.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { ClinicPolicy } from '../../src/domain/clinics/policy.js';
import { HOUR_MS } from '../../src/domain/instants.js';
import type { CheckoutRequest } from '../../src/domain/payments/orders.js';
import type { Role } from '../../src/domain/roles.js';
import { openPool, type Pool } from '../../src/models/connection.js';
import type { UnitOfWork, WholeScope } from '../../src/models/scope.js';
import { storeScopeKeys } from '../../src/models/signed-scope.js';
import { unitOfWork } from '../../src/models/unit-of-work.js';
import { createLogger } from '../../src/observability/logger.js';
import { appointmentPayable } from '../../src/usecases/appointments/appointment-payable.js';
import { type ClaimDeps, type ClaimResult, claimSlot } from '../../src/usecases/appointments/claim-slot.js';
import { readSnapshotOf } from '../../src/usecases/appointments/snapshot.js';
import { startCheckout } from '../../src/usecases/payments/start-checkout.js';
import { testDatabase } from './database.js';
import { CALM_POLICY } from './fake-activities.js';

export const POLICY: ClinicPolicy = {
  ...CALM_POLICY,
  refundTiers: [{ noticeMs: 0, percent: 100 }],
  feeNew: 8000,
  feeReturning: 5000,
  slotShortMs: HOUR_MS / 4,
  slotLongMs: HOUR_MS / 2,
  chatArchiveMs: 2_592_000_000,
  chatEditWindowMs: HOUR_MS / 4,
  chatReopenMs: 1_209_600_000,
  treatingMs: 63_072_000_000,
  prescribeWithinMs: 168 * HOUR_MS,
  maxRepeats: 11,
  s8MaxRepeats: 0,
  documentReminderMs: 48 * HOUR_MS,
  importMaxErrors: 25,
  importMaxDeactivated: 20,
  importMaxPriceChange: 50,
  importPreviewTtlMs: 168 * HOUR_MS,
  usageWindowMs: 56 * 24 * HOUR_MS,
  reorderCoverMs: 28 * 24 * HOUR_MS,
};

type Failure = 'none' | 'away' | 'spent' | 'refused' | 'refused for good' | 'in dispute';

/** A provider that does what it is told, remembers what it was asked, and fails on demand. */
export class ScriptedBank implements PaymentProvider {
  readonly name = 'stripe';
  readonly apiVersion = null;
  readonly keys: string[] = [];
  readonly checkouts = new Map<string, CheckoutState>();
  readonly refunds = new Map<string, RefundResult>();
  readonly disputes = new Map<string, DisputeState>();
  /** Failures of the coming calls, the next one first. */
  readonly failures: Failure[] = [];
  /** What the coming refunds become. */
  refundsBecome: RefundResult['status'] = 'succeeded';
  /** What each of them costs. */
  refundFee: number | null = null;

  takes(): boolean {
    return true;
  }

  private fail(): void {
    const failure = this.failures.shift();
    if (failure === 'none') return;
    if (failure === 'away' || failure === 'spent') throw new ProviderUnavailable('down', failure === 'spent');
    if (failure === 'in dispute') throw new ProviderRefused('in_dispute', true);
    if (failure) throw new ProviderRefused('no', failure === 'refused for good');
  }

  async createCheckout(request: CheckoutRequest, key: string): Promise<CheckoutState> {
    this.keys.push(key);
    this.fail();
    const known = [...this.checkouts.values()].find((checkout) => checkout.orderId === request.orderId);
    if (known) return known;
    const sessionId = `cs_${randomUUID()}`;
    return this.set({
      sessionId,
      orderId: request.orderId,

      url: `https://pay.invalid/${sessionId}`,
      state: 'open',
      paymentId: null,
      amount: request.amount,
      currency: request.currency,
      fee: null,
      method: null,
    });
  }

  private set(checkout: CheckoutState): CheckoutState {
    this.checkouts.set(checkout.sessionId, checkout);
    return checkout;
  }

  /** Changes the checkout of an order as the provider would. */
  becomes(orderId: string, change: Partial<CheckoutState>): void {
    for (const checkout of this.checkouts.values())
      if (checkout.orderId === orderId) this.set({ ...checkout, ...change });
  }

  paid(orderId: string, change: Partial<CheckoutState> = {}): void {
    this.becomes(orderId, { state: 'paid', paymentId: `pi_${randomUUID()}`, method: 'card', ...change });
  }

  async lookUpCheckout(sessionId: string): Promise<CheckoutState> {
    this.fail();
    const found = this.checkouts.get(sessionId);
    if (!found) throw new ProviderRefused('no such session', true);
    return found;
  }

  async findCheckout(orderId: string): Promise<CheckoutState | null> {
    return [...this.checkouts.values()].find((checkout) => checkout.orderId === orderId) ?? null;
  }

  async closeCheckout(sessionId: string): Promise<CheckoutState> {
    const found = await this.lookUpCheckout(sessionId);
    return found.state === 'open' ? this.set({ ...found, state: 'closed' }) : found;
  }

  async refund(request: { readonly refundId: string }, key: string): Promise<RefundResult> {
    this.keys.push(key);
    this.fail();
    const { refundsBecome: status, refundFee: fee } = this;
    const result = { providerRefundId: `re_${key}`, status, failureReason: null, fee };
    this.refunds.set(request.refundId, result);
    return result;
  }

  async lookUpRefund(providerRefundId: string): Promise<RefundResult> {
    this.fail();
    const found = [...this.refunds.values()].find((refund) => refund.providerRefundId === providerRefundId);
    if (!found) throw new ProviderRefused('no such refund', true);
    return found;
  }

  async findRefund(_paymentId: string, refundId: string): Promise<RefundResult | null> {
    const found = this.refunds.get(refundId);
    return found && found.status !== 'failed' ? found : null;
  }

  async lookUpDispute(disputeId: string): Promise<DisputeState> {
    this.fail();
    const found = this.disputes.get(disputeId);
    if (!found) throw new ProviderRefused('no such dispute', true);
    return found;
  }

  async *listCharges(): AsyncGenerator<ProviderCharge> {
    this.fail();
    for (const { paymentId, ...checkout } of this.checkouts.values()) {
      if (checkout.state === 'paid' && paymentId) yield { ...checkout, paymentId, capturedAt: new Date() };
    }
  }

  async *listRefunds(): AsyncGenerator<ProviderRefund> {
    this.fail();
    for (const [refundId, refund] of this.refunds) {
      yield { ...refund, refundId, paymentId: '', amount: 0, currency: 'aud', createdAt: new Date() };
    }
  }

  async ping(): Promise<void> {
    this.fail();
  }

  /** The event is in the body; the signature is good unless it says otherwise. */
  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent | null {
    if (signature === 'bad') throw new WebhookRefused('bad signature');
    if (rawBody.toString() === 'moves nothing') return null;
    if (rawBody.toString() === 'unreadable') throw new WebhookUnreadable('no event');
    return JSON.parse(rawBody.toString()) as ProviderEvent;
  }
}

/** The use cases behind the workflow's steps, on a real database, with a clock that a test turns and a scripted bank. */
export class Steps {
  readonly bank = new ScriptedBank();
  /** What the workflows of entries without appointment were sent. */
  readonly shown: string[] = [];
  /** Added to the real time. */
  aheadMs = 0;
  private readonly visitTokens = visitTokens(KeyRing.parse(`steps:${randomBytes(32).toString('base64')}`));
  private slots = 0;

  private constructor(
    /** As the owner of the schema, who sees everything: for what a test looks up. */
    readonly pool: Pool,
    /** The same, for what a test puts there. */
    readonly unitOfWork: UnitOfWork<WholeScope>,
    /** As the worker connects, which the steps run as. */
    readonly workerUnitOfWork: UnitOfWork<WholeScope>,
    /** As the API connects: what it runs sees the rows of a signed scope alone. */
    readonly api: { readonly pool: Pool; readonly unitOfWork: UnitOfWork<WholeScope>; readonly keys: KeyRing },
    readonly clinicId: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(): Promise<Steps> {
    const database = await testDatabase();
    const options = { url: database.url, max: 6, statementTimeoutMs: 10_000, applicationName: 'steps' };
    const pool = openPool(options, createLogger('error', 'steps'));
    const keys = KeyRing.parse(`steps:${randomBytes(32).toString('base64')}`);
    const work = unitOfWork(pool, keys, repositories);
    const worker = openPool({ ...options, url: database.workerUrl }, createLogger('error', 'steps'));
    const api = openPool({ ...options, url: database.apiUrl }, createLogger('error', 'steps'));
    await storeScopeKeys(pool, keys);
    const clinicId = randomUUID();
    await work.withScope(SYSTEM, (scope) =>
      scope.clinics.create({ id: clinicId, name: 'Clinic', slug: 'c', timezone: 'UTC', currency: 'aud', phone: null }),
    );
    const ofApi = { pool: api, unitOfWork: unitOfWork(api, keys, repositories), keys };
    return new Steps(pool, work, unitOfWork(worker, keys, repositories), ofApi, clinicId, async () => {
      await Promise.all([pool.end(), worker.end(), api.end()]);
      await database.stop();
    });
  }

  close(): Promise<void> {
    return this.end();
  }

  readonly now = () => new Date(Date.now() + this.aheadMs);

  get deps() {
    const { workerUnitOfWork: work, now, bank, shown } = this;
    return {
      unitOfWork: work,
      now,
      providers: () => bank,
      gateways: ['stripe'] as const,
      methods: {},
      requireVerifiedDoctors: false,
      customerDomain: 'clinic.invalid',
      payables: {
        appointment: appointmentPayable({
          frontendUrl: 'https://clinic.invalid',
          visitTokens: this.visitTokens,
          requireVerifiedDoctors: false,
        }),
      },
      readSubject: readSnapshotOf,
      visitTokens: this.visitTokens,
      showEntry: async (id: string, change: 'opened' | 'resolved') => {
        shown.push(`${change} ${id}`);
      },
    };
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.pool.query<Record<string, unknown>>(text, [...values])).rows;
  }

  async person(role: Role): Promise<string> {
    const id = randomUUID();
    await this.unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.users.create({
        id,
        email: `${id}@steps.keepwell.invalid`,
        passwordHash: 'x',
        firstName: 'Test',
        lastName: 'Person',
        phone: null,
        timezone: 'UTC',
        emailVerifiedAt: null,
        createdAt: this.now(),
      });
      await scope.memberships.add({ userId: id, clinicId: this.clinicId, role }, this.now());
    });
    return id;
  }

  /** A slot of its own doctor, or of the given one. */
  async slot({ inMs = 48 * HOUR_MS, doctor }: { inMs?: number; doctor?: string } = {}): Promise<string> {
    const id = randomUUID();
    this.slots += 1;
    // One after the other, so that the slots of one doctor never overlap.
    const start = new Date(this.now().getTime() + inMs + this.slots * HOUR_MS);
    const doctorId = doctor ?? (await this.person('doctor'));
    await this.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.slots.insert({
        id,
        clinicId: this.clinicId,
        doctorId: doctorId,
        startTime: start,
        endTime: new Date(start.getTime() + POLICY.slotShortMs),
        slotType: 'short',
        timezone: 'UTC',
        createdBy: null,
      }),
    );
    return id;
  }

  claim(
    more: { id?: string; slot: string; patient: string; runId?: string; late?: boolean },
    deps: Partial<ClaimDeps> = {},
  ): Promise<ClaimResult> {
    const id = more.id ?? randomUUID();
    const settings = {
      unitOfWork: this.workerUnitOfWork,
      policy: POLICY,
      paymentsEnabled: true,
      waived: new WaivedProvider(),
      requireVerifiedDoctors: false,
      bookingLimit: null,
      now: this.now,
    };
    return claimSlot({ ...settings, ...deps })({
      appointmentId: id,
      runId: more.runId ?? 'run',
      operationId: `${id}/book`,
      late: more.late ?? false,
      actor: SYSTEM,
      command: {
        slotId: more.slot,
        patientId: more.patient,
        bodyHash: 'hash',
        consultationType: null,
        symptoms: null,
      },
    });
  }

  /** A hold of a patient who has no other. */
  async hold(deps: Partial<ClaimDeps> = {}): Promise<{ id: string; slot: string; patient: string }> {
    const [id, slot, patient] = [randomUUID(), await this.slot(), await this.person('patient')];
    await this.claim({ id, slot, patient }, deps);
    return { id, slot, patient };
  }

  /** A hold whose payment page is open. */
  async payable(): Promise<{ id: string; slot: string; patient: string; order: string }> {
    const [held, order] = [await this.hold(), randomUUID()];
    await startCheckout(this.deps)({
      subjectKind: 'appointment',
      subjectId: held.id,
      actor: SYSTEM,
      command: { orderId: order },
    });
    return { ...held, order };
  }

  async row(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql('select * from appointments where id = $1', [id]);
    return row ?? {};
  }

  async attention(id: string): Promise<unknown[]> {
    const rows = await this.sql('select code from attention where subject_id = $1 and resolved_at is null', [id]);
    return rows.map((row) => row.code);
  }
}
