import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { answerOf, api } from '../api.js';
import { acceptedOf, currentDocuments, Documents } from '../parts/documents.js';
import { Field, Form, type Values } from '../parts/form.js';
import { Empty, Loaded, Screen, useLoad } from '../parts/page.js';
import { signIn } from '../session.js';

/**
 * A patient's account, and at once the first sign-in, unless the address has to be confirmed before. A clinic links here
 * with its own id, `?clinic=…`; without it the account is one of the installation's first clinic.
 */
export default function Register() {
  const [mailed, setMailed] = useState<string | null>(null);
  const { clinic } = useRoute().query;
  const documents = useLoad(async () => (clinic ? currentDocuments(clinic) : []), [clinic]);
  if (mailed !== null) {
    return (
      <Screen title="Look into your mailbox" shape="card">
        <Empty icon="chat" title="One step is left">
          <p>We have sent a link to {mailed}. Open it to confirm the address, then sign in.</p>
          <a class="button" href="/app/sign-in">
            Sign in
          </a>
        </Empty>
      </Screen>
    );
  }
  return (
    <Screen title="Open an account" shape="card">
      <Form
        action="Open the account"
        submit={async (values) => {
          const body = bodyOf(values, clinic);
          const { verification_required } = await answerOf(api.POST('/api/v1/users/register', { body }));
          if (verification_required) setMailed(values.email ?? '');
          else await signIn(values.email ?? '', values.password ?? '', false);
        }}
      >
        <Field name="first_name" label="First name" autocomplete="given-name" required />
        <Field name="last_name" label="Last name" autocomplete="family-name" required />
        <Field name="email" label="Email" type="email" autocomplete="username" required />
        <Field
          name="phone_number"
          label="Phone (optional)"
          type="tel"
          autocomplete="tel"
          hint="For reminders, and for when a connection fails."
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters. A few words of your own are best."
          required
        />
        <Loaded of={documents}>{(list) => <Documents documents={list} />}</Loaded>
      </Form>
      <p class="foot">
        Have one already? <a href="/app/sign-in">Sign in</a>
      </p>
    </Screen>
  );
}

function bodyOf(values: Values, clinic: string | undefined) {
  const { first_name = '', last_name = '', email = '', phone_number = '', password = '' } = values;
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    ...{ first_name, last_name, email, password, timezone, accepted_documents: acceptedOf(values) },
    ...(phone_number ? { phone_number } : {}),
    ...(clinic ? { clinic_id: clinic } : {}),
  };
}
