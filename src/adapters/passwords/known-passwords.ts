import { createHash } from 'node:crypto';
import type { KnownPasswords } from './port.js';

export interface KnownPasswordsOptions {
  /** Address of a range API, without the final slash: `GET {url}/{first five hex characters of the SHA-1}`. */
  readonly breachUrl: string | undefined;
  /** Called when the service did not answer. */
  readonly onUnanswered: (error: unknown) => void;
}

const LOOKUP_MS = 2_000;
/** The longest answer of a range is about 60 kB. */
const MOST_CHARACTERS = 1_000_000;

/**
 * The 49,000 most common passwords of `@zxcvbn-ts/language-common` and, by setting, those of known breaches, asked by
 * k-anonymity: the service learns five characters of a SHA-1. When it does not answer, the built-in list alone decides:
 * a service that is down must not keep people from choosing a password.
 */
export function knownPasswords({ breachUrl, onUnanswered }: KnownPasswordsOptions): KnownPasswords {
  let common: Promise<ReadonlySet<string>> | undefined;
  return {
    async isKnown(password) {
      common ??= loadCommon();
      if ((await common).has(password.toLowerCase())) return true;
      if (breachUrl === undefined) return false;
      try {
        return await isBreached(breachUrl, password);
      } catch (error) {
        onUnanswered(error);
        return false;
      }
    },
  };
}

/** Loaded when it is first needed: unpacking it takes a tenth of a second. */
async function loadCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((password) => `${password}`.toLowerCase()));
}

async function isBreached(url: string, password: string): Promise<boolean> {
  const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
  const response = await fetch(`${url}/${digest.slice(0, 5)}`, {
    // The service then hides the answer's length; its invented lines have a count of 0.
    headers: { 'Add-Padding': 'true' },
    signal: AbortSignal.timeout(LOOKUP_MS),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`the range API answered ${response.status}`);
  const text = await response.text();
  if (text.length > MOST_CHARACTERS) throw new Error('the range API answered more than a range');
  return text.split(/\r?\n/).some((line) => {
    const [suffix, count] = line.split(':');
    return suffix?.toUpperCase() === digest.slice(5) && Number(count) > 0;
  });
}
