// Allergies and current medicines of a patient, for who prescribes: read, completed, and never overwritten.

import type { ComponentChildren } from 'preact';
import { answerOf, api, type ClinicalSummary } from '../api.js';
import { dateOf } from '../times.js';
import { Area, Ask, Choice, Field, type Values } from './form.js';
import { Button, Loaded, useAttempt, useLoad } from './page.js';

/** Values of the API as choices: `life_threatening` is said as `Life threatening`. */
const choices = (values: string) =>
  values.split(' ').map((value) => [value, sentence(value)] as [value: string, label: string]);
const sentence = (value: string) => value.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());

const CATEGORIES = choices('medicine food environment other');
const SEVERITIES = choices('mild moderate severe life_threatening');
const CERTAINTIES = choices('confirmed suspected');
const SOURCES = Object.entries({ patient_reported: 'The patient says so', other_prescriber: 'Another prescriber' });

type Allergy = ClinicalSummary['allergies'][number];

/** `changed` is called when it is another one than before. */
export function MedicationRecord({ patient, changed }: { readonly patient: string; readonly changed: () => void }) {
  const params = { path: { id: patient } };
  const record = useLoad(() => answerOf(api.GET('/api/v1/patients/{id}/clinical-summary', { params })), [patient]);
  const { attempt, problem } = useAttempt();
  /** @throws Refusal */
  async function write(asked: Promise<unknown>) {
    await asked;
    await record.again();
    changed();
  }
  const stateNone = () =>
    answerOf(api.PUT('/api/v1/patients/{id}/allergies/status', { params, body: { no_known_allergies: true } }));
  const review = () => answerOf(api.POST('/api/v1/patients/{id}/medicines/review', { params }));
  return (
    <aside class="card record" aria-label="The patient’s record">
      {problem}
      <Loaded of={record}>
        {(known) => (
          <>
            <section class="part">
              <h2>Allergies</h2>
              {known.allergy_status === 'unknown' && (
                <p class="wrong">Not known. Unknown is not none: ask the patient.</p>
              )}
              {known.no_known_allergies && <p>No known allergies, stated on {dateOf(known.no_known_allergies.at)}.</p>}
              <ul class="list">
                {known.allergies.map(({ id: entry, substance, reaction, severity, coded, version }) => (
                  <Entry
                    key={entry}
                    name={substance}
                    about={`${reaction} · ${sentence(severity)}`}
                    coded={coded}
                    ends={{ resolved: 'The patient does not have it any more', entered_in_error: 'It was never so' }}
                    keep={({ status, reason = '' }) => {
                      const body = { status: status as 'resolved', reason, version };
                      const how = { params: { path: { id: patient, entry } }, body };
                      return write(answerOf(api.PATCH('/api/v1/patients/{id}/allergies/{entry}', how)));
                    }}
                  />
                ))}
              </ul>
              <div class="actions">
                {known.allergy_status === 'unknown' && (
                  <Button onClick={() => void attempt(() => write(stateNone()))}>No known allergies</Button>
                )}
                <AddAllergy patient={patient} write={write} />
              </div>
            </section>
            <section class="part">
              <h2>Current medicines</h2>
              <p class="hint">
                {known.medicines_reviewed_at
                  ? `Looked through with the patient on ${dateOf(known.medicines_reviewed_at)}.`
                  : 'Nobody has looked through the list with the patient yet.'}
              </p>
              <ul class="list">
                {known.medicines.map(({ id: entry, name, dose, coded, version }) => (
                  <Entry
                    key={entry}
                    name={name}
                    about={dose ?? ''}
                    coded={coded}
                    ends={{ stopped: 'Not taken any more', entered_in_error: 'It was never taken' }}
                    keep={({ status, reason = '', stopped_on: day }) => {
                      const stopped = status === 'stopped' && day ? { stopped_on: day } : {};
                      const body = { status: status as 'stopped', reason, version, ...stopped };
                      const how = { params: { path: { id: patient, entry } }, body };
                      return write(answerOf(api.PATCH('/api/v1/patients/{id}/medicines/{entry}', how)));
                    }}
                  >
                    <Field name="stopped_on" label="Last day, where it is known (optional)" type="date" />
                  </Entry>
                ))}
              </ul>
              {known.medicines.length === 0 && <p>None in the list.</p>}
              <div class="actions">
                <Button onClick={() => void attempt(() => write(review()))}>List looked through</Button>
                <AddMedicine patient={patient} write={write} />
              </div>
            </section>
          </>
        )}
      </Loaded>
    </aside>
  );
}

interface WriteProps {
  readonly patient: string;
  readonly write: (asked: Promise<unknown>) => Promise<void>;
}

interface EntryProps {
  readonly name: string;
  readonly about: string;
  readonly coded: boolean;
  /** What can be said of it instead. */
  readonly ends: Readonly<Record<string, string>>;
  /** @throws Refusal */
  readonly keep: (values: Values) => Promise<void>;
  readonly children?: ComponentChildren;
}

/** One of the record, which is ended with a reason and never deleted. */
function Entry({ name, about, coded, ends, keep, children }: EntryProps) {
  return (
    <li class="row">
      <span>
        <strong>{name}</strong>
        <small>{about}</small>
        {!coded && <small class="caution">Not coded: checks cannot recognise it</small>}
      </span>
      <Ask label="Change" name={`Change ${name}`} look="link" title={`Change: ${name}`} action="Keep it" submit={keep}>
        <Choice name="status" label="What is so" options={Object.entries(ends)} />
        {children}
        <Area name="reason" label="Reason" hint="Stays in its history." minLength={3} maxLength={500} required />
      </Ask>
    </li>
  );
}

function AddAllergy({ patient, write }: WriteProps) {
  const submit = ({ substance = '', reaction = '', ...values }: Values) => {
    const body = { substance, reaction, ...(values as Pick<Allergy, 'category' | 'severity' | 'certainty'>) };
    return write(answerOf(api.POST('/api/v1/patients/{id}/allergies', { params: { path: { id: patient } }, body })));
  };
  return (
    <Ask label="Add an allergy" title="Add an allergy" action="Add it" submit={submit}>
      <Field name="substance" label="To what" hint="A substance, a class such as penicillins, or a food." required />
      <Field name="reaction" label="What it does" required />
      <Choice name="category" label="Kind" options={CATEGORIES} />
      <Choice name="severity" label="How severe" options={SEVERITIES} />
      <Choice name="certainty" label="How certain" options={CERTAINTIES} />
    </Ask>
  );
}

function AddMedicine({ patient, write }: WriteProps) {
  const submit = ({ name = '', source = '', ...values }: Values) => {
    const body = { ...values, name, source: source as 'patient_reported' };
    return write(answerOf(api.POST('/api/v1/patients/{id}/medicines', { params: { path: { id: patient } }, body })));
  };
  return (
    <Ask label="Add a medicine" title="Add a medicine that is taken" action="Add it" submit={submit}>
      <Field name="name" label="Medicine" hint="The substance, with its strength where it is known." required />
      <Field name="dose" label="How it is taken (optional)" />
      <Field name="started_on" label="Since (optional)" type="date" />
      <Choice name="source" label="Who says so" options={SOURCES} />
    </Ask>
  );
}
