import type { UserActor } from '../../domain/actor.js';
import { type AppointmentStatus, transitionError } from '../../domain/appointments/public.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import { type Answers, answerProblems, assess } from '../../domain/questionnaires/answers.js';
import type { AppointmentRow, AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { StoredAnswers } from '../../models/repositories/questionnaires/answers.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { visibleAppointment } from '../appointments/public.js';
import { canonicalJson } from '../idempotency/canonical-json.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';

type Scope = AppointmentsScope & QuestionnairesScope & SupportScope;

export interface AnswerQuestionnaire {
  readonly appointmentId: string;
  readonly questionnaireId: string;
  readonly answers: Answers;
  /** False keeps a draft, which the next sending replaces. */
  readonly isFinal: boolean;
}

export interface AnswerDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

const BEFORE_THE_VISIT: readonly AppointmentStatus[] = ['pending', 'booked'];

/**
 * Keeps what a patient answers before a visit, as a draft or for good. A draft stays with the version that it began with. An
 * answer that alarms gives the doctor an attention entry in the same transaction, also in a draft: a patient who is in danger
 * may never come to the end of the form.
 * @throws DomainError not_found, validation_failed, invalid_transition once the visit has started or the answers are final
 */
export function answerQuestionnaire({ unitOfWork, now }: AnswerDeps) {
  return (actor: UserActor, command: AnswerQuestionnaire, requestKey: RequestKey | null): Promise<StoredAnswers> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const { appointmentId, questionnaireId } = command;
        const visit = await visibleAppointment(scope, actor, appointmentId, 'questionnaires:answer');
        const id = deriveId(requestKey, 'answers');
        const earlier = await scope.answers.find(appointmentId, questionnaireId);
        const at = now();
        const form = await formOf(scope, command);
        const { answers: given, isFinal } = command;
        if (earlier?.isFinal) {
          // Whoever never got the answer sends the same again, and finds it done.
          if (isFinal && isSame(earlier.assessment.answers, assess(form, given).answers)) return earlier;
          throw alreadyFinal();
        }
        assertBefore(visit, at);
        assertValid(answerProblems(form, given, { isFinal }));
        const assessment = assess(form, given);
        const { clinicId, patientId } = visit;
        const stored: StoredAnswers = {
          id: earlier?.id ?? id,
          clinicId,
          patientId,
          appointmentId,
          questionnaireId,
          version: form.version,
          isFinal,
          updatedAt: at,
          assessment,
        };
        await (earlier ? scope.answers.replace(stored) : scope.answers.insert(stored));
        if (assessment.alerts.length > 0) await alert(scope, visit, stored, at);
        const details = { questionnaire: questionnaireId, version: form.version, final: isFinal };
        await scope.audit.record(
          { action: 'answers.saved', entity: 'appointment', entityId: appointmentId, clinicId, patientId, details },
          at,
        );
        return stored;
      },
      // Of two sendings at once, the second finds what the first has kept.
      { exclusively: `answers/${command.appointmentId}/${command.questionnaireId}` },
    );
}

function isSame(one: Answers, other: Answers): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function assertBefore({ status, startsAt }: AppointmentRow, now: Date): void {
  if (BEFORE_THE_VISIT.includes(status) && startsAt > now) return;
  throw transitionError(status, 'Forms are filled in before the visit starts.');
}

function alreadyFinal(): DomainError {
  const sentence = 'These answers are final: please tell the clinic what has changed.';
  return new DomainError('invalid_transition', sentence, { status: 'final', allowed: [] });
}

async function formOf(scope: Scope, { appointmentId, questionnaireId }: AnswerQuestionnaire) {
  const asked = (await scope.questionnaires.ofVisits([appointmentId])).find(({ id }) => id === questionnaireId);
  const form = asked && (await scope.questionnaires.find(questionnaireId, asked.version));
  if (!form) throw notFound('Questionnaire');
  return form;
}

async function alert(scope: Scope, visit: AppointmentRow, answers: StoredAnswers, now: Date): Promise<void> {
  const { id: subjectId, clinicId, patientId } = visit;
  const { questionnaireId: questionnaire, version } = answers;
  const code = 'answer_alert';
  const about = `questionnaire/${questionnaire}`;
  const entry = await scope.attention.open(
    { clinicId, subjectId, code, about, context: { questionnaire, version } },
    now,
  );
  if (entry === null) return;
  await scope.audit.record(
    { action: 'attention.opened', entity: 'attention', entityId: subjectId, clinicId, patientId, details: { code } },
    now,
  );
}
