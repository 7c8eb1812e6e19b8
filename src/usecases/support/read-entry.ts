import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { EntrySnapshot } from '../../domain/support/attention-entry.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { AttentionRow } from '../../models/repositories/support/attention.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { entryPage } from './entry-page.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

/** An attention entry for the workflow that shows it. @throws DomainError not_found */
export function readEntry(deps: { readonly unitOfWork: UnitOfWork<Scope> }) {
  return ({ entryId }: { readonly entryId: string }): Promise<EntrySnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.attention.find(entryId);
      if (!row) throw notFound('Attention entry');
      return entrySnapshot(scope, row);
    });
}

export async function entrySnapshot(scope: Scope, row: AttentionRow): Promise<EntrySnapshot> {
  return {
    id: row.id,
    clinicId: row.clinicId,
    code: row.code,
    context: row.context,
    openedAt: row.openedAt.getTime(),
    resolvedAt: row.resolvedAt?.getTime() ?? null,
    page: await entryPage(scope, row),
  };
}
