import { APPOINTMENT_ID } from '../http/example-values.js';
import type { AnswersAnswer, AnswersView, QuestionnaireView } from './responses.js';

export const QUESTIONNAIRE: QuestionnaireView = {
  id: '8d4b1c2a-7e3f-4a5b-9c6d-0e1f2a3b4c5d',
  clinic: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  version: 1,
  title: 'Before your visit',
  purpose: 'before_visit',
  consultation_types: [],
  due_before: '24h',
  items: [
    { key: 'smokes', text: 'Do you smoke?', type: 'boolean', required: true },
    {
      key: 'packs',
      text: 'How many packs a day?',
      type: 'number',
      required: true,
      min: 0,
      max: 10,
      show_if: { key: 'smokes', equals: true },
    },
    {
      key: 'pain',
      text: 'How strong is your pain?',
      type: 'scale',
      required: false,
      min: 0,
      max: 10,
      alert_if: { message: 'Please call us now.', at_least: 9 },
    },
  ],
  bands: [],
  created_at: '2026-01-15T09:00:00.000Z',
  retired_at: null,
};

export const ANSWERS_ANSWER: AnswersAnswer = {
  id: '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
  version: 1,
  score: null,
  band: null,
  alerts: [{ key: 'pain', message: 'Please call us now.' }],
};

export const ANSWERS_VIEW: AnswersView = {
  id: '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
  version: 1,
  score: null,
  band: null,
  alerts: [{ key: 'pain', message: 'Please call us now.' }],
  appointment: APPOINTMENT_ID,
  questionnaire: '8d4b1c2a-7e3f-4a5b-9c6d-0e1f2a3b4c5d',
  title: 'Before your visit',
  answers: { smokes: false, pain: 9 },
  is_final: true,
  answered_at: '2026-11-28T15:00:00.000Z',
};
