/** What a session had beside the first proof: a code of the app, one of the paper, or a device that was trusted before. */
export const SECOND_FACTORS = ['totp', 'recovery_code', 'trusted_device'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** How a sign-in that waits for its second factor can go on, as the wire names it. */
export const MFA_METHODS = ['totp', 'recovery_code'] as const;
export type MfaMethod = (typeof MFA_METHODS)[number];

/** What a sign-in waits for: the second factor of the account, or that it gets one. */
export const CHALLENGE_PURPOSES = ['verify', 'set_up'] as const;
export type ChallengePurpose = (typeof CHALLENGE_PURPOSES)[number];

/** A code that is shown or sent lives at most ten minutes (OWASP ASVS 5.0, V6.5.5). */
export const CHALLENGE_LIVES_MS = 600_000;
export const CHALLENGE_TRIES = 5;

export const RECOVERY_CODES = 10;
/** 32 signs, so that each stands for five bits. */
const SIGNS = 'abcdefghijklmnopqrstuvwxyz234567';
const SELECTOR_SIGNS = 4;
const CODE_SIGNS = 16;

/** A recovery code: `text` for its person, `selector` to find its row by, `secret` to be hashed. */
export interface RecoveryCode {
  readonly text: string;
  readonly selector: string;
  readonly secret: string;
}

/** Makes a recovery code of 16 random bytes: of its 16 signs, 12 are secret (60 bits). */
export function recoveryCodeOf(random: Uint8Array): RecoveryCode {
  const signs = Array.from(random.subarray(0, CODE_SIGNS), (byte) => SIGNS[byte % SIGNS.length]).join('');
  return { text: signs.replace(/(.{4})(?=.)/g, '$1-'), ...partsOf(signs) };
}

/** Reads a recovery code as somebody types it, in any case and with any separators; null when it is none. */
export function parseRecoveryCode(text: string): Omit<RecoveryCode, 'text'> | null {
  const signs = text.toLowerCase().replace(/[\s-]/g, '');
  return new RegExp(`^[${SIGNS}]{${CODE_SIGNS}}$`).test(signs) ? partsOf(signs) : null;
}

function partsOf(signs: string) {
  return { selector: signs.slice(0, SELECTOR_SIGNS), secret: signs.slice(SELECTOR_SIGNS) };
}

/** A code of an authenticator app as it is typed, often with a gap in the middle; null when it is none. */
export function parseTotp(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}
