import { useState } from 'preact/hooks';
import { answerOf, api } from '../api.js';
import { Field, Form } from '../parts/form.js';
import { Button, Loaded, Screen, useLoad } from '../parts/page.js';

interface SetUpFactorProps {
  /** Of the sign-in that asked for it: it opens this and nothing else. */
  readonly token: string;
  readonly done: () => void;
}

/** For a role that needs a second factor and an account that has none yet. */
export function SetUpFactor({ token, done }: SetUpFactorProps) {
  const headers = { authorization: `Bearer ${token}` };
  const setUp = useLoad(() => answerOf(api.POST('/api/v1/users/mfa/setup', { headers })), [token]);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    return (
      <Screen title="Keep these codes" shape="card">
        <p>Each opens your account once, if you lose your phone. They are shown this one time.</p>
        <ul class="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Button look="main" onClick={done}>
          I have kept them
        </Button>
      </Screen>
    );
  }
  return (
    <Screen title="Protect your account" shape="card">
      <p>Your role needs a second factor. Scan this with an authenticator app, then type the code that it shows.</p>
      <Loaded of={setUp}>
        {({ qr_svg, secret }) => (
          <>
            <img class="qr" alt="" src={`data:image/svg+xml,${encodeURIComponent(qr_svg)}`} />
            <p class="hint">
              No camera? Type this into the app: <code>{secret}</code>
            </p>
            <Form
              action="Continue"
              submit={async ({ code = '' }) => {
                const body = { code: code.replace(/\s/g, '') };
                const { recovery_codes } = await answerOf(api.POST('/api/v1/users/mfa/confirm', { headers, body }));
                setCodes(recovery_codes);
              }}
            >
              <Field name="code" label="Code" inputMode="numeric" autocomplete="one-time-code" required />
            </Form>
          </>
        )}
      </Loaded>
    </Screen>
  );
}
