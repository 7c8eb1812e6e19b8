import { DomainError } from '../../domain/errors.js';
import { practiceProblem } from '../../domain/identity/verification.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';

/** What a doctor does, or has done to their time, at one clinic. */
export interface Practice {
  readonly clinicId: string;
  readonly doctorId: string;
}

/** Why this doctor may not work at this clinic now; null when they may. */
export async function practiceProblemOf(
  scope: IdentityScope,
  { clinicId, doctorId }: Practice,
  now: Date,
  options: { readonly required: boolean },
): Promise<string | null> {
  return practiceProblem(await scope.doctorStandings.find(clinicId, doctorId), now, options);
}

/** @throws DomainError compliance_violation (400) unless the doctor may work at this clinic now */
export async function assertPractising(
  scope: IdentityScope,
  practice: Practice,
  now: Date,
  options: { readonly required: boolean },
): Promise<void> {
  const problem = await practiceProblemOf(scope, practice, now, options);
  if (problem) throw new DomainError('compliance_violation', problem, { complianceViolation: true });
}
