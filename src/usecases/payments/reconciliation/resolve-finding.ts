import type { PrintableCharacters } from '../../../adapters/pdf/port.js';
import type { AppointmentWorkflows } from '../../../adapters/temporal/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import type { Finding } from '../../../domain/payments/findings.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { lockSubject } from '../payable.js';
import type { PaymentDeps } from '../payment-deps.js';
import { issueAll } from '../receipts/ensure-receipts.js';
import type { ShowEntry } from '../show-entry.js';
import type { Discrepancy } from './comparison.js';

type Scope = ClinicsScope & IdentityScope & PaymentsScope & SupportScope;

export interface ResolveFindingDeps extends Pick<PaymentDeps, 'payables'> {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly characters: PrintableCharacters;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
  /** The clinic that is shown what belongs to none; null while there is none. */
  readonly home: string | null;
  /** Id of the report that names the finding. */
  readonly report: string;
}

/** How far back an earlier repair of the same thing counts as one that did not help, and how long each is given. */
const IN_VAIN = { withinMs: 14 * 86_400_000, afterMs: 10 * 60_000 } as const;

/** Repairs what can be repaired, shows the rest to a person, and returns the finding with what was done. */
export async function resolveFinding(
  deps: ResolveFindingDeps,
  { finding, event, document }: Discrepancy,
): Promise<Finding> {
  const decided = await decide(deps, { ...finding, clinicId: finding.clinicId ?? deps.home });
  switch (decided.action) {
    case 'redelivered':
      if (event) await deps.engine.deliverPaymentEvent(event);
      break;
    case 'resumed':
      if (decided.subjectId) await deps.engine.resume(decided.subjectId);
      break;
    case 'issued':
      if (document) await issueAll(deps, [document]);
      break;
    case 'flagged':
      await flag(deps, decided);
      break;
    case 'accepted':
      break;
  }
  return decided;
}

/** A repair that has not helped before is a person's; an entry that a person has resolved is not opened again. */
async function decide(deps: ResolveFindingDeps, finding: Finding): Promise<Finding> {
  const now = deps.now().getTime();
  return deps.unitOfWork.withScope(SYSTEM, async ({ reconciliationReports: reports }) => {
    if (finding.action !== 'flagged') {
      const [since, until] = [new Date(now - IN_VAIN.withinMs), new Date(now - IN_VAIN.afterMs)];
      if (!(await reports.repairedInVain(finding, since, until))) return finding;
    }
    return { ...finding, action: (await reports.accepted(finding)) ? 'accepted' : 'flagged' };
  });
}

async function flag(deps: ResolveFindingDeps, finding: Finding): Promise<void> {
  const { clinicId, subjectId, subjectKind, code, objectId, provider } = finding;
  if (!clinicId) return;
  const opened = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const now = deps.now();
    // The row first, as everywhere: the entry counts as a change of it.
    if (subjectId && subjectKind) await lockSubject(deps, scope, { subjectId, subjectKind });
    const entry = subjectId
      ? await scope.attention.openReconciliation(
          { clinicId, subjectId },
          { code, objectId: objectId, report: deps.report },
          now,
        )
      : await scope.attention.openUnmatched(
          clinicId,
          {
            provider: provider ?? '',
            id: objectId,
            more: { finding: code, found: finding.found, report: deps.report },
          },
          now,
        );
    if (!entry) return null;
    const entityId = subjectId ?? objectId;
    const details = { code: subjectId ? 'reconciliation' : 'unmatched_payment', finding: code, provider };
    await scope.audit.record({ action: 'attention.opened', entity: 'attention', entityId, clinicId, details }, now);
    return entry;
  });
  if (!opened) return;
  if (subjectId) await deps.engine.refreshOrResume(subjectId);
  else await deps.showEntry(opened, 'opened');
}
