import { randomUUID } from 'node:crypto';
import { entering, holderOfLink } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { sendAccountMail } from './account-mail.js';
import { enter, entrant, type LoggedIn, type OpenSessionDeps } from './open-session.js';
import { recordRefusedSignIn } from './record-refused-sign-in.js';
import type { SecondFactorAsked } from './second-factor-rules.js';

type Scope = ClinicsScope & IdentityScope;

export interface ExchangeCode {
  readonly code: string;
  readonly remember: boolean;
  readonly deviceToken: string | null;
}

export interface ExchangeCodeDeps extends OpenSessionDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/**
 * Opens the session of somebody who came back from Google, once for each code; an account with a second factor is asked for it,
 * as at any other sign-in.
 * @throws DomainError token_invalid for a spent, expired or unknown code; forbidden for a person who is an active member nowhere
 */
export function exchangeSignInCode(deps: ExchangeCodeDeps) {
  const { unitOfWork, now } = deps;
  return async ({ code, remember, deviceToken }: ExchangeCode): Promise<LoggedIn | SecondFactorAsked> => {
    const at = now();
    const found = await unitOfWork.withScope(holderOfLink(code), (scope) =>
      scope.oneTimeTokens.find('sign_in', code, at),
    );
    if (!found?.userId) throw codeInvalid();
    const { userId } = found;
    const { user, membership } = await unitOfWork.withScope(entering(userId), async (scope) => ({
      user: await scope.users.findById(userId),
      membership: (await scope.memberships.active(userId))[0],
    }));
    if (!user?.isActive) throw codeInvalid();
    if (!membership) {
      await recordRefusedSignIn(unitOfWork, { userId, method: 'google', action: 'user.login_refused' }, at);
      throw new DomainError(
        'forbidden',
        'This account is a member of no clinic at present. Ask the clinic to add you.',
      );
    }
    const entrance = { user, membership, method: 'google', remembered: remember, deviceToken } as const;
    const sessionId = randomUUID();
    const entered = await unitOfWork.withScope(entrant(entrance, sessionId), async (scope) => {
      const [present, factorSince] = await Promise.all([
        scope.users.lock(userId),
        scope.secondFactors.confirmedSince(userId),
      ]);
      if (!present?.user.isActive || !(await scope.oneTimeTokens.spend('sign_in', code, at))) throw codeInvalid();
      return enter(deps, scope, entrance, { sessionId, hasFactor: factorSince !== null, at });
    });
    for (const mailId of entered.mailIds) await sendAccountMail(deps, mailId);
    return entered.outcome;
  };
}

function codeInvalid(): DomainError {
  return new DomainError('token_invalid', 'This sign-in took too long. Please start it again.');
}
