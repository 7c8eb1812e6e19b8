import type { PrintableCharacters } from '../../../adapters/pdf/port.js';
import type { AppointmentWorkflows } from '../../../adapters/temporal/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { invalid } from '../../../domain/errors.js';
import type { Finding } from '../../../domain/payments/findings.js';
import { RECONCILE_GRACE_MS, Tally } from '../../../domain/payments/reconciliation.js';
import { parsePeriod, spanOf } from '../../../domain/periods.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { PaymentDeps } from '../payment-deps.js';
import type { ShowEntry } from '../show-entry.js';
import { compareProvider } from './compare-provider.js';
import { compareRecords } from './compare-records.js';
import type { CompareDeps, Discrepancy } from './comparison.js';
import { type ResolveFindingDeps, resolveFinding } from './resolve-finding.js';

type Scope = ClinicsScope & IdentityScope & PaymentsScope & SupportScope;

export interface ReconcileDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly showEntry: ShowEntry;
  readonly payments: Pick<PaymentDeps, 'gateways' | 'payables' | 'providers'>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
  /** Called between batches, so that a long run is seen to be alive. */
  readonly heartbeat: () => void;
  /** Compares the things that are paid for with their money. */
  readonly compareSubjects: (deps: SubjectDeps, window: Window) => AsyncGenerator<Discrepancy>;
}

type SubjectDeps = CompareDeps & Pick<ReconcileDeps, 'engine' | 'now'>;

export interface ReconcileInput {
  /** Of the report: a repeat of the same run goes on with it. */
  readonly id: string;
  /** ISO instants or dates, the first included, the last not. */
  readonly from: string;
  readonly to: string;
  /** How old an event must be to count as lost, in milliseconds; two minutes when left out. */
  readonly graceMs?: number;
}

export interface Reconciled {
  readonly id: string;
  readonly findings: number;
  readonly repaired: number;
  readonly flagged: number;
}

/** Beyond this many, findings are counted and no longer kept or shown one by one. */
const KEPT = 500;

/**
 * Compares what providers, ledger, orders, visits and workflows say of a window, repairs what asking again repairs, and
 * shows the rest to a person. It never writes money itself. Repeating it opens nothing twice.
 * @throws DomainError validation_failed for a window that holds nothing; ProviderUnavailable
 */
export function reconcile(deps: ReconcileDeps) {
  return async (input: ReconcileInput): Promise<Reconciled> => {
    const started = deps.now();
    const window = windowOf(input, started);
    const home = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.reconciliationReports.begin(input.id, window, started);
      return (await scope.clinics.default())?.id ?? null;
    });
    const tally = new Tally();
    const dealing: ResolveFindingDeps = { ...deps, payables: deps.payments.payables, home, report: input.id };
    const findings: Finding[] = [];
    // What happened on two days of the window is met twice.
    const met = new Set<string>();
    let more = 0;
    for await (const discrepancy of everything({ ...deps, home, tally }, window)) {
      deps.heartbeat();
      const name = `${discrepancy.finding.code} ${discrepancy.finding.provider} ${discrepancy.finding.objectId}`;
      if (met.has(name)) continue;
      met.add(name);
      if (findings.length < KEPT) findings.push(await resolveFinding(dealing, discrepancy));
      else more += 1;
    }
    const count = (...actions: Finding['action'][]) => findings.filter((one) => actions.includes(one.action)).length;
    const end = { repaired: count('redelivered', 'resumed', 'issued'), flagged: count('flagged') + more };
    const finished = deps.now();
    await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const { sums, checked } = tally;
      await scope.reconciliationReports.finish(input.id, { sums, checked, more, findings, ...end }, finished);
      const details = { from: window.from.toISOString(), to: window.to.toISOString(), ...end };
      await scope.audit.record(
        { action: 'reconciliation.finished', entity: 'reconciliation', entityId: input.id, clinicId: null, details },
        finished,
      );
    });
    return { id: input.id, findings: findings.length + more, ...end };
  };
}

type Everything = SubjectDeps & Pick<ReconcileDeps, 'payments' | 'compareSubjects'>;
type Window = ReturnType<typeof windowOf>;

async function* everything(deps: Everything, window: Window): AsyncGenerator<Discrepancy> {
  for (const name of [...deps.payments.gateways, 'desk'] as const) {
    yield* compareProvider(deps, deps.payments.providers(name), window);
  }
  yield* compareRecords(deps, window);
  yield* deps.compareSubjects(deps, window);
}

/** Whole seconds, as providers count them; the last moments belong to the next run. */
function windowOf(input: ReconcileInput, now: Date): { readonly from: Date; readonly to: Date } {
  // One window over all clinics, whose zones may differ: days are those of UTC.
  const asked = spanOf(parsePeriod({ from: input.from, to: input.to }), 'UTC');
  if (!asked.from || !asked.to) throw invalid('from', 'Name both ends of the window.');
  const from = wholeSecond(asked.from.getTime());
  const newest = now.getTime() - (input.graceMs ?? RECONCILE_GRACE_MS);
  const to = wholeSecond(Math.min(asked.to.getTime(), newest));
  if (to <= from) throw invalid('to', 'The window must end after it begins, and lie in the past.');
  return { from, to };
}

function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
