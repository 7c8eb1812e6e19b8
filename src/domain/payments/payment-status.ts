/** How far the money of something that has to be paid is; the wire's `payment_status`. */
export const PAYMENT_STATUSES = [
  'unpaid',
  'paid',
  'waived',
  'refund_pending',
  'refunded',
  'partially_refunded',
  'refund_failed',
  'disputed',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/**
 * The only transitions between them. The database holds the same pairs and refuses any other; a test compares the two.
 * `paid <-> disputed` follows the provider.
 */
export const PAYMENT_TRANSITIONS: readonly { readonly from: PaymentStatus; readonly to: PaymentStatus }[] = [
  { from: 'unpaid', to: 'paid' },
  { from: 'unpaid', to: 'waived' },
  { from: 'paid', to: 'refund_pending' },
  { from: 'refund_pending', to: 'refunded' },
  { from: 'refund_pending', to: 'partially_refunded' },
  { from: 'refund_pending', to: 'refund_failed' },
  { from: 'refund_failed', to: 'refund_pending' },
  { from: 'refunded', to: 'refund_failed' },
  { from: 'partially_refunded', to: 'refund_failed' },
  { from: 'partially_refunded', to: 'refund_pending' },
  { from: 'paid', to: 'disputed' },
  { from: 'disputed', to: 'paid' },
];

/**
 * The shortest way from one status to another along the table, without the first; empty when they are the same.
 * @throws Error when the table has no such way
 */
export function paymentStatusSteps(from: PaymentStatus, to: PaymentStatus): readonly PaymentStatus[] {
  const ways: PaymentStatus[][] = [[]];
  const reached = new Set<PaymentStatus>([from]);
  for (const way of ways) {
    const at = way.at(-1) ?? from;
    if (at === to) return way;
    for (const next of PAYMENT_TRANSITIONS.filter((one) => one.from === at)) {
      if (reached.has(next.to)) continue;
      reached.add(next.to);
      ways.push([...way, next.to]);
    }
  }
  throw new Error(`a payment status never gets from ${from} to ${to}`);
}

export const REFUND_STATUSES = ['processing', 'refunded', 'partially_refunded', 'failed'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** The wire's `refund_status`: what a patient reads of money on its way back; null when none is. */
export function refundStatus(payment: PaymentStatus): RefundStatus | null {
  switch (payment) {
    case 'refund_pending':
      return 'processing';
    case 'refunded':
    case 'partially_refunded':
      return payment;
    case 'refund_failed':
      return 'failed';
    default:
      return null;
  }
}
