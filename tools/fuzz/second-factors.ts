import { generateSync } from 'otplib';
import { Client, type Instance } from '../rig/instance.js';
import { freshAddress } from './people.js';

const PASSWORD = 'a phrase of its own';

/** What a sign-in with a second factor is completed by. */
export interface WaitingSignIn {
  readonly mfa_token: string;
  readonly recovery_code: string;
}

/** The first code of an authenticator app that waits for it. */
export async function firstCode(client: Client): Promise<string> {
  const { secret } = await client.call('POST', 'users/mfa/setup/', {});
  return generateSync({ secret });
}

/** A new account that has signed in as far as to its second factor. */
export async function waitingSignIn(instance: Instance): Promise<WaitingSignIn> {
  const [email, nobody] = [freshAddress(), new Client(instance)];
  const name = { first_name: 'Fuzz', last_name: 'Patient' };
  await nobody.call('POST', 'users/register/', { email, password: PASSWORD, ...name });
  const client = await nobody.signIn(email, PASSWORD);
  const body = { code: await firstCode(client) };
  const { recovery_codes } = await client.call('POST', 'users/mfa/confirm/', body);
  const { mfa_token } = await nobody.call('POST', 'users/login/', { email, password: PASSWORD });
  return { mfa_token, recovery_code: recovery_codes[0] };
}
