import type { UserActor } from '../../domain/actor.js';
import type { AuditEvent } from '../../domain/audit.js';
import { notFound } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { shownOf } from '../../domain/pages.js';
import type { Period } from '../../domain/periods.js';
import { visibleTo } from '../../domain/visibility.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { AuditRow, IdentityScope } from '../../models/repositories/identity/public.js';
import type { SentMail } from '../../models/repositories/support/sent-mails.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { listedSpan } from '../clinics/public.js';

type Scope = ClinicsScope & IdentityScope & SupportScope;

export interface ReadAuditDeps<Wanted = Scope> {
  readonly unitOfWork: UnitOfWork<Wanted>;
  readonly now: () => Date;
}

/** A row of the audit, its reason opened. */
export type AuditedEvent = AuditRow;

/** A mail and what became of it. */
export type DeliveredMail = SentMail;

interface PageQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

export interface UserActionsQuery extends PageQuery {
  readonly user?: string | undefined;
  readonly patient?: string | undefined;
  readonly action?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly period: Period;
}

/** A row of the audit with the mail address of the person who acted; null where no person did, or the account is closed. */
export interface UserAction {
  readonly row: AuditRow;
  readonly email: string | null;
}

/** What was done and read in the caller's clinic, newest first. */
export function listUserActions(deps: ReadAuditDeps) {
  return (actor: UserActor, query: UserActionsQuery): Promise<readonly UserAction[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const { clinicIds, clinicId } = auditedClinic(actor);
      const { from, to } = await listedSpan(scope.clinics, clinicIds, query.period);
      const { user: userId, patient: patientId, action, resourceType, resourceId, limit, after: cursor } = query;
      const filter = { clinicIds, userId, patientId, action, resourceType, resourceId, from, to, limit, cursor };
      const rows = await scope.auditLog.list(filter);
      const shown = shownOf(rows, limit);
      const named = { patientIds: shown.flatMap(patientsOf), accountIds: shown.flatMap(accountsOf) };
      await noteLook(scope, { clinicId, what: 'user_actions', ...named }, deps.now());
      const people = await scope.users.list([...new Set(rows.flatMap(({ actorUserId }) => actorUserId ?? []))]);
      const emails = new Map(people.map(({ id, email }) => [id, email]));
      return rows.map((row) => ({ row, email: (row.actorUserId && emails.get(row.actorUserId)) ?? null }));
    });
}

export interface EmailDeliveryQuery extends PageQuery {
  readonly recipient?: string | undefined;
  readonly type?: string | undefined;
  readonly period: Period;
}

/** The mails that spoke for the caller's clinic, newest first. */
export function listEmailDelivery(deps: ReadAuditDeps) {
  return (actor: UserActor, query: EmailDeliveryQuery): Promise<readonly SentMail[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const { clinicIds, clinicId } = auditedClinic(actor);
      const { from, to } = await listedSpan(scope.clinics, clinicIds, query.period);
      const { recipient, type: kind, limit, after: cursor } = query;
      const rows = await scope.sentMails.list({ clinicIds, recipient, kind, from, to, limit, cursor });
      const accountIds = shownOf(rows, limit).flatMap(({ userId }) => userId ?? []);
      await noteLook(scope, { clinicId, what: 'email_delivery', accountIds }, deps.now());
      return rows;
    });
}

/** Rows of the audit about an account, oldest first. */
export interface AccountActivity {
  readonly userId: string;
  readonly events: readonly AuditRow[];
}

/** More of one account than anybody reads on a page. */
const LONGEST = 1_000;

/** What became of an account, and its sign-ins. @throws DomainError not_found for whoever is no member of the caller's clinic */
export function readAccountActivity(deps: ReadAuditDeps) {
  return (actor: UserActor, userId: string): Promise<AccountActivity> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const { clinicIds, clinicId } = auditedClinic(actor);
      if (!(await scope.memberships.findIn(clinicId, userId))) throw notFound('User');
      const events = await scope.auditLog.listOfAccount(userId, clinicIds, LONGEST);
      const named = { patientIds: events.flatMap(patientsOf), accountIds: [userId, ...events.flatMap(accountsOf)] };
      await noteLook(scope, { clinicId, what: 'account_activity', ...named }, deps.now());
      return { userId, events };
    });
}

/** The clinic whose audit this caller reads. @throws DomainError not_found */
export function auditedClinic(actor: UserActor): { readonly clinicIds: readonly string[]; readonly clinicId: string } {
  const clinicIds = visibleTo(actor, 'audit:read')?.clinicIds ?? [];
  const [clinicId] = clinicIds;
  if (clinicId === undefined) throw notFound('Clinic');
  return { clinicIds, clinicId };
}

interface Look {
  readonly clinicId: string;
  readonly what: 'user_actions' | 'email_delivery' | 'account_activity' | 'deleted_appointments';
  readonly patientIds?: readonly string[];
  /** Of patients and of staff: the row names those of patients. */
  readonly accountIds?: readonly string[];
}

/** Nobody reads the audit unrecorded. `what` also names the route. */
export async function noteLook(
  scope: Pick<Scope, 'audit' | 'memberships'>,
  { clinicId, what, patientIds = [], accountIds = [] }: Look,
  now: Date,
): Promise<void> {
  const patients = accountIds.length > 0 ? await scope.memberships.patientsAmong(accountIds, clinicId) : [];
  const about: Omit<AuditEvent, 'action'> = {
    entity: 'audit',
    entityId: what,
    clinicId,
    patientIds: [...patientIds, ...patients],
  };
  return scope.audit.record({ action: 'audit.read', ...about }, now);
}

/** The patients of whom a row of the audit tells: whose records it names, and who did something as a patient. */
function patientsOf(row: AuditRow): readonly string[] {
  const actor = row.actorLabel === 'patient' && row.actorUserId !== null ? [row.actorUserId] : [];
  return [...(row.patientIds ?? []), ...(row.patientId === null ? [] : [row.patientId]), ...actor];
}

/** Whose account it tells of. */
function accountsOf({ entity, entityId }: AuditRow): readonly string[] {
  return entity === 'user' && isUuid(entityId) ? [entityId] : [];
}
