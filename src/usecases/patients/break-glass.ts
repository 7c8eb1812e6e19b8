import type { UserActor } from '../../domain/actor.js';
import { type SecurityRules, strictestRules } from '../../domain/clinics/public.js';
import { DomainError, invalid } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/public.js';
import { aboutGrant, BREAK_GLASS_ROLES } from '../../domain/patients/break-glass.js';
import { hasVisibleText } from '../../domain/text.js';
import { canSee } from '../../domain/visibility.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { BreakGlassGrant, NewGrant } from '../../models/repositories/patients/break-glass.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type AccountMailDeps, addAccountMail, assertFresh, sendAccountMail } from '../identity/public.js';
import type { ShowEntry } from '../payments/public.js';
import { reachPatient, treatingFor } from './reach-patient.js';

type Scope = ClinicsScope & IdentityScope & PatientsScope & SupportScope;

export interface BreakGlassDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: { readonly treatingMs: number };
  readonly security: SecurityRules;
  readonly sessionRules: SessionRules;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

export interface BreakGlass {
  readonly patientId: string;
  readonly reason: string;
  readonly requestKey: RequestKey | null;
}

const MINUTE_MS = 60_000;

/**
 * Opens the record of a patient of the own clinic, to be read by this person for a while. The clinic's administrators are told
 * at once, and one of them has to judge it. While a grant of the same person lasts, a repeat answers that one.
 * @throws DomainError validation_failed, reauthentication_required, not_found, invalid_transition for one's own patient
 */
export function breakGlass(deps: BreakGlassDeps) {
  return async (actor: UserActor, { patientId, reason, requestKey }: BreakGlass): Promise<BreakGlassGrant> => {
    if (!hasVisibleText(reason)) throw invalid('reason', 'Please say why you need to read this record.');
    const at = deps.now();
    const id = deriveId(requestKey, 'break-glass');
    const open = async (scope: Scope): Promise<Opened> => {
      const { clinicId, ...reached } = await reachPatient(scope, actor, patientId, 'patients:break-glass');
      await assertFresh(scope, actor, deps.sessionRules, at);
      if (actor.role === 'doctor' && canSee(actor, { clinicId, ...reached }, 'patients:read') && !reached.grantId) {
        throw new DomainError('invalid_transition', 'You treat this patient, so the record is open to you.', {
          allowed: [],
        });
      }
      // A repeat of a request whose answer was lost finds its own.
      const live =
        (await scope.breakGlass.find([clinicId], id)) ??
        (await scope.breakGlass.findLive(actor.userId, patientId, clinicId, at));
      const role = BREAK_GLASS_ROLES.find((one) => one === actor.role);
      if (live || !role) return { grant: live, mails: [], entry: null };
      const { breakGlassMinutes } = strictestRules(deps.security, await scope.securitySettings.ofClinic(clinicId));
      const expiresAt = new Date(at.getTime() + breakGlassMinutes * MINUTE_MS);
      const grant: NewGrant = { id, clinicId, patientId, userId: actor.userId, role, reason, grantedAt: at, expiresAt };
      await scope.breakGlass.add(grant);
      const about = aboutGrant(id);
      const entry = await scope.attention.open(
        { clinicId, subjectId: clinicId, code: 'break_glass_review', about, context: { grant: id } },
        at,
      );
      await scope.audit.record(
        {
          action: 'patient.glass_broken',
          entity: 'break_glass_grant',
          entityId: id,
          clinicId,
          patientId,
          reason,
          details: { until: expiresAt.toISOString() },
        },
        at,
      );
      return { grant: await scope.breakGlass.find([clinicId], id), mails: await tellAdmins(deps, scope, grant), entry };
    };
    const { grant, mails, entry } = await deps.unitOfWork.withScope(actor, open, {
      exclusively: `break-glass ${actor.userId} ${patientId}`,
      opens: { ...treatingFor(deps.policy), glass: patientId },
    });
    if (!grant) throw new Error('a grant that was added is not there');
    // At the same time: each waits by itself for an engine that is down, and the record is wanted now.
    const shown = entry ? [deps.showEntry(entry, 'opened')] : [];
    await Promise.all([...mails.map((mail) => sendAccountMail(deps, mail)), ...shown]);
    return grant;
  };
}

interface Opened {
  readonly grant: BreakGlassGrant | null;
  /** To be sent. */
  readonly mails: readonly string[];
  /** The attention entry, to be shown. */
  readonly entry: string | null;
}

/** Everybody but who did it. The mails say nothing of the patient. */
async function tellAdmins(deps: AccountMailDeps, scope: Scope, grant: NewGrant): Promise<readonly string[]> {
  const { clinicId, userId, role, grantedAt, expiresAt } = grant;
  const holders = await scope.memberships.holders(clinicId, 'admin');
  const people = await scope.users.list([...holders, userId]);
  const who = people.find(({ id }) => id === userId);
  const glass = { by: `${who?.firstName ?? ''} ${who?.lastName ?? ''}`.trim(), role, until: expiresAt.toISOString() };
  const mails: string[] = [];
  for (const { id, email: recipient, firstName, timezone: zone } of people) {
    if (id === userId) continue;
    const mail = { kind: 'break_glass', recipient, userId: id, clinicId, firstName, zone, link: null, glass } as const;
    mails.push(await addAccountMail(deps, scope, mail, grantedAt));
  }
  return mails;
}
