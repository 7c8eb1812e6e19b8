import { SYSTEM } from '../../domain/actor.js';
import { dueAt, REMINDED_BEFORE_MS } from '../../domain/questionnaires/due.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { DueForms } from '../../models/repositories/questionnaires/questionnaires.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../identity/public.js';

type Scope = ClinicsScope & IdentityScope & QuestionnairesScope;

export interface RemindOfQuestionnairesDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

const MOST = 500;

/**
 * Mails patients who have not answered a form for good, from a day before it is due on: one mail for each visit, which names no
 * form, because a title can be medical. Of which forms somebody was reminded is written in the transaction that adds the mail:
 * a process that dies before has sent nothing, one that dies after leaves the mail to maintenance. Returns how many.
 */
export function remindOfQuestionnaires(deps: RemindOfQuestionnairesDeps) {
  return async (): Promise<number> => {
    const now = deps.now();
    const until = new Date(now.getTime() + REMINDED_BEFORE_MS);
    const due = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.questionnaires.listDue(now, until, MOST));
    let sent = 0;
    for (const forms of due) {
      const mailId = await deps.unitOfWork.withScope(SYSTEM, (scope) => remind(deps, scope, forms, now), {
        exclusively: `reminders/${forms.appointmentId}`,
      });
      if (mailId === null) continue;
      await sendAccountMail(deps, mailId);
      sent += 1;
    }
    return sent;
  };
}

async function remind(
  deps: RemindOfQuestionnairesDeps,
  scope: Scope,
  due: DueForms,
  now: Date,
): Promise<string | null> {
  const { appointmentId, clinicId, patientId, startsAt, dueBeforeMs } = due;
  if (await scope.questionnaires.isReminded(due)) return null;
  const patient = await scope.users.findById(patientId);
  if (!patient) return null;
  const { email: recipient, firstName, timezone: zone } = patient;
  const visit = {
    appointmentId,
    startsAt: startsAt.toISOString(),
    dueAt: dueAt(startsAt, dueBeforeMs).toISOString(),
  };
  const mail = {
    kind: 'questionnaire_due',
    userId: patientId,
    clinicId,
    recipient,
    firstName,
    zone,
    visit,
    link: null,
  } as const;
  const mailId = await addAccountMail(deps, scope, mail, now);
  await scope.questionnaires.recordReminder(due, mailId, now);
  return mailId;
}
