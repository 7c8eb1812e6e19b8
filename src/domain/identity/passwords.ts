/** Length in characters. The upper end keeps hashing cheap. */
const PASSWORD_MAX = 200;
const PRODUCT_NAME = 'keepwell';
/** A shorter name stands in too many passwords by chance. */
const SHORTEST_NAME = 3;
const DAY_MS = 24 * 3_600_000;
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** What the installation and the clinics of its owner ask of a password. */
export interface PasswordRules {
  /** In characters. */
  readonly passwordMinLength: number;
  /** How many of small letters, capitals, digits and other characters there must be; only a clinic asks for this. */
  readonly passwordClasses: number;
  /** How many of the last ones, the present one among them, are not chosen again. */
  readonly passwordHistory: number;
  /** Null: it does not grow old. */
  readonly passwordMaxAgeDays: number | null;
}

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** A guesser tries short repetitions early, and never comes to those of so many characters. */
const LONG = 20;

/**
 * Why a password is refused, as a sentence for the person; null when it is fine. Length decides, and whether a guesser
 * would begin with it; what kinds of characters it holds counts only where a clinic asks for that (OWASP ASVS 5.0,
 * V6.2.5). Whether it is a known one is not judged here.
 */
export function passwordProblem(password: string, owner: PasswordOwner, rules: PasswordRules): string | null {
  const length = [...password].length;
  const { passwordMinLength, passwordClasses } = rules;
  if (length < passwordMinLength) return `The password needs at least ${passwordMinLength} characters.`;
  if (length > PASSWORD_MAX) return `The password may have at most ${PASSWORD_MAX} characters.`;
  if (CLASSES.filter((kind) => kind.test(password)).length < passwordClasses) {
    return `The password needs ${passwordClasses} of these: small letters, capitals, digits, other characters.`;
  }
  if (length < LONG && new Set(password.toLowerCase()).size < 4)
    return 'The password repeats too few different characters.';
  if (isNamed(password, owner.email) || isNamed(password, owner.email.split('@')[0] ?? '')) {
    return 'The password must differ from the mail address.';
  }
  const { firstName, lastName } = owner;
  if (
    [firstName, lastName, `${firstName}${lastName}`, `${lastName}${firstName}`].some((name) => isNamed(password, name))
  ) {
    return 'The password must be more than your name.';
  }
  if (isNamed(password, PRODUCT_NAME)) return 'The password must be more than the name of this product.';
  return null;
}

/** Whether a password that was chosen then must be replaced before its owner signs in. */
export function isTooOld(
  chosenAt: Date,
  { passwordMaxAgeDays }: Pick<PasswordRules, 'passwordMaxAgeDays'>,
  now: Date,
): boolean {
  return passwordMaxAgeDays !== null && now.getTime() - chosenAt.getTime() > passwordMaxAgeDays * DAY_MS;
}

/** Whether nothing but digits and signs distinguishes the password from this name. */
function isNamed(password: string, name: string): boolean {
  const letters = lettersOf(name);
  return letters.length >= SHORTEST_NAME && lettersOf(password) === letters;
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}]/gu, '');
}
