import type { FieldError } from '../errors.js';
import type { MemberRole } from '../roles.js';

/** Whose names a patient finds in the record of who looked at their data; of the others the role alone. */
export const ACCESS_LOG_NAMES = ['all', 'clinicians', 'none'] as const;
export type AccessLogNames = (typeof ACCESS_LOG_NAMES)[number];

/** What is asked of accounts and sessions, by an installation or by a clinic. */
export interface SecurityRules {
  /** Roles that cannot work without a second factor. */
  readonly requireMfa: readonly MemberRole[];
  /** For so many days a trusted device needs no second factor; 0: none is trusted. */
  readonly mfaTrustDays: number;
  /** A session of staff, or one that is not remembered, ends when it is not used for so long. */
  readonly sessionIdleSeconds: number;
  /** In characters. */
  readonly passwordMinLength: number;
  /** How many of small letters, capitals, digits and other characters a password needs. */
  readonly passwordClasses: number;
  /** Null: a password does not grow old. */
  readonly passwordMaxAgeDays: number | null;
  /** How many of the last passwords, the present one among them, are not chosen again. */
  readonly passwordHistory: number;
  readonly accessLogNames: AccessLogNames;
  /** How long a break-glass grant lasts. */
  readonly breakGlassMinutes: number;
}

/** What one clinic asks beyond the installation; null: nothing. */
export type OwnSecurityRules = {
  readonly [Rule in keyof SecurityRules]: Rule extends 'requireMfa' ? SecurityRules[Rule] : SecurityRules[Rule] | null;
};

type NumberRule = Exclude<keyof SecurityRules, 'requireMfa' | 'accessLogNames'>;

/**
 * The rules that hold where these clinics ask, of each the strictest: a clinic's own are those of its one row, a person's
 * those of all clinics of their active memberships.
 */
export function strictestRules(installation: SecurityRules, clinics: readonly OwnSecurityRules[]): SecurityRules {
  const all: readonly OwnSecurityRules[] = [installation, ...clinics];
  const given = (rule: NumberRule) => all.flatMap((rules) => rules[rule] ?? []);
  const least = (rule: NumberRule) => Math.min(...given(rule));
  const most = (rule: NumberRule) => Math.max(...given(rule));
  const hiding = all.map(({ accessLogNames }) => ACCESS_LOG_NAMES.indexOf(accessLogNames ?? 'all'));
  return {
    requireMfa: [...new Set(all.flatMap(({ requireMfa }) => requireMfa))],
    mfaTrustDays: least('mfaTrustDays'),
    sessionIdleSeconds: least('sessionIdleSeconds'),
    passwordMinLength: most('passwordMinLength'),
    passwordClasses: most('passwordClasses'),
    passwordMaxAgeDays: given('passwordMaxAgeDays').length === 0 ? null : least('passwordMaxAgeDays'),
    passwordHistory: most('passwordHistory'),
    accessLogNames: ACCESS_LOG_NAMES[Math.max(...hiding)] ?? 'all',
    breakGlassMinutes: least('breakGlassMinutes'),
  };
}

/** What a clinic wants to change; null takes the installation's, what is left out stays. */
export type SecurityChange = {
  readonly [Rule in keyof SecurityRules]?: SecurityRules[Rule] | null | undefined;
};

/** Where the wire names a rule otherwise than this code. */
const FIELDS: Readonly<Record<keyof SecurityRules, string>> = {
  requireMfa: 'require_mfa',
  mfaTrustDays: 'mfa_trust_days',
  sessionIdleSeconds: 'session_idle_seconds',
  passwordMinLength: 'password.min_length',
  passwordClasses: 'password.classes',
  passwordMaxAgeDays: 'password.max_age_days',
  passwordHistory: 'password.history',
  accessLogNames: 'access_log_names',
  breakGlassMinutes: 'break_glass_minutes',
};
const AT_LEAST = ['passwordMinLength', 'passwordClasses', 'passwordHistory'] as const satisfies readonly NumberRule[];
const AT_MOST = [
  'mfaTrustDays',
  'sessionIdleSeconds',
  'passwordMaxAgeDays',
  'breakGlassMinutes',
] as const satisfies readonly NumberRule[];

/** Each rule that would be laxer than the installation's. */
export function laxerRules(installation: SecurityRules, change: SecurityChange): readonly FieldError[] {
  const { requireMfa } = change;
  const dropped = requireMfa ? installation.requireMfa.filter((role) => !requireMfa.includes(role)) : [];
  return [
    ...dropped.map((role) => ({
      field: FIELDS.requireMfa,
      message: `This installation requires a second factor of the role ${role}: it cannot be left out.`,
    })),
    ...AT_LEAST.flatMap((rule) => {
      const bound = installation[rule];
      return (change[rule] ?? bound) < bound
        ? [{ field: FIELDS[rule], message: `This installation asks for at least ${bound}.` }]
        : [];
    }),
    ...AT_MOST.flatMap((rule) => {
      const bound = installation[rule];
      return bound !== null && (change[rule] ?? bound) > bound
        ? [{ field: FIELDS[rule], message: `This installation allows at most ${bound}.` }]
        : [];
    }),
  ];
}
