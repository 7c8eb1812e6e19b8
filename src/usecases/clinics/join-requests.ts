import type { UserActor } from '../../domain/actor.js';
import { type JoinDecision, joinStatusOf } from '../../domain/clinics/join-decisions.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';
import type { JoinRequest, JoinRequestsQuery } from '../../models/repositories/clinics/join-requests.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope, UserRecord } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type AccountMailDeps, addAccountMail, assertTakesPatients, sendAccountMail } from '../identity/public.js';
import { enterClinic, mayEnter } from './enter-clinic.js';
import { ownClinic } from './locations.js';

type Scope = ClinicsScope & IdentityScope;

/** A request to work at a clinic, and whose it is. */
export interface ShownJoinRequest {
  readonly request: JoinRequest;
  readonly user: UserRecord;
}

export interface JoinRequestDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

interface Changed {
  readonly shown: ShownJoinRequest;
  /** To be sent. */
  readonly mails: readonly string[];
}

/**
 * Asks the admins of a clinic to let the caller work there as a doctor, too; they are told by mail. While a request of the
 * same doctor waits there, a repeat answers that one.
 * @throws DomainError not_found, invalid_transition for who belongs to the clinic, and while it is suspended
 */
export function askToJoin(deps: JoinRequestDeps) {
  const { unitOfWork, now } = deps;
  return async (
    actor: UserActor,
    clinicId: string,
    message: string | null,
    requestKey: RequestKey | null,
  ): Promise<ShownJoinRequest> => {
    const { userId } = actor;
    const admins = await unitOfWork.withScope(actor, (scope) => scope.memberships.adminsOf(clinicId));
    const ask = async (scope: Scope): Promise<Changed> => {
      const clinic = await scope.clinics.find(clinicId);
      if (!clinic) throw notFound('Clinic');
      const user = await holderOf(scope, userId);
      const id = deriveId(requestKey, 'join-request');
      // A repeat of a request whose answer was lost finds its own, decided or not.
      const known =
        (await scope.joinRequests.find(clinicId, id)) ?? (await scope.joinRequests.findOpen(clinicId, userId));
      if (known) return { shown: { request: known, user }, mails: [] };
      const member = await scope.memberships.findIn(clinicId, userId);
      if (member && !mayEnter(member)) throw belongsAlready(member.role);
      assertTakesPatients(clinic);
      const createdAt = now();
      const said = message !== null && hasVisibleText(message) ? message : null;
      const request = await scope.joinRequests.add({ id, clinicId, userId, message: said, createdAt });
      await scope.audit.record(
        { action: 'join_request.sent', entity: 'join_request', entityId: id, clinicId },
        createdAt,
      );
      const mails: string[] = [];
      const join = { by: `${user.firstName} ${user.lastName}`.trim(), approved: null, reason: null };
      for (const admin of await scope.users.list(admins)) {
        mails.push(await addAccountMail(deps, scope, { ...mailTo(admin, clinicId), join }, createdAt));
      }
      return { shown: { request, user }, mails };
    };
    const asked = await unitOfWork.withScope(actor, ask, {
      // Of two requests at once, the second finds the first; whoever invites or approves waits for the same.
      exclusively: `memberships of ${userId}`,
      opens: { clinic: clinicId, person: admins },
    });
    return sent(deps, asked);
  };
}

/**
 * What doctors have asked the clinic that the caller acts in, newest first; no request of an account that is closed.
 * @throws DomainError not_found
 */
export function listJoinRequests({ unitOfWork, now }: Pick<JoinRequestDeps, 'unitOfWork' | 'now'>) {
  return async (actor: UserActor, clinicId: string, query: JoinRequestsQuery): Promise<readonly ShownJoinRequest[]> => {
    if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
    const requests = await unitOfWork.withScope(actor, (scope) => scope.joinRequests.list(clinicId, query));
    const people = [...new Set(requests.map(({ userId }) => userId))];
    const show = async (scope: Scope) => {
      const details = { what: 'join requests', users: people.join(',') };
      await scope.audit.record(
        { action: 'members.listed', entity: 'clinic', entityId: clinicId, clinicId, details },
        now(),
      );
      const users = new Map((await scope.users.list(people)).map((user) => [user.id, user]));
      return requests.flatMap((request) => {
        const user = users.get(request.userId);
        return user ? [{ request, user }] : [];
      });
    };
    return unitOfWork.withScope(actor, show, { opens: { person: people } });
  };
}

export interface DecideJoinRequest {
  readonly clinicId: string;
  readonly id: string;
  readonly decision: JoinDecision;
  readonly reason: string | null;
}

/**
 * Answers a doctor who asked to work at the clinic that the caller acts in. Approved, they are a member there in the same
 * transaction; either way they are told by mail, with the reason.
 * @throws DomainError not_found, invalid_transition for a request that was decided, and to approve who belongs to the clinic
 */
export function decideJoinRequest(deps: JoinRequestDeps) {
  const { unitOfWork, now } = deps;
  return async (actor: UserActor, { clinicId, id, decision, reason }: DecideJoinRequest): Promise<ShownJoinRequest> => {
    if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
    const { userId } = await unitOfWork.withScope(actor, (scope) => findRequest(scope, clinicId, id));
    const decide = async (scope: Scope): Promise<Changed> => {
      await ownClinic(scope, actor, clinicId);
      const before = await findRequest(scope, clinicId, id);
      const user = await holderOf(scope, userId);
      const at = now();
      const why = reason !== null && hasVisibleText(reason) ? reason : null;
      if (!(await scope.joinRequests.decide(id, { by: actor.userId, decision, reason: why }, at))) {
        throw decidedAlready(before);
      }
      const details = { decision, user: userId };
      await scope.audit.record(
        { action: 'join_request.decided', entity: 'join_request', entityId: id, clinicId, reason: why, details },
        at,
      );
      if (decision === 'approve') await enter(scope, clinicId, userId, at);
      const join = { by: null, approved: decision === 'approve', reason: why };
      const mail = await addAccountMail(deps, scope, { ...mailTo(user, clinicId), join }, at);
      return { shown: { request: await findRequest(scope, clinicId, id), user }, mails: [mail] };
    };
    const decided = await unitOfWork.withScope(actor, decide, {
      exclusively: `memberships of ${userId}`,
      // The account gets a membership, and is told.
      opens: { account: userId, person: userId },
    });
    return sent(deps, decided);
  };
}

async function enter(scope: Scope, clinicId: string, userId: string, at: Date): Promise<void> {
  const membership = await enterClinic(scope, { clinicId, userId, role: 'doctor', departmentIds: [] }, at);
  await scope.audit.record(
    {
      action: 'membership.created',
      entity: 'membership',
      entityId: membership.id,
      clinicId,
      details: { role: 'doctor' },
    },
    at,
  );
}

async function findRequest(scope: Scope, clinicId: string, id: string): Promise<JoinRequest> {
  const request = await scope.joinRequests.find(clinicId, id);
  if (!request) throw notFound('Join request');
  return request;
}

async function holderOf(scope: Scope, userId: string): Promise<UserRecord> {
  const [user] = await scope.users.list([userId]);
  if (!user) throw notFound('Join request');
  return user;
}

function mailTo({ id: userId, email: recipient, firstName, timezone: zone }: UserRecord, clinicId: string) {
  return { kind: 'join_request', recipient, userId, clinicId, firstName, zone, link: null } as const;
}

async function sent(deps: JoinRequestDeps, { shown, mails }: Changed): Promise<ShownJoinRequest> {
  await Promise.all(mails.map((mail) => sendAccountMail(deps, mail)));
  return shown;
}

function belongsAlready(role: string): DomainError {
  const sentence =
    role === 'patient'
      ? 'You are a patient of this clinic, so you cannot work there with the same account.'
      : 'You work at this clinic already.';
  return new DomainError('invalid_transition', sentence, { status: 'active', allowed: [] });
}

function decidedAlready({ decision }: JoinRequest): DomainError {
  const status = joinStatusOf(decision);
  return new DomainError('invalid_transition', 'Somebody has decided about this request.', { status, allowed: [] });
}
