import assert from 'node:assert/strict';
import { generateSync } from 'otplib';

const STEP_MS = 30_000;

/** What an authenticator app shows, `steps` of 30 seconds from then. */
export function codeAt(secret: string, at: Date, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor((at.getTime() + steps * STEP_MS) / 1000) });
}

/** An account's authenticator app and its recovery codes. */
export interface Factors {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/**
 * Sets up an authenticator app by the token of a session, or of a sign-in that asks for it; its code of that moment is used.
 * `api` is the URL of the API.
 */
export async function setUpFactors(api: string, token: string, at = new Date()): Promise<Factors> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${api}/api/v1/users/mfa/${path}/`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { readonly secret: string; readonly recovery_codes: readonly string[] };
    assert.equal(response.status, 200, JSON.stringify(answer));
    return answer;
  };
  const { secret } = await post('setup', {});
  const { recovery_codes: recoveryCodes } = await post('confirm', { code: codeAt(secret, at) });
  return { secret, recoveryCodes };
}
