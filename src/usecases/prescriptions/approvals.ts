import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import {
  type ApprovalDraft,
  assertApproval,
  assertWithdrawal,
  type Withdrawal,
  wasWithdrawn,
} from '../../domain/prescriptions/law/approvals.js';
import { canSee, mayRead, visibleTo } from '../../domain/visibility.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { StoredApproval } from '../../models/repositories/prescriptions/cannabis-approvals.js';
import type { LawScope } from '../../models/repositories/prescriptions/law-slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { reachRecord, readingFor } from '../records/public.js';
import { clinicOf, treats } from './shown-prescription.js';

type Scope = IdentityScope & LawScope & PatientsScope;

interface Deps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

/** An approval as somebody is shown it: who does not treat reads no clinical text. */
export type ShownApproval = Omit<StoredApproval, 'indication'> & { readonly indication: string | null };

export interface ApprovalWish {
  readonly patientId?: string | undefined;
  readonly doctorId?: string | undefined;
  /** Those that count today, or those that do not. */
  readonly active?: boolean | undefined;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** What the caller sees of approvals, those that were recorded last first. Recorded in the audit. @throws DomainError not_found */
export function listApprovals({ unitOfWork, policy, now }: Deps) {
  return (actor: UserActor, { after: cursor, ...wish }: ApprovalWish): Promise<readonly ShownApproval[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const filter = visibleTo(actor, 'approvals:read');
        if (!filter) throw notFound('Approval');
        const { doctorId: ofDoctor, patientId: own, clinicIds } = filter;
        const { patientId = own } = wish;
        // A patient sees nobody else's.
        if (own !== undefined && patientId !== own) return [];
        const reach = { clinicIds, ofDoctor, patientId };
        const rows = await scope.cannabisApprovals.list({ ...wish, ...reach, cursor, now: now() });
        const [clinicId = null] = actor.clinicIds;
        const patientIds = rows.flatMap((row) => row.patientId ?? []);
        const about = { entity: 'user', entityId: actor.userId, clinicId, patientIds } as const;
        await scope.audit.record({ ...about, action: 'approval.listed', details: { count: rows.length } }, now());
        return rows.map((row) => shownTo(actor, row));
      },
      readingFor(policy),
    );
}

/**
 * Records an approval that a doctor of the clinic has got: a doctor the own one, for a patient whom they treat. The id comes from the
 * Idempotency-Key, so a repeat meets its own row.
 * @throws DomainError validation_failed with the place of each problem; not_found for a patient or doctor who is none of the clinic's;
 *   break_glass_required for another doctor's patient; forbidden for another doctor's approval
 */
export function addApproval({ unitOfWork, policy, now }: Deps) {
  return async (actor: UserActor, draft: ApprovalDraft, requestKey: RequestKey | null): Promise<ShownApproval> => {
    assertApproval(draft);
    return unitOfWork.withScope(
      actor,
      async (scope) => {
        const [id, at, clinicId] = [deriveId(requestKey, 'approval'), now(), clinicOf(actor)];
        const earlier = await scope.cannabisApprovals.find(id, at);
        if (earlier) return shownTo(actor, earlier);
        const { doctorId, patientId } = draft;
        if (patientId !== null) await reachRecord(scope, actor, patientId, 'approvals:write');
        assertOwn(actor, doctorId);
        const membership = await scope.memberships.findIn(clinicId, doctorId);
        if (membership?.role !== 'doctor' || membership.status !== 'active') throw notFound('Doctor');
        await scope.cannabisApprovals.add({ ...draft, id, clinicId, recordedBy: actor.userId }, at);
        await scope.audit.record(
          { ...about({ id, clinicId, patientId }), action: 'approval.added', details: { doctorId } },
          at,
        );
        return shownTo(actor, await readVisible(scope, actor, id, at));
      },
      readingFor(policy),
    );
  };
}

/**
 * Withdraws an approval from a day on: its doctor, or an administrator of the clinic. It waits for what is being issued under it; what
 * is issued afterwards is judged without it.
 * @throws DomainError not_found; forbidden for another doctor's; invalid_transition for one that was withdrawn before; validation_failed
 */
export function withdrawApproval({ unitOfWork, policy, now }: Deps) {
  return (actor: UserActor, id: string, withdrawal: Withdrawal): Promise<ShownApproval> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const found = await readVisible(scope, actor, id, at);
        assertOwn(actor, found.doctorId);
        assertWithdrawal(found, withdrawal);
        await scope.cannabisApprovals.holdAlone(found);
        if (!(await scope.cannabisApprovals.withdraw(found, { ...withdrawal, by: actor.userId }, at)))
          throw wasWithdrawn();
        const { withdrawnOn, reason } = withdrawal;
        const event = { ...about(found), action: 'approval.withdrawn', details: { withdrawnOn }, reason } as const;
        await scope.audit.record(event, at);
        return shownTo(actor, await readVisible(scope, actor, id, at));
      },
      readingFor(policy),
    );
}

/** An approval that its doctor, a doctor who treats its patient, or an administrator of the clinic knows of. @throws DomainError not_found */
async function readVisible(scope: Scope, actor: UserActor, id: string, now: Date): Promise<StoredApproval> {
  const found = await scope.cannabisApprovals.find(id, now);
  // Who asks for one that does not exist waits for the same look-ups.
  const patientId = found?.patientId ?? id;
  const isTreated = actor.role === 'doctor' && (await treats(scope, actor, patientId));
  if (!found) throw notFound('Approval');
  const { clinicId, doctorId } = found;
  const belongings = { clinicId, patientId, doctorId: isTreated ? actor.userId : doctorId };
  if (!canSee(actor, belongings, 'approvals:write')) throw notFound('Approval');
  return found;
}

/** @throws DomainError forbidden for a doctor who writes about another one's approval */
function assertOwn({ role, userId }: UserActor, doctorId: string): void {
  if (role !== 'doctor' || doctorId === userId) return;
  throw new DomainError(
    'forbidden',
    'An approval is recorded and withdrawn by its doctor, or by an administrator of the clinic.',
  );
}

/** A doctor who sees an approval has it, or treats its patient. */
function shownTo(actor: UserActor, approval: StoredApproval): ShownApproval {
  const { clinicId, patientId } = approval;
  const belongings = { clinicId, patientId: patientId ?? '', doctorId: actor.userId };
  return mayRead(actor, 'indication', belongings) ? approval : { ...approval, indication: null, reason: null };
}

/** The members of an audit row that name an approval; nothing in it says what was approved. */
function about({ id, clinicId, patientId }: Pick<StoredApproval, 'id' | 'clinicId' | 'patientId'>) {
  return { entity: 'approval', entityId: id, clinicId, patientId } as const;
}
