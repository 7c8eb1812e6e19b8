import type { ChangeDeps } from '../usecases/appointments/public.js';
import type { PaymentDeps } from '../usecases/payments/public.js';
import { checkPayment } from '../usecases/support/check-payment.js';
import { decideAbsence } from '../usecases/support/decide-absence.js';
import { extendPaymentWindow } from '../usecases/support/extend-payment-window.js';
import { flagAttention } from '../usecases/support/flag-attention.js';
import { readEntry } from '../usecases/support/read-entry.js';
import { approveRefund, issueRefund, rejectRefund } from '../usecases/support/refund-by-staff.js';
import { resendConfirmation } from '../usecases/support/resend-confirmation.js';
import { resolveAttention } from '../usecases/support/resolve-attention.js';
import { resolveEntry } from '../usecases/support/resolve-entry.js';
import { retryRefund } from '../usecases/support/retry-refund.js';
import { asActivity, undecided } from './failures.js';
import { type RequestedDeps, requested } from './requested.js';

export interface SupportActivityDeps extends ChangeDeps, RequestedDeps {
  readonly payments: PaymentDeps;
}

/** What support staff ask for, and the entries that wait for them. */
export function supportActivities(deps: SupportActivityDeps) {
  const read = readEntry(deps);
  return {
    checkPayment: requested(deps, checkPayment({ ...deps.payments, unitOfWork: deps.unitOfWork })),
    extendPaymentWindow: requested(deps, extendPaymentWindow(deps)),
    resendConfirmation: requested(deps, resendConfirmation(deps)),
    retryRefund: requested(deps, retryRefund(deps)),
    issueRefund: requested(deps, issueRefund(deps)),
    approveRefund: requested(deps, approveRefund(deps)),
    rejectRefund: requested(deps, rejectRefund(deps)),
    decideAbsence: requested(deps, decideAbsence(deps)),
    resolveAttention: requested(deps, resolveAttention(deps)),
    flagAttention: asActivity(flagAttention(deps)),
    readEntry: asActivity(read),
    resolveEntry: asActivity(resolveEntry(deps)),
    /** Fails retryably while the entry is open, so that waiting costs no history. */
    watchEntry: asActivity(async (input: { readonly entryId: string }) => {
      if ((await read(input)).resolvedAt === null) throw undecided('Still open.');
    }),
  };
}
