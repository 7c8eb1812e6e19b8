/** Lengths in characters. The upper one keeps hashing cheap. */
const PASSWORD_MIN = 8;
const PASSWORD_MAX = 200;
/** From here on length alone is enough: a sentence needs no digit. */
const PASSPHRASE = 14;

/** Why a password is refused, as a sentence for the person; null when it is fine. */
export function passwordProblem(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return `The password needs at least ${PASSWORD_MIN} characters.`;
  if (length > PASSWORD_MAX) return `The password may have at most ${PASSWORD_MAX} characters.`;
  if (new Set(password.toLowerCase()).size < 4) return 'The password repeats too few different characters.';
  if (length < PASSPHRASE && !(/\p{L}/u.test(password) && /[^\p{L}\s]/u.test(password))) {
    return 'A password this short needs a letter and a digit or sign.';
  }
  const address = email.trim().toLowerCase();
  if (password.toLowerCase() === address || password.toLowerCase() === address.split('@')[0]) {
    return 'The password must differ from the mail address.';
  }
  return null;
}
