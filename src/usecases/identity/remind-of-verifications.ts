import { SYSTEM } from '../../domain/actor.js';
import { addDays, localDay } from '../../domain/days.js';
import { dueReminder, REMINDER_DAYS } from '../../domain/identity/verification.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { EndingVerification } from '../../models/repositories/identity/doctor-standings.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';

type Scope = ClinicsScope & IdentityScope;

export interface RemindOfVerificationsDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;

/**
 * Mails each doctor whose verification ends 60, 30 and 7 days before. A reminder is claimed in the transaction that adds its
 * mail: a process that dies before has sent nothing, one that dies after leaves the mail to maintenance. Returns how many.
 */
export function remindOfVerifications(deps: RemindOfVerificationsDeps) {
  return async (): Promise<number> => {
    const now = deps.now();
    const until = new Date(now.getTime() + REMINDER_DAYS[0] * DAY_MS);
    const ending = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.doctorStandings.listEnding(now, until));
    let sent = 0;
    for (const verification of ending) {
      const mailId = await deps.unitOfWork.withScope(SYSTEM, (scope) => remind(deps, scope, verification, now));
      if (mailId === null) continue;
      await sendAccountMail(deps, mailId);
      sent += 1;
    }
    return sent;
  };
}

async function remind(
  deps: RemindOfVerificationsDeps,
  scope: Scope,
  verification: EndingVerification,
  now: Date,
): Promise<string | null> {
  const { userId, clinicId, verifiedUntil, remindedDays } = verification;
  const days = dueReminder(verifiedUntil, remindedDays, now);
  if (days === null || !(await scope.doctorStandings.claimReminder(verification, days))) return null;
  const [doctor, clinic] = [await scope.users.findById(userId), await scope.clinics.find(clinicId)];
  if (!doctor || !clinic) return null;
  // It ends with the last moment of a day on the clinic's wall.
  const expiresOn = addDays(localDay(verifiedUntil, clinic.timezone), -1);
  const { email: recipient, firstName } = doctor;
  const mail = {
    kind: 'verification_expiring',
    userId,
    clinicId,
    recipient,
    firstName,
    expiresOn,
    link: null,
  } as const;
  return addAccountMail(deps, scope, mail, now);
}
