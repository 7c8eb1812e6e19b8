/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: ['order_exists', 'payments_disabled', 'provider_refused', 'provider_unavailable'],
  auditActions: [
    'order.created',
    'order.page_opened_by_link',
    'payment.captured',
    'payment.checked',
    'refund.requested',
    'refund.settled',
    'refund.failed',
    'refund.approved',
    'refund.rejected',
    'refund.approval_requested',
    'dispute.opened',
    'dispute.won',
    'dispute.lost',
    'desk.payment_taken',
    'desk.refund_paid_out',
    'receipt.issued',
    'receipt.read',
    'reconciliation.finished',
  ],
  attention: [
    {
      code: 'payment_undecided',
      text: 'The payment was still under way after the deadline. Look at the payment at the provider, or ask it with checkPayment; the slot is kept until the processing limit.',
      helps: ['checkPayment', 'extendPaymentWindow', 'cancelForClinic'],
    },
    {
      code: 'payment_unresolved',
      text: 'The processing limit passed without a decision, so the slot was freed. If money arrives it is re-booked or refunded by itself; checkPayment asks the provider now.',
      helps: ['checkPayment', 'resolveAttention'],
    },
    {
      code: 'payment_mismatch',
      text: 'The provider reports another amount or currency than the order. Compare both, then give the payment back with issueRefund and its paymentId; one in a currency that the clinic does not take, at the provider.',
      helps: ['issueRefund', 'resolveAttention'],
    },
    {
      code: 'payment_refused',
      text: 'The payment provider refuses payments of this appointment for good. Read its reason, repair account, key or price, then resolve the entry; the patient may book again.',
      helps: ['resolveAttention'],
    },
    {
      code: 'refund_failed',
      text: 'A refund failed. Ask the patient for other bank details or pay out by hand, then use retryRefund or resolveAttention.',
      helps: ['retryRefund', 'resolveAttention', 'resolve_attention'],
    },
    {
      code: 'refund_in_dispute',
      text: 'The payment is disputed, so its refund waits. Answer the dispute at the provider: won, the refund goes out by itself; lost, the bank has paid it.',
      helps: [],
    },
    {
      code: 'dispute',
      text: 'The patient disputes the payment. Answer the dispute at the provider before its deadline; the entry goes by itself when the bank has decided.',
      helps: [],
    },
    {
      code: 'dispute_lost',
      text: 'The bank decided a dispute for the patient, and the money is gone. Read the reason at the provider; nothing else has to be paid.',
      helps: ['resolveAttention'],
    },
    {
      code: 'paid_back_twice',
      text: 'The patient has this money twice: it was settled by hand or by a lost dispute, and then the refund went out after all. Ask for it back.',
      helps: ['resolveAttention'],
    },
    {
      code: 'refund_approval',
      text: 'A refund above the limit waits for a second person. Approve it by API, signed in as somebody else than the one who asked; or refuse it with rejectRefund, unless the patient is owed it.',
      helps: ['approve_refund', 'rejectRefund'],
    },
    {
      code: 'desk_refund_due',
      text: 'Money has to be paid out at the desk. Give it to the patient, then record it with confirm_desk_refund.',
      helps: ['confirm_desk_refund'],
    },
    {
      code: 'reconciliation',
      text: 'The books of provider, ledger and appointment disagree. Read the latest reconciliation report; nothing was changed.',
      helps: ['resolveAttention'],
    },
    {
      code: 'webhook_silence',
      text: 'Payment pages are open, but the provider has sent nothing for a long time. Check the webhook address and its secret at the provider.',
      helps: ['resolveAttention'],
    },
    {
      code: 'unmatched_payment',
      text: 'The provider reports money that no order explains. Look it up at the provider and refund it there if it is not ours.',
      helps: ['resolveAttention'],
    },
    {
      code: 'name_unprintable',
      text: 'A receipt leaves out characters of a name or address that no font can show. Ask for the name in Latin letters (latin_name in the patient’s profile, or in the clinic’s billing): later documents carry it.',
      helps: ['resolveAttention'],
    },
  ],
  permissions: {
    'orders:pay': ['admin', 'patient', 'receptionist'],
    'orders:read': ['admin', 'patient', 'receptionist', 'accountant'],
    'orders:audit': ['admin', 'accountant'],
    'orders:desk': ['admin', 'receptionist'],
    'takings:read': ['admin', 'accountant'],
  },
} as const;
