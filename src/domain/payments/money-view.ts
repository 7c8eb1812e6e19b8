import { type DisputeStanding, IN_DISPUTE } from './disputes.js';
import type { OrderStatus, RefundState } from './orders.js';
import { standingOf } from './standing.js';

/** Minor units of one currency. */
export interface Sum {
  readonly amount: number;
  readonly currency: string;
}

/** An appointment's money as a message may speak of it. Each list has one sum for each currency, none of them zero. */
export interface MoneyView {
  /** Paid for the appointment, and still with the clinic. */
  readonly kept: readonly Sum[];
  /** Of a wrong amount or currency, and still with the clinic: a person decides about it, while `mismatchOpen`. */
  readonly unmatched: readonly Sum[];
  /** On its way back to the patient. */
  readonly returning: readonly Sum[];
  readonly returned: readonly Sum[];
  /** Owed to the patient: returning it has failed, and a person looks after it. */
  readonly stuck: readonly Sum[];
  /** Owed to the patient: it goes back as soon as a second person at the clinic has approved it. */
  readonly awaiting: readonly Sum[];
  /** `open`: a bank decides about a payment. `lost`: it has given the patient the money back. */
  readonly dispute: 'open' | 'lost' | null;
  /** A bank has not decided about a payment yet. */
  readonly underWay: boolean;
  /**
   * The patient paid in a currency that the books have no place for: it is shown to a person and stands in no list.
   * `open` while that person looks after it.
   */
  readonly unrecorded: 'open' | 'settled' | null;
  /** A person still has to decide about money of a wrong amount or currency. */
  readonly mismatchOpen: boolean;
  /** How much of what was paid for the appointment went or goes back, in percent; null when that is not all that does. */
  readonly percentBack: number | null;
}

/** What the books hold of an appointment's money. */
export interface Books {
  readonly payments: readonly (Sum & {
    readonly id: string;
    readonly orderId: string;
    readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  })[];
  readonly refunds: readonly (Sum & {
    readonly paymentId: string;
    readonly status: RefundState;
    readonly failureReason: string | null;
  })[];
  /** What the patient is owed and a second person has not approved yet. */
  readonly requests: readonly (Sum & { readonly paymentId: string })[];
  readonly disputes: readonly { readonly paymentId: string; readonly state: DisputeStanding }[];
  readonly orders: readonly {
    readonly id: string;
    readonly status: OrderStatus;
    readonly processingSince: Date | null;
  }[];
  /** Payments that a person was shown because they are not what was due, by order. */
  readonly mismatches: readonly { readonly order: unknown; readonly open: boolean }[];
  /** Whether the appointment still waits for its payment: a page that is open then need not have been used. */
  readonly pending: boolean;
}

/** One view of the money, derived from the books at one moment. */
export function moneyView(books: Books): MoneyView {
  const shares = books.payments.map((payment) => shareOf(payment, books));
  const sums = (part: 'kept' | 'unmatched' | 'returning' | 'returned' | 'stuck' | 'awaiting') =>
    totals(shares.map((share) => ({ amount: share[part], currency: share.currency })));
  const standings = shares.map(({ standing }) => standing);
  const recorded = new Set<unknown>(books.payments.map((payment) => payment.orderId));
  const unrecorded = books.mismatches.filter(({ order }) => !recorded.has(order));
  return {
    kept: sums('kept'),
    unmatched: sums('unmatched'),
    returning: sums('returning'),
    returned: sums('returned'),
    stuck: sums('stuck'),
    awaiting: sums('awaiting'),
    dispute: standings.includes('open') ? 'open' : standings.includes('lost') ? 'lost' : null,
    underWay: books.orders.some((order) => isUnderWay(order, books.pending)),
    unrecorded: unrecorded.some(({ open }) => open) ? 'open' : unrecorded.length > 0 ? 'settled' : null,
    mismatchOpen: books.mismatches.some(({ open }) => open),
    percentBack: percentBack(shares),
  };
}

/** Nothing was taken, and nothing can be on its way. */
export function nothingTaken(money: MoneyView): boolean {
  const { kept, unmatched, returning, returned, stuck, awaiting, dispute, underWay, unrecorded } = money;
  const sums = [kept, unmatched, returning, returned, stuck, awaiting];
  return sums.every((list) => list.length === 0) && dispute === null && !underWay && unrecorded === null;
}

/** Whether a person looks after money of the patient: it is not what was due, cannot be returned, or is under dispute. */
export function isLookedAfter(money: MoneyView): boolean {
  const { unmatched, stuck, awaiting, dispute, unrecorded, mismatchOpen } = money;
  const wrong = mismatchOpen && (unmatched.length > 0 || unrecorded === 'open');
  return wrong || stuck.length > 0 || awaiting.length > 0 || dispute !== null;
}

/** Whether a patient may be asked for the price: nothing of theirs is held, owed or under way. */
export function mayAskForPayment(money: MoneyView): boolean {
  return money.kept.length === 0 && !money.underWay && !isLookedAfter(money);
}

interface Share {
  readonly currency: string;
  readonly own: boolean;
  readonly captured: number;
  readonly kept: number;
  readonly unmatched: number;
  readonly returning: number;
  readonly returned: number;
  readonly stuck: number;
  readonly awaiting: number;
  readonly standing: 'open' | 'lost' | null;
}

function shareOf(payment: Books['payments'][number], { refunds, requests, disputes }: Books): Share {
  const history = {
    amount: payment.amount,
    refunds: refunds.filter((refund) => refund.paymentId === payment.id),
    disputes: disputes.filter((dispute) => dispute.paymentId === payment.id),
  };
  // A bank that has decided a dispute for the patient has paid them: that is no money from the clinic.
  const { returned, returning, dispute: standing } = standingOf(history);
  // One that failed may have been sent again as another refund.
  const failed = history.refunds
    .filter(({ status, failureReason }) => status === 'failed' && failureReason !== IN_DISPUTE)
    .reduce((total, refund) => total + refund.amount, 0);
  const stuck = Math.max(0, Math.min(failed, payment.amount - returned - returning));
  const left = standing === null ? payment.amount - returned - returning - stuck : 0;
  const asked = requests.filter((request) => request.paymentId === payment.id);
  const awaiting = Math.min(
    left,
    asked.reduce((total, request) => total + request.amount, 0),
  );
  const rest = left - awaiting;
  const forAppointment = payment.purpose === 'appointment';
  return {
    currency: payment.currency,
    own: forAppointment,
    captured: payment.amount,
    kept: forAppointment ? rest : 0,
    unmatched: forAppointment ? 0 : rest,
    returning,
    returned,
    stuck,
    awaiting,
    standing,
  };
}

function isUnderWay(order: Books['orders'][number], pending: boolean): boolean {
  const open = order.status === 'creating' || order.status === 'pending';
  // After the hold every page is closed at once, but one whose payment a bank has not decided yet.
  return open && (!pending || order.processingSince !== null);
}

function percentBack(shares: readonly Share[]): number | null {
  const own = shares.filter((share) => share.own);
  const captured = own.reduce((sum, share) => sum + share.captured, 0);
  const back = own.reduce((sum, share) => sum + share.returning + share.returned + share.stuck + share.awaiting, 0);
  const other = shares.some(
    (share) => !share.own && share.returning + share.returned + share.stuck + share.awaiting > 0,
  );
  return captured === 0 || other ? null : Math.round((back * 100) / captured);
}

function totals(sums: readonly Sum[]): readonly Sum[] {
  const byCurrency = new Map<string, number>();
  for (const { amount, currency } of sums) byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amount);
  return [...byCurrency].filter(([, amount]) => amount > 0).map(([currency, amount]) => ({ amount, currency }));
}
