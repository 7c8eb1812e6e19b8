import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { AuthenticatorCodes } from '../../adapters/second-factors/port.js';
import type { Actor } from '../../domain/actor.js';
import { parseRecoveryCode, parseTotp } from '../../domain/identity/second-factors.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

/** What somebody gives as a second factor: a code of the app, or one of the paper. */
export type SecondProof = { readonly code: string } | { readonly recoveryCode: string };

/** A code that was right, and still has to be used up. */
export type ProvedFactor =
  | { readonly factor: 'totp'; readonly id: string; readonly step: number }
  | { readonly factor: 'recovery_code'; readonly id: string };

export interface ProveDeps {
  readonly unitOfWork: UnitOfWork<IdentityScope>;
  readonly passwords: PasswordHasher;
  readonly authenticator: AuthenticatorCodes;
}

/** Compares a code with the factors of an account, outside of a transaction: a recovery code takes as long as a password. */
export async function proveSecondFactor(
  { unitOfWork, passwords, authenticator }: ProveDeps,
  by: { readonly actor: Actor; readonly userId: string },
  proof: SecondProof,
  at: Date,
): Promise<ProvedFactor | null> {
  const { actor, userId } = by;
  if ('code' in proof) {
    const code = parseTotp(proof.code);
    const app = await unitOfWork.withScope(actor, (scope) => scope.secondFactors.findConfirmed(userId));
    const step = app && code ? authenticator.stepOf(app.secret, code, at) : null;
    return app && step !== null ? { factor: 'totp', id: app.id, step } : null;
  }
  const parts = parseRecoveryCode(proof.recoveryCode);
  if (!parts) return null;
  const row = await unitOfWork.withScope(actor, (scope) =>
    scope.secondFactors.findRecoveryCode(userId, parts.selector),
  );
  const matches = await passwords.verify(row?.codeHash ?? null, parts.secret);
  return row && matches ? { factor: 'recovery_code', id: row.id } : null;
}

/** Uses the code up in the transaction that it lets through; false when it has been used meanwhile. */
export function claimFactor({ secondFactors }: IdentityScope, proved: ProvedFactor, at: Date): Promise<boolean> {
  return proved.factor === 'totp'
    ? secondFactors.claimStep(proved.id, proved.step)
    : secondFactors.claimRecoveryCode(proved.id, at);
}
