import { SYSTEM, type SystemActor } from '../../../domain/actor.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { MissingReceipt } from '../../../models/repositories/payments/receipts.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { type IssueDeps, issueCreditNote, issueReceipt } from './issue-receipt.js';

type Scope = ClinicsScope & IdentityScope & PaymentsScope & SupportScope;

export interface EnsureReceiptsDeps extends IssueDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
}

/**
 * Issues what is lacking of the money that moved in the window (`to` not included), at most `limit` documents, oldest
 * first; returns how many. For maintenance: a mail that was never sent has left no receipt behind.
 */
export function ensureReceipts(deps: EnsureReceiptsDeps) {
  return async (window: { readonly from: Date; readonly to: Date }, limit: number): Promise<number> => {
    const missing = await deps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.receipts.missingWithin(window.from, window.to, limit),
    );
    await issueAll(deps, missing);
    return missing.length;
  };
}

/** One transaction each: the counters of a clinic are locked for as short as can be. `by` opens what the documents are made of. */
export async function issueAll(
  deps: EnsureReceiptsDeps,
  missing: readonly MissingReceipt[],
  by: SystemActor = SYSTEM,
): Promise<void> {
  for (const { paymentId, refundId } of missing) {
    await deps.unitOfWork.withScope(by, (scope) => issueOne(deps, scope, paymentId, refundId));
  }
}

function issueOne(deps: IssueDeps, scope: Scope, paymentId: string, refundId: string | null): Promise<unknown> {
  return refundId === null ? issueReceipt(deps, scope, paymentId) : issueCreditNote(deps, scope, refundId);
}
