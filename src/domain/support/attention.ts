/** What a person has to look at: the first sentence says what happened, the others what to do. */
export const ATTENTION = {
  payment_undecided:
    'The payment was still under way after the deadline. Look at the payment at the provider, or ask it with checkPayment; the slot is kept until the processing limit.',
  payment_unresolved:
    'The processing limit passed without a decision, so the slot was freed. If money arrives it is re-booked or refunded by itself; checkPayment asks the provider now.',
  payment_mismatch:
    'The provider reports another amount or currency than the order. Compare both, then give the payment back with issueRefund and its paymentId; one in a currency that the clinic does not take, at the provider.',
  payment_refused:
    'The payment provider refuses payments of this appointment for good. Read its reason, repair account, key or price, then resolve the entry; the patient may book again.',
  refund_failed:
    'A refund failed. Ask the patient for other bank details or pay out by hand, then use retryRefund or resolveAttention.',
  refund_in_dispute:
    'The payment is disputed, so its refund waits. Answer the dispute at the provider: won, the refund goes out by itself; lost, the bank has paid it.',
  dispute:
    'The patient disputes the payment. Answer the dispute at the provider before its deadline; the entry goes by itself when the bank has decided.',
  dispute_lost:
    'The bank decided a dispute for the patient, and the money is gone. Read the reason at the provider; nothing else has to be paid.',
  paid_back_twice:
    'The patient has this money twice: it was settled by hand or by a lost dispute, and then the refund went out after all. Ask for it back.',
  refund_approval:
    'A refund above the limit waits for a second person. Approve it by API, signed in as somebody else than the one who asked; or refuse it with rejectRefund, unless the patient is owed it.',
  desk_refund_due:
    'Money has to be paid out at the desk. Give it to the patient, then record it with confirm_desk_refund.',
  reconciliation:
    'The books of provider, ledger and appointment disagree. Read the latest reconciliation report; nothing was changed.',
  webhook_silence:
    'Payment pages are open, but the provider has sent nothing for a long time. Check the webhook address and its secret at the provider.',
  doctor_absent:
    'The patient was there and the consultation was never started. Reach the doctor; after 24 hours the visit is cancelled with a full refund.',
  absence_undecided:
    'Nobody is known to have come: the patient was not checked in and the consultation was not started. Ask both sides, then use decideAbsence: no_show, or doctor_absent with a full refund. No timer decides it.',
  overrun:
    'The consultation is still open two hours after its end. Ask the doctor to complete it; it completes by itself after 24 hours.',
  message_undelivered:
    'A message could not be delivered. Check the address and use resendConfirmation, or call the patient.',
  unmatched_payment:
    'The provider reports money that no order explains. Look it up at the provider and refund it there if it is not ours.',
  name_unprintable:
    'A receipt leaves out characters of a name or address that no font can show. Ask for the name in Latin letters (latin_name in the patient’s profile, or in the clinic’s billing): later documents carry it.',
  step_failed:
    'A step failed in a way that retrying cannot repair. Read the failure in the history, then use the action that repeats it.',
} as const;

export type AttentionCode = keyof typeof ATTENTION;

export const ATTENTION_CODES = Object.keys(ATTENTION) as readonly AttentionCode[];
