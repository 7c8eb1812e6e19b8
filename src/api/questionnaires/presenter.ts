import { formatDuration } from '../../config/durations.js';
import type { Answers } from '../../domain/questionnaires/answers.js';
import type { Item } from '../../domain/questionnaires/questionnaire.js';
import type { Questionnaire } from '../../usecases/questionnaires/manage-questionnaires.js';
import type { ReadAnswers } from '../../usecases/questionnaires/read-answers.js';
import type { AnswersAnswer, AnswersByKey, AnswersView, ItemView, QuestionnaireView } from './responses.js';

export function questionnaireView(form: Questionnaire): QuestionnaireView {
  return {
    id: form.id,
    clinic: form.clinicId,
    version: form.version,
    title: form.title,
    purpose: form.purpose,
    consultation_types: [...form.consultationTypes],
    due_before: formatDuration(form.dueBeforeMs),
    items: form.items.map(itemView),
    bands: form.bands.map((band) => ({ ...band })),
    created_at: form.createdAt.toISOString(),
    retired_at: form.retiredAt?.toISOString() ?? null,
  };
}

function itemView({ showIf, alertIf, options, required = false, ...item }: Item): ItemView {
  const { atLeast, ...rule } = alertIf ?? { message: '' };
  return {
    ...item,
    required,
    ...(options ? { options: options.map((option) => ({ ...option })) } : {}),
    ...(showIf ? { show_if: { ...showIf } } : {}),
    ...(alertIf ? { alert_if: { ...rule, ...(atLeast === undefined ? {} : { at_least: atLeast }) } } : {}),
  };
}

export function answersAnswer({
  id,
  version,
  assessment,
}: Pick<ReadAnswers, 'id' | 'version' | 'assessment'>): AnswersAnswer {
  const { score, band, alerts } = assessment;
  return { id, version, score, band, alerts: alerts.map((alert) => ({ ...alert })) };
}

export function answersView(read: ReadAnswers): AnswersView {
  return {
    ...answersAnswer(read),
    appointment: read.appointmentId,
    questionnaire: read.questionnaireId,
    title: read.title,
    answers: byKey(read.assessment.answers),
    is_final: read.isFinal,
    answered_at: read.updatedAt.toISOString(),
  };
}

function byKey(answers: Answers): AnswersByKey {
  return Object.fromEntries(
    Object.entries(answers).map(([key, answer]) => [key, typeof answer === 'object' ? [...answer] : answer]),
  );
}
