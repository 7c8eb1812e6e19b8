import type { Settings } from '../config/schema.js';
import type { SecurityRules } from '../domain/clinics/security-rules.js';
import { ROLES, type Role } from '../domain/roles.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An installation sets no number of its own: a clinic may trust devices for less. */
const TRUST_DAYS = 30;

/** What the installation asks of accounts and sessions; a clinic may ask for more. */
export function defaultSecurity(settings: Settings): SecurityRules {
  return {
    // A clinic cannot speak for who administers the installation.
    requireMfa: mfaRolesOf(settings).filter((role) => role !== 'platform_admin'),
    mfaTrustDays: TRUST_DAYS,
    sessionIdleSeconds: Math.min(settings.SESSION_TTL_SHORT, settings.REFRESH_TOKEN_TTL) / SECOND_MS,
    passwordMinLength: settings.PASSWORD_MIN_LENGTH,
    passwordClasses: 0,
    passwordMaxAgeDays: settings.PASSWORD_MAX_AGE === null ? null : settings.PASSWORD_MAX_AGE / DAY_MS,
    passwordHistory: settings.PASSWORD_HISTORY,
    accessLogNames: 'all',
    breakGlassMinutes: settings.POLICY_BREAK_GLASS / MINUTE_MS,
  };
}

/** Roles that work with a second factor only, whatever a clinic asks. */
export function mfaRolesOf({ REQUIRE_MFA_ROLES, KEEPWELL_EMBEDDED }: Settings): readonly Role[] {
  return REQUIRE_MFA_ROLES ?? (KEEPWELL_EMBEDDED ? [] : ROLES.filter((role) => role !== 'patient'));
}
