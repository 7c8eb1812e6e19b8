import type { KnownPasswords, PasswordHasher } from '../../adapters/passwords/port.js';
import type { SecurityRules } from '../../domain/clinics/public.js';
import { type PasswordOwner, type PasswordRules, passwordProblem } from '../../domain/identity/passwords.js';

/** What is needed wherever a person chooses a password. */
export interface PasswordChoiceDeps {
  readonly passwords: PasswordHasher;
  readonly knownPasswords: KnownPasswords;
  /** The installation's; those of clinics are joined to it. */
  readonly security: SecurityRules;
}

/** Why a person may not choose this password, as a sentence; null when it is fine. */
export async function passwordChoiceProblem(
  { knownPasswords }: Pick<PasswordChoiceDeps, 'knownPasswords'>,
  password: string,
  owner: PasswordOwner,
  rules: PasswordRules,
): Promise<string | null> {
  const problem = passwordProblem(password, owner, rules);
  if (problem) return problem;
  return (await knownPasswords.isKnown(password)) ? 'This password is well known and would be guessed at once.' : null;
}

/** Whether the password is one of those behind these hashes. One after the other: each takes as long as a sign-in. */
export async function isOneOf(
  passwords: PasswordHasher,
  password: string,
  hashes: readonly string[],
): Promise<boolean> {
  for (const hash of hashes) {
    if (await passwords.verify(hash, password)) return true;
  }
  return false;
}

/** How many hashes of replaced passwords are kept beside the present one. */
export function replacedOnes({ passwordHistory }: PasswordRules): number {
  return Math.max(passwordHistory - 1, 0);
}
