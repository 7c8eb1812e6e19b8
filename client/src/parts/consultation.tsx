// What is recorded of how a visit was held: asked of its doctor, and shown to who may read it.

import { type Appointment, answerOf, api, type Consultation } from '../api.js';
import { momentOf } from '../times.js';
import { Area, Check, Choice, Field, type Values } from './form.js';
import { type Fact, Facts, useLoad } from './page.js';

export const MODES = [
  ['video', 'Video call'],
  ['phone', 'Phone call'],
  ['chat', 'Chat only'],
  ['in_person', 'At the clinic'],
] as const;

export type Mode = (typeof MODES)[number][0];

const INTERPRETER = Object.entries({ '': 'Not needed', offered: 'Offered, and not wanted', used: 'Was there' });

export const modeWords = (mode: string | null) => MODES.find(([value]) => value === mode)?.[1] ?? mode ?? 'Not said';

export function useConsultation(id: string, keys: readonly unknown[] = []) {
  const asked = () => answerOf(api.GET('/api/v1/appointments/{id}/consultation', { params: { path: { id } } }));
  return useLoad(asked, [id, ...keys]);
}

interface ConsultationFieldsProps {
  readonly known: Consultation | null;
  /** How they meant to meet. */
  readonly planned: string | null;
}

export function ConsultationFields({ known, planned }: ConsultationFieldsProps) {
  const { interpreter, technical_failure: failure } = known ?? {};
  return (
    <>
      <Choice name="mode" label="How you met" options={MODES} defaultValue={known?.mode ?? planned ?? 'video'} />
      <Field
        name="identity_check.method"
        label="How you know who it is (optional)"
        hint="For example: name and date of birth."
        defaultValue={known?.identity_check?.method}
      />
      <Field
        name="patient_location"
        label="Where the patient is (optional)"
        hint="For whoever has to send help."
        defaultValue={known?.patient_location}
      />
      <Check
        name="telehealth_consent_at"
        label="The patient agrees to meet at a distance"
        defaultChecked={Boolean(known?.telehealth_consent_at)}
      />
      <Check name="costs_explained" label="The costs were explained" defaultChecked={known?.costs_explained === true} />
      <Choice
        name="interpreter"
        label="Interpreter"
        options={INTERPRETER}
        defaultValue={interpreter?.used ? 'used' : interpreter?.offered ? 'offered' : ''}
      />
      <Field name="support_person" label="Who else was there (optional)" defaultValue={known?.support_person} />
      <Choice
        name="technical_failure"
        label="If the connection failed, how you went on"
        options={[['', 'It did not fail'], ...MODES]}
        defaultValue={failure?.switched_to ?? ''}
      />
      <Area
        name="notes"
        label="Notes (optional)"
        hint="Kept encrypted, for you alone."
        maxLength={10_000}
        defaultValue={known?.notes}
      />
    </>
  );
}

/** Records it; a moment that was recorded before stays. @throws Refusal */
export async function recordConsultation(id: string, values: Values, known: Consultation | null): Promise<void> {
  const now = new Date().toISOString();
  const text = (name: string) => values[name]?.trim() || null;
  const { identity_check: check, telehealth_consent_at: consent, technical_failure: failure } = known ?? {};
  const [method, interpreter] = [text('identity_check.method'), text('interpreter')];
  const switched = values.technical_failure;
  const body = {
    mode: (values.mode ?? 'video') as Mode,
    identity_check: method === null ? null : { method, checked_at: check?.method === method ? check.checked_at : now },
    patient_location: text('patient_location'),
    telehealth_consent_at: values.telehealth_consent_at ? (consent ?? now) : null,
    costs_explained: values.costs_explained === 'on',
    interpreter: interpreter ? { offered: true, used: interpreter === 'used' } : null,
    support_person: text('support_person'),
    technical_failure: switched ? { at: failure?.at ?? now, switched_to: switched as Mode } : null,
    notes: text('notes'),
  };
  await answerOf(api.PATCH('/api/v1/appointments/{id}/consultation', { params: { path: { id } }, body }));
}

/** As it was recorded. */
export function ConsultationRecord({ known, visit }: { readonly known: Consultation; readonly visit: Appointment }) {
  const at = (iso: string) => momentOf(iso, visit.timezone);
  const { identity_check: check, telehealth_consent_at: consent, interpreter, technical_failure: failure } = known;
  const facts: readonly Fact[] = [
    ['Began', known.started_at && at(known.started_at)],
    ['Ended', known.ended_at && at(known.ended_at)],
    ['How you met', known.mode && modeWords(known.mode)],
    ['Identity', check && `${check.method}, ${at(check.checked_at)}`],
    ['Place of the patient', known.patient_location],
    ['Phone', known.patient_phone],
    ['Agreed to meet at a distance', consent && at(consent)],
    ['Costs', known.costs_explained && 'Explained'],
    ['Interpreter', interpreter?.used ? 'Was there' : interpreter?.offered && 'Offered, and not wanted'],
    ['Who else was there', known.support_person],
    ['Connection', failure && `Failed ${at(failure.at)}, went on: ${modeWords(failure.switched_to)}`],
    ['Notes', known.notes],
  ];
  if (!facts.some(([, value]) => value)) return null;
  return (
    <section class="card">
      <h2>The visit</h2>
      <Facts of={facts} />
    </section>
  );
}
