import type { Day } from '../days.js';
import type { StaffRole } from '../roles.js';

/** Mails about an account, and others that are about no visit. The names are on the wire (header `X-Keepwell-Kind`) and are never renamed. */
export const ACCOUNT_MAIL_KINDS = [
  'email_verification',
  'account_exists',
  'password_reset',
  'security_notice',
  'verification_expiring',
  'break_glass',
  'questionnaire_due',
  'invitation',
  'join_request',
  'chat_reopened',
  'guest_invited',
  'purchase_order',
  'stock_alert',
  'import_attention',
] as const;
export type AccountMailKind = (typeof ACCOUNT_MAIL_KINDS)[number];

/** What has changed about an account, or who has come in, so that its holder can object. */
export const SECURITY_NOTICES = [
  'new_device',
  'password_changed',
  'password_reset',
  'email_changed',
  'mfa_enabled',
  'mfa_disabled',
  'mfa_reset',
  'recovery_codes_renewed',
  'recovery_code_used',
  'google_linked',
  'google_unlinked',
] as const;
export type SecurityNotice = (typeof SECURITY_NOTICES)[number];

/** What a one-time link leads to; each has a page of its own. */
export const LINK_PURPOSES = ['verify', 'reset', 'setup', 'undo', 'invitation', 'guest'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What a secret that works once is for: a link in a mail, or the session of somebody who comes from the identity provider. */
export const TOKEN_PURPOSES = [...LINK_PURPOSES, 'sign_in'] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

const HOUR_MS = 3_600_000;

/** How long a one-time link works. */
export const LINK_LIVES_MS: Readonly<Record<LinkPurpose, number>> = {
  verify: 24 * HOUR_MS,
  reset: HOUR_MS,
  setup: HOUR_MS,
  undo: 7 * 24 * HOUR_MS,
  invitation: 7 * 24 * HOUR_MS,
  guest: 30 * 24 * HOUR_MS,
};

/** A link that works once. Its token is in the fragment, so that no server log and no referrer ever holds it. */
export interface OneTimeLink {
  readonly purpose: LinkPurpose;
  readonly token: string;
}

/** What administrators are told of a record that was opened by break-glass: nothing of the patient. */
export interface BrokenGlass {
  readonly by: string;
  readonly role: string;
  readonly until: string;
}

/** A request to work at a clinic: `by` is who asks, to its admins; `approved` what they answered, to who asked. */
export interface MailedJoin {
  readonly by: string | null;
  readonly approved: boolean | null;
  readonly reason: string | null;
}

/** A visit that a mail is about: it goes out only while the visit is booked for this time. */
export interface MailedVisit {
  readonly appointmentId: string;
  readonly startsAt: string;
  readonly dueAt: string;
}

/** A product that a clinic is short of: `medium`, `high` (a quarter of its reorder level, or less) or `out`. In packs. */
export interface MailedShortage {
  readonly product: string;
  readonly supplierName: string;
  readonly alert: 'medium' | 'high' | 'out';
  readonly stock: number;
  /** The clinic's own stock, or the supplier's. */
  readonly basis: 'clinic' | 'supplier';
  readonly reorderLevel: number | null;
}

/** What a clinic has become short of, to those who manage its catalogue; the worst first, and how many more there are. */
export interface MailedStock {
  readonly shortages: readonly MailedShortage[];
  readonly more: number;
}

/** A chat that a doctor has opened again, to its patient; `until` is ISO 8601. */
export interface MailedChat {
  readonly by: string;
  readonly until: string;
}

/** An order at a supplier, whose document goes with the mail. */
export interface MailedOrder {
  readonly id: string;
  readonly number: string;
}

/** A supplier's price list that waits for somebody: whose, and why, in sentences. */
export interface MailedHold {
  readonly supplierName: string;
  readonly reasons: readonly string[];
}

/** What a mail about an account says beside its kind. */
export interface AccountMailContent {
  readonly firstName: string;
  readonly clinicName: string;
  readonly clinicPhone: string | null;
  readonly link: OneTimeLink | null;
  readonly notice: SecurityNotice | null;
  /** On a notice: when it happened, ISO 8601. */
  readonly happenedAt: string | null;
  /** IANA zone that times are shown in. */
  readonly zone: string;
  /** On `break_glass`: who has opened a record, as what, and until when (ISO 8601). */
  readonly glass?: BrokenGlass;
  /** On `new_device`: how the client named itself. */
  readonly device: string | null;
  /** On `invitation`: as what. */
  readonly invitedAs?: StaffRole;
  /** On `join_request`. */
  readonly join?: MailedJoin;
  /** On `guest_invited`: by whom, and as what. */
  readonly guest?: { readonly by: string; readonly role: string };
  /** On `import_attention`. */
  readonly held?: MailedHold;
  /** On `chat_reopened`. */
  readonly chat?: MailedChat;
  /** On `purchase_order`. */
  readonly order?: MailedOrder;
  /** On `stock_alert`. */
  readonly stock?: MailedStock;
  /** On `verification_expiring`: the last day on which the doctor may work. */
  readonly expiresOn?: Day;
  /** On `questionnaire_due`: before which visit, and until when; ISO 8601. */
  readonly visit?: MailedVisit;
}

/** Where a link leads in the front end; a GET spends nothing. */
export function linkUrl(frontendUrl: string, { purpose, token }: OneTimeLink): string {
  const page = purpose === 'guest' ? 'app/guest' : `account/${purpose}`;
  return `${frontendUrl}/${page}#token=${token}`;
}
