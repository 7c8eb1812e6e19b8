import type { UserActor } from '../../domain/actor.js';
import type { NamedMembership } from '../../models/repositories/identity/memberships.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = IdentityScope;

export interface ListMembershipsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
}

/** One of the caller's own memberships. */
export type OwnMembership = NamedMembership & {
  /** Whether the session that asks acts in it. */
  readonly acting: boolean;
};

/** The caller's own memberships in every status, oldest first. */
export function listMemberships({ unitOfWork }: ListMembershipsDeps) {
  return (actor: UserActor): Promise<readonly OwnMembership[]> =>
    unitOfWork.withScope(actor, async (scope) =>
      (await scope.memberships.list(actor.userId)).map((one) => ({ ...one, acting: one.id === actor.membershipId })),
    );
}
