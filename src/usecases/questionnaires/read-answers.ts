import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { mayRead } from '../../domain/visibility.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { StoredAnswers } from '../../models/repositories/questionnaires/answers.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/slice.js';
import { visibleAppointment } from '../appointments/public.js';
import type { AnswerDeps } from './answer-questionnaire.js';

type Scope = AppointmentsScope & QuestionnairesScope;

/** Answers with the title of the version that they answered. */
export interface ReadAnswers extends StoredAnswers {
  readonly title: string;
}

/** What was answered before a visit, drafts included: for its patient and its doctor. Each reading is audited. @throws DomainError not_found */
export function readAnswers({ unitOfWork, now }: AnswerDeps) {
  return (actor: UserActor, appointmentId: string): Promise<readonly ReadAnswers[]> =>
    unitOfWork.withScope(actor, async (scope: Scope) => {
      const visit = await visibleAppointment(scope, actor, appointmentId, 'answers:read');
      if (!mayRead(actor, 'answers', visit)) throw notFound('Appointment');
      const [answers, forms] = [
        await scope.answers.list(appointmentId),
        await scope.questionnaires.ofVisits([appointmentId]),
      ];
      const { clinicId, patientId } = visit;
      const details = { forms: answers.length };
      await scope.audit.record(
        { action: 'answers.read', entity: 'appointment', entityId: appointmentId, clinicId, patientId, details },
        now(),
      );
      const titles = new Map(forms.map(({ id, title }) => [id, title]));
      return answers.map((one) => ({ ...one, title: titles.get(one.questionnaireId) ?? '' }));
    });
}
