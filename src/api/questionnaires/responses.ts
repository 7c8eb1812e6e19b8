import type { ItemType, Purpose } from '../../domain/questionnaires/questionnaire.js';
import type { Count, Instant, Uuid } from '../http/wire-formats.js';

export interface OptionView {
  value: string;
  label: string;
  score?: number;
}

export interface ShowIfView {
  key: string;
  equals: string | number | boolean;
}

export interface AlertIfView {
  at_least?: number;
  equals?: string | number | boolean;
  message: string;
}

/** One question. */
export interface ItemView {
  key: string;
  text: string;
  type: ItemType;
  required: boolean;
  options?: OptionView[];
  min?: number;
  max?: number;
  show_if?: ShowIfView;
  alert_if?: AlertIfView;
}

export interface BandView {
  from: number;
  to: number;
  label: string;
  /** What the patient is told; null where this is no reason to look. */
  alert: string | null;
}

/** A version of a form. */
export interface QuestionnaireView {
  id: Uuid;
  clinic: Uuid;
  version: Count;
  title: string;
  purpose: Purpose;
  /** Empty: before every visit. */
  consultation_types: string[];
  /** How long before the start of the visit it is due. */
  due_before: string;
  items: ItemView[];
  bands: BandView[];
  created_at: Instant;
  /** Since when it is asked no more. */
  retired_at: Instant | null;
}

/** An answer that needs a doctor's eye; the score's own has the key `score`. */
export interface AnswerAlert {
  key: string;
  /** For the patient, at once. */
  message: string;
}

/** What a form made of answers. */
export interface AnswersAnswer {
  id: Uuid;
  /** The version that was answered. */
  version: Count;
  /** The sum of the chosen options' scores; of a form with bands whose options have none, of its scales; else null. */
  score: number | null;
  /** The label of the band in which the score lies. */
  band: string | null;
  alerts: AnswerAlert[];
}

/** An answer for each key. */
export interface AnswersByKey {
  [key: string]: string | number | boolean | string[];
}

/** What was answered before a visit. */
export interface AnswersView extends AnswersAnswer {
  appointment: Uuid;
  questionnaire: Uuid;
  /** Of the version that was answered. */
  title: string;
  answers: AnswersByKey;
  /** False: a draft, which the patient may still change. */
  is_final: boolean;
  answered_at: Instant;
}
