import {
  type CheckoutState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderRefund,
  ProviderRefused,
  type RefundResult,
  type Window,
} from '../../../adapters/payments/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { isUuid } from '../../../domain/ids.js';
import type { Finding, Owner, Sum } from '../../../domain/payments/findings.js';
import {
  judgeCharge,
  judgeForeign,
  judgeRefund,
  judgeUnlistedPayment,
  judgeUnlistedRefund,
  type RefundRecord,
} from '../../../domain/payments/reconciliation.js';
import type { PayableKind, Subject } from '../../../domain/subjects.js';
import type {
  CapturedRow,
  ChargeRow,
  RefundMatchRow,
  SentRefundRow,
} from '../../../models/repositories/payments/reconciliation.js';
import { BATCH, type CompareDeps, type Discrepancy, paged, pieces } from './comparison.js';

/**
 * A provider's books of a window against our record, both ways. In memory are the provider's names of two pieces of the
 * window. A payment of ours that is in no list is looked up before it is called missing: we may have learned of it long
 * after it was made.
 * @throws ProviderUnavailable
 */
export async function* compareProvider(
  deps: CompareDeps,
  provider: PaymentProvider,
  window: Window,
): AsyncGenerator<Discrepancy> {
  let before: ReadonlySet<string> = new Set();
  for (const piece of pieces(window)) {
    const charges = new Set<string>();
    const others = new OtherShops(provider.name, piece.from);
    for await (const batch of inBatches(provider.listCharges(piece), (charge) => charge.paymentId, charges)) {
      yield* compareCharges(deps, provider, batch, others);
    }
    yield* unlistedPayments(deps, provider, piece, (id) => charges.has(id) || before.has(id));
    const refunds = new Set<string>();
    for await (const batch of inBatches(provider.listRefunds(piece), (refund) => refund.providerRefundId, refunds)) {
      yield* compareRefunds(deps, provider, batch, others);
    }
    yield* unlistedRefunds(deps, provider, piece, (id) => refunds.has(id));
    const foreign = others.finding;
    if (foreign) yield { finding: foreign };
    before = charges;
  }
}

/** Counts what the provider account did on a day for shops that are not ours. */
class OtherShops {
  private charges = 0;
  private refunds = 0;
  private readonly sums = new Map<string, number>();

  constructor(
    private readonly provider: PaymentProvider['name'],
    private readonly from: Date,
  ) {}

  charged({ amount, currency }: Sum): void {
    this.charges += 1;
    this.sums.set(currency, (this.sums.get(currency) ?? 0) + amount);
  }

  refunded({ amount, currency }: Sum): void {
    this.refunds += 1;
    this.sums.set(currency, (this.sums.get(currency) ?? 0) - amount);
  }

  get finding(): Finding | null {
    const { provider, charges, refunds, sums } = this;
    return judgeForeign({ provider, day: this.from.toISOString().slice(0, 10), charges, refunds, sums });
  }
}

/** In lists of a bounded length, each item once; `seen` collects their names. */
async function* inBatches<T>(
  items: AsyncIterable<T>,
  nameOf: (item: T) => string,
  seen: Set<string>,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    if (seen.has(nameOf(item))) continue;
    seen.add(nameOf(item));
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* compareCharges(
  deps: CompareDeps,
  provider: PaymentProvider,
  charges: readonly ProviderCharge[],
  others: OtherShops,
): AsyncGenerator<Discrepancy> {
  deps.heartbeat();
  deps.tally.count('charges', charges.length);
  const named = charges.map(({ paymentId, orderId }) => ({ paymentId, orderId: isUuid(orderId) ? orderId : null }));
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.charges(provider.name, named));
  const known = new Map(rows.map((row) => [row.paymentId, row]));
  for (const charge of charges) {
    const row = known.get(charge.paymentId);
    const owner = row ? ownerOf(row) : null;
    addUp(deps, provider, { owner, theirs: charge, row });
    if (!owner && !isUuid(charge.orderId)) {
      others.charged(charge);
      continue;
    }
    const finding = judgeCharge({
      provider: provider.name,
      paymentId: charge.paymentId,
      charged: { amount: charge.amount, currency: charge.currency },
      owner,
      recorded: row ? recordedOf(row) : null,
    });
    if (finding)
      yield withNews(finding, owner, { about: 'checkout', objectId: row?.providerSessionId ?? charge.paymentId });
  }
}

async function* compareRefunds(
  deps: CompareDeps,
  provider: PaymentProvider,
  refunds: readonly ProviderRefund[],
  others: OtherShops,
): AsyncGenerator<Discrepancy> {
  deps.heartbeat();
  deps.tally.count('refunds', refunds.length);
  const named = refunds.map(({ providerRefundId, refundId, paymentId }) => ({
    providerRefundId,
    refundId: isUuid(refundId) ? refundId : null,
    paymentId,
  }));
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.refunds(provider.name, named));
  const known = new Map(rows.map((row) => [row.providerRefundId, row]));
  for (const refund of refunds) {
    const row = known.get(refund.providerRefundId);
    const owner = row ? ownerOf(row) : null;
    const returned = { amount: refund.amount, currency: refund.currency };
    const given = refund.status === 'succeeded' ? -refund.amount : 0;
    addUp(deps, provider, { owner, theirs: { ...returned, amount: given }, row });
    if (!owner && !isUuid(refund.refundId)) {
      if (refund.status !== 'failed') others.refunded(returned);
      continue;
    }
    const finding = judgeRefund({
      provider: provider.name,
      providerRefundId: refund.providerRefundId,
      status: refund.status,
      returned,
      owner,
      recorded: row ? refundRecord(row) : null,
    });
    if (finding)
      yield withNews(finding, owner, { about: 'refund', objectId: refund.providerRefundId, refundId: row?.refundId });
  }
}

async function* unlistedPayments(
  deps: CompareDeps,
  provider: PaymentProvider,
  window: Window,
  listed: (paymentId: string) => boolean,
): AsyncGenerator<Discrepancy> {
  const rows = paged<CapturedRow>(deps, (from, limit, after) => from.captured(provider.name, window, limit, after));
  for await (const row of rows) {
    deps.tally.count('payments', 1);
    if (listed(row.providerPaymentId)) continue;
    const there = row.providerSessionId && (await lookUp(() => provider.lookUpCheckout(row.providerSessionId ?? '')));
    const owner = ownerOf(row);
    const { providerPaymentId: paymentId, amount, currency } = row;
    const facts = { provider: provider.name, paymentId, owner, recorded: { amount, currency } };
    const finding = judgeUnlistedPayment(facts, there ? paymentOf(there, paymentId) : null);
    if (!finding) continue;
    addUp(deps, provider, { owner, theirs: null, row });
    yield { finding };
  }
}

async function* unlistedRefunds(
  deps: CompareDeps,
  provider: PaymentProvider,
  window: Window,
  listed: (providerRefundId: string) => boolean,
): AsyncGenerator<Discrepancy> {
  const rows = paged<SentRefundRow>(deps, (from, limit, after) =>
    from.sentRefunds(provider.name, window, limit, after),
  );
  for await (const row of rows) {
    const { providerRefundId, amount, currency, status } = row;
    if (listed(providerRefundId)) continue;
    const there = await lookUp<RefundResult>(() => provider.lookUpRefund(providerRefundId));
    const owner = ownerOf(row);
    const recorded = { amount, currency, status, linkedTo: providerRefundId };
    const finding = judgeUnlistedRefund(
      { provider: provider.name, providerRefundId, owner, recorded },
      there?.status ?? null,
    );
    if (!finding) continue;
    if (!there) addUp(deps, provider, { owner, theirs: null, row });
    yield withNews(finding, owner, { about: 'refund', objectId: providerRefundId, refundId: row.id });
  }
}

/** Null when the provider definitely knows of no such thing. @throws ProviderUnavailable */
async function lookUp<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderRefused) return null;
    throw error;
  }
}

function paymentOf(checkout: CheckoutState, paymentId: string): Sum | null {
  if (checkout.state !== 'paid' || checkout.paymentId !== paymentId) return null;
  return { amount: checkout.amount, currency: checkout.currency };
}

interface Owned extends Subject<PayableKind> {
  readonly clinicId: string;
  readonly orderId: string;
}

function ownerOf(row: Owned): Owner;
function ownerOf(row: ChargeRow | RefundMatchRow): Owner | null;
function ownerOf({ clinicId, subjectId, subjectKind, orderId }: ChargeRow | RefundMatchRow | Owned): Owner | null {
  if (!clinicId || !subjectId || !subjectKind) return null;
  return { clinicId, subjectId, subjectKind, orderId };
}

function recordedOf({ amount, currency }: ChargeRow | RefundMatchRow): Sum | null {
  return amount === null || currency === null ? null : { amount, currency };
}

function refundRecord(row: RefundMatchRow): RefundRecord | null {
  const sum = recordedOf(row);
  return sum && row.status ? { ...sum, status: row.status, linkedTo: row.linkedTo } : null;
}

/** What the provider says of a charge or refund, and our row of it. */
interface Both {
  readonly owner: Owner | null;
  readonly theirs: Sum | null;
  readonly row: Pick<ChargeRow, 'posted' | 'postedCurrency'> | undefined;
}

/** Both sides of the sums: what the provider says, and what stands in the ledger for it. */
function addUp(deps: CompareDeps, provider: PaymentProvider, { owner, theirs, row }: Both): void {
  const key = { provider: provider.name, clinicId: owner?.clinicId ?? deps.home };
  deps.tally.add(key, 'providerSum', theirs);
  if (row?.posted && row.postedCurrency) {
    deps.tally.add(key, 'ledgerSum', { amount: row.posted, currency: row.postedCurrency });
  }
}

/** The object that the provider's lost event was about. */
interface Lost {
  readonly about: 'checkout' | 'refund';
  readonly objectId: string;
  readonly refundId?: string | null | undefined;
}

function withNews(finding: Finding, owner: Owner | null, { about, objectId, refundId }: Lost): Discrepancy {
  if (finding.action !== 'redelivered' || !owner?.orderId || !finding.provider) return { finding };
  const { subjectId, orderId } = owner;
  const event = { provider: finding.provider, eventId: null, about, objectId, subjectId, orderId };
  return { finding, event: refundId ? { ...event, refundId } : event };
}
