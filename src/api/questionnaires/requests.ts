import { parseDuration } from '../../config/durations.js';
import { invalid } from '../../domain/errors.js';
import type { Answers } from '../../domain/questionnaires/answers.js';
import type { Band, Form, Item } from '../../domain/questionnaires/questionnaire.js';
import type { AnswerQuestionnaire } from '../../usecases/questionnaires/answer-questionnaire.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';

/** What can be chosen. */
export interface OptionBody {
  /**
   * What is sent as the answer.
   * @minLength 1
   * @maxLength 100
   */
  value: string;
  /**
   * What the patient reads.
   * @minLength 1
   * @maxLength 200
   */
  label: string;
  /**
   * Of a form that is scored.
   * @minimum -1000
   * @maximum 1000
   */
  score?: number;
}

/** Asked only where an earlier question was asked and answered so. */
export interface ShowIfBody {
  /**
   * Of an earlier question.
   * @maxLength 64
   */
  key: string;
  /** The answer; of a multiple choice, one of them. */
  equals: string | number | boolean;
}

/** An answer that needs a doctor's eye at once. Give one of `at_least` and `equals`. */
export interface AlertIfBody {
  /** The figure, or of a choice its score, is this or more. */
  at_least?: number;
  /** The answer is this; of a multiple choice, contains it. */
  equals?: string | number | boolean;
  /**
   * Shown to the patient at once.
   * @minLength 1
   * @maxLength 1000
   */
  message: string;
}

/** One question. */
export interface ItemBody {
  /**
   * Names the answer. Small letters, digits, underscores.
   * @pattern ^[a-z][a-z0-9_]{0,63}$
   */
  key: string;
  /**
   * @minLength 1
   * @maxLength 1000
   */
  text: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'choice' | 'multi_choice' | 'scale';
  /** Final answers have it, where it is asked. */
  required?: boolean;
  /**
   * Of `choice` and `multi_choice`; of a `scale`, labels and scores of its points.
   * @maxItems 50
   */
  options?: OptionBody[];
  /** Of `number` and `scale`; a scale has both. */
  min?: number;
  max?: number;
  show_if?: ShowIfBody;
  alert_if?: AlertIfBody;
}

/** What a score means, both ends included. */
export interface BandBody {
  from: number;
  to: number;
  /**
   * @minLength 1
   * @maxLength 200
   */
  label: string;
  /** A message for the patient where this needs a doctor's eye; `true` shows the label. */
  alert?: string | boolean;
}

/** A form. */
export interface QuestionnaireBody {
  /**
   * @minLength 1
   * @maxLength 200
   */
  title: string;
  /** `registration`: until the patient has once answered it for good. */
  purpose: 'before_visit' | 'registration';
  /**
   * Only before visits of these types; before every visit when left out or empty.
   * @maxItems 50
   */
  consultation_types?: ConsultationTypeName[] | null;
  /**
   * How long before the start of the visit it is due; at the start when left out.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "24h"
   */
  due_before?: string | null;
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: ItemBody[];
  /**
   * @maxItems 50
   */
  bands?: BandBody[] | null;
}

/**
 * @minLength 1
 * @maxLength 64
 */
export type ConsultationTypeName = string;

/** What the next version changes; what is left out stays as it is. */
export interface QuestionnaireChangeBody {
  /**
   * @minLength 1
   * @maxLength 200
   */
  title?: string;
  purpose?: 'before_visit' | 'registration';
  /**
   * @maxItems 50
   */
  consultation_types?: ConsultationTypeName[];
  /**
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "24h"
   */
  due_before?: string;
  /**
   * @minItems 1
   * @maxItems 100
   */
  items?: ItemBody[];
  /**
   * @maxItems 50
   */
  bands?: BandBody[];
}

/** Answers before a visit. */
export interface AnswersBody {
  appointment: Uuid;
  questionnaire: Uuid;
  /** By the keys of the questions; a date as `YYYY-MM-DD`, a multiple choice as a list of values. */
  answers: AnswersDto;
  /** False keeps a draft, which the next sending replaces. */
  is_final: boolean;
}

/** An answer for each key. */
export interface AnswersDto {
  [key: string]: string | number | boolean | string[] | null;
}

/** A year: nobody books further ahead what is due by then. */
const LONGEST_MS = 366 * 86_400_000;

/** @throws DomainError validation_failed */
export function formOf(body: QuestionnaireBody): Form {
  return {
    title: body.title,
    purpose: body.purpose,
    consultationTypes: body.consultation_types ?? [],
    dueBeforeMs: body.due_before ? dueBefore(body.due_before) : 0,
    items: body.items.map(itemOf),
    bands: (body.bands ?? []).map(bandOf),
  };
}

/** @throws DomainError validation_failed */
export function formChangeOf(body: QuestionnaireChangeBody): Partial<Form> {
  return {
    ...(body.title === undefined ? {} : { title: body.title }),
    ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
    ...(body.consultation_types === undefined ? {} : { consultationTypes: body.consultation_types }),
    ...(body.due_before === undefined ? {} : { dueBeforeMs: dueBefore(body.due_before) }),
    ...(body.items === undefined ? {} : { items: body.items.map(itemOf) }),
    ...(body.bands === undefined ? {} : { bands: body.bands.map(bandOf) }),
  };
}

/** @throws DomainError validation_failed */
export function answersOf(body: AnswersBody): AnswerQuestionnaire {
  const answers: Answers = Object.fromEntries(
    Object.entries(body.answers).flatMap(([key, answer]) => (answer === null ? [] : [[key, answer]])),
  );
  return {
    appointmentId: inputId(body.appointment, 'appointment'),
    questionnaireId: inputId(body.questionnaire, 'questionnaire'),
    answers,
    isFinal: body.is_final,
  };
}

function dueBefore(text: string): number {
  const value = parseDuration(text);
  if (value === null || value > LONGEST_MS) throw invalid('due_before', 'Use a duration up to a year, such as 24h.');
  return value;
}

function itemOf({ show_if: showIf, alert_if: alertIf, ...item }: ItemBody): Item {
  return {
    ...item,
    ...(showIf ? { showIf } : {}),
    ...(alertIf ? { alertIf: alertRuleOf(alertIf) } : {}),
  };
}

function alertRuleOf({ at_least: atLeast, equals, message }: AlertIfBody) {
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(equals === undefined ? {} : { equals }), message };
}

function bandOf({ from, to, label, alert }: BandBody): Band {
  const message = typeof alert === 'string' ? alert.trim() : '';
  return { from, to, label, alert: alert === true ? label : message || null };
}
