import { useState } from 'preact/hooks';
import { Check, Field, Form } from '../parts/form.js';
import { Button, Screen } from '../parts/page.js';
import { type Asked, giveSecondFactor, signIn } from '../session.js';
import { SetUpFactor } from './set-up-factor.js';

/** The way in: by password, and by a second factor where the account has one or its role needs one. */
export default function SignIn() {
  const [asked, setAsked] = useState<Asked | null>(null);
  if (asked?.mfa_setup_required) return <SetUpFactor token={asked.mfa_token} done={() => setAsked(null)} />;
  if (asked) return <SecondFactor token={asked.mfa_token} ask={setAsked} />;
  return (
    <Screen title="Sign in" shape="card">
      <Form
        action="Sign in"
        submit={async ({ email = '', password = '', remember }) =>
          setAsked(await signIn(email, password, remember === 'on'))
        }
        aside={<a href="/account/reset">Forgotten password</a>}
      >
        <Field name="email" label="Email" type="email" autocomplete="username" required />
        <Field name="password" label="Password" type="password" autocomplete="current-password" required />
        <Check name="remember" label="Stay signed in on this device" />
      </Form>
      <p class="foot">
        New here? <a href="/app/register">Open an account</a>
      </p>
    </Screen>
  );
}

function SecondFactor({ token, ask }: { readonly token: string; readonly ask: (asked: Asked | null) => void }) {
  return (
    <Screen title="One more step" shape="card">
      <p>Your account is protected by an authenticator app.</p>
      <Form
        action="Continue"
        submit={async ({ code = '' }) => {
          const more = await giveSecondFactor(token, code.trim());
          if (more) ask(more);
        }}
        aside={
          <Button look="link" onClick={() => ask(null)}>
            Start again
          </Button>
        }
      >
        <Field
          name="code"
          label="Code"
          hint="The six digits that the app shows now, or one of your recovery codes."
          autocomplete="one-time-code"
          autocapitalize="none"
          required
        />
      </Form>
    </Screen>
  );
}
