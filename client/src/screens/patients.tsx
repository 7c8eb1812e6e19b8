import { useState } from 'preact/hooks';
import { answerOf, api, newId, type Patient } from '../api.js';
import { Field, Form } from '../parts/form.js';
import { List, Note, Screen } from '../parts/page.js';
import { user } from '../session.js';
import { nameOf } from '../times.js';

/** Reception: find a patient, or open an account for one who has none. */
export default function Patients() {
  const [found, setFound] = useState<readonly Patient[] | null>(null);
  const mayRegister = user.value?.role !== 'nurse';
  return (
    <Screen title="Patients">
      <Form
        action="Search"
        submit={async ({ search = '' }) => {
          setFound(await answerOf(api.GET('/api/v1/patients', { params: { query: { search } } })));
        }}
      >
        <Field name="search" label="Name, date of birth, mail address, phone or identifier" required />
      </Form>
      <div role="status">{found && <Found found={found} />}</div>
      {mayRegister && <Register />}
    </Screen>
  );
}

function Found({ found }: { readonly found: readonly Patient[] }) {
  return (
    <List of={found} empty={['search', 'Nobody is found', 'Try fewer letters, or register the patient below.']}>
      {(patient) =>
        patient.restricted ? (
          <p class="row">
            {patient.initials} {patient.birth_year ? `(${patient.birth_year})` : ''}: another doctor’s patient
          </p>
        ) : (
          <a class="row" href={`/app/patients/${patient.id}`}>
            <span>
              <strong>{nameOf(patient)}</strong>
              <small>
                {patient.date_of_birth ?? 'Date of birth not known'} · {patient.email}
              </small>
            </span>
          </a>
        )
      }
    </List>
  );
}

function Register() {
  const [made, setMade] = useState('');
  return (
    <details class="card">
      <summary>Register a patient</summary>
      <div role="status">{made && <Note tone="good">{made}</Note>}</div>
      <Form
        action="Register"
        submit={async (values) => {
          const path = { id: user.value?.clinic_id ?? '' };
          const body = { first_name: '', last_name: '', email: '', ...values };
          const how = { params: { path }, body, headers: { 'Idempotency-Key': newId() } };
          const { possible_duplicates: twins } = await answerOf(api.POST('/api/v1/clinics/{id}/patients', how));
          const warning =
            twins.length > 0 ? ` There are ${twins.length} who may be the same person: search for the name.` : '';
          setMade(`The patient is registered, and gets a link to choose a password.${warning}`);
        }}
      >
        <Field name="first_name" label="First name" required />
        <Field name="last_name" label="Last name" required />
        <Field name="email" label="Email" type="email" required />
        <Field name="phone_number" label="Phone (optional)" type="tel" />
        <Field name="date_of_birth" label="Date of birth (optional)" type="date" />
      </Form>
    </details>
  );
}
