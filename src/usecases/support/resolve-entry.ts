import { actorLabel, may, type StaffUiActor, type UserActor } from '../../domain/actor.js';
import { CLINICAL_ATTENTION, codesHiddenFrom } from '../../domain/attention.js';
import { invalid, notFound } from '../../domain/errors.js';
import { appointmentOf } from '../../domain/subjects.js';
import type { EntrySnapshot } from '../../domain/support/attention-entry.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { AttentionRow } from '../../models/repositories/support/attention.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';
import { entrySnapshot } from './read-entry.js';

type Scope = ClinicsScope & PaymentsScope & SupportScope;

export interface ResolveEntryDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/**
 * Closes an attention entry that belongs to no appointment, such as money that no order explains, and lets its workflow
 * know; those of an appointment are closed by its own workflow. A repeat finds it closed.
 * @throws DomainError not_found, validation_failed
 */
export function requestEntryResolution(deps: ResolveEntryDeps & { readonly showEntry: ShowEntry }) {
  return async (actor: UserActor, id: string, reason: string): Promise<void> => {
    await deps.unitOfWork.withScope(actor, async (scope) => {
      const entry = await scope.attention.find(id);
      const isHidden = entry && codesHiddenFrom(actor.role).includes(entry.code);
      if (!entry || isHidden || !actor.clinicIds.includes(entry.clinicId)) throw notFound('Attention entry');
      if (!may(actor, 'staff:actions') && !(await isForDoctor(scope, entry, actor))) throw notFound('Attention entry');
      await close(scope, entry, reason, deps.now());
    });
    await deps.showEntry(id, 'resolved');
  };
}

/** Whether it is for the eye of this doctor, about a prescription of theirs. */
async function isForDoctor(scope: Scope, { id, code }: AttentionRow, { userId }: UserActor): Promise<boolean> {
  return CLINICAL_ATTENTION.includes(code) && (await scope.attention.isOfPrescriber(id, userId));
}

export interface ResolveEntryInput {
  readonly entryId: string;
  /** As typed into the Temporal UI. */
  readonly by: string;
  readonly reason: string;
}

/** The same as a step of the entry's own workflow, for somebody in the Temporal UI. @throws DomainError not_found */
export function resolveEntry(deps: ResolveEntryDeps) {
  return ({ entryId, by, reason }: ResolveEntryInput): Promise<EntrySnapshot> => {
    const actor: StaffUiActor = { kind: 'temporal_ui', claims: by.trim() };
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const entry = await scope.attention.find(entryId);
      if (!entry) throw notFound('Attention entry');
      return entrySnapshot(scope, await close(scope, entry, reason, deps.now()));
    });
  };
}

/** The entry, closed; by somebody else before, if they were faster. */
async function close(scope: Scope, entry: AttentionRow, reason: string, now: Date): Promise<AttentionRow> {
  if (appointmentOf(entry) !== null) {
    throw invalid('id', 'This entry belongs to an appointment: use resolve_attention there.');
  }
  if (entry.code === 'break_glass_review') throw invalid('id', 'Judge the grant: that closes the entry.');
  if (await scope.attention.resolveOne(entry.id, actorLabel(scope.actor), reason, now)) {
    await scope.audit.record(
      {
        action: 'attention.resolved',
        entity: 'attention',
        entityId: entry.id,
        clinicId: entry.clinicId,
        details: { code: entry.code },
        reason,
      },
      now,
    );
  }
  return (await scope.attention.find(entry.id)) ?? entry;
}
