import type { Role } from '../../domain/roles.js';
import type { AppointmentAnswer } from '../appointments/public.js';
import type { Count, Day, EmailAddress, Instant, Uuid } from '../http/wire-formats.js';

/**
 * A name in lower case, such as `appointment.read` or `receipt`.
 * @pattern ^[a-z_]+([.][a-z_]+)?$
 */
export type AuditCode = string;

/**
 * An id, or what else names a record.
 * @pattern ^[\s\S]*$
 */
export type ResourceName = string;

/**
 * A line of a mail or of a mail server's answer.
 * @pattern ^[\s\S]*$
 */
export type MailText = string;

/**
 * @pattern ^[^\r\n]*$
 */
export type OneLine = string;

/**
 * @pattern ^[*]{3}$
 */
export type Masked = string;

/** The person who acted. */
export interface AuditUser {
  id: Uuid;
  /** Null once the account is closed, and for somebody whom the caller's clinic does not know. */
  email: EmailAddress | null;
  /** The role that they acted in; `guest`: of a chat room, by a link. */
  role: Role | 'guest';
}

/** One row of the audit: one request that changed or read something of somebody. */
export interface UserActionAnswer {
  id: Uuid;
  /** Null for an API key and for the product itself; `details.actor` then says which. */
  user: AuditUser | null;
  action: AuditCode;
  resource_type: AuditCode;
  resource_id: ResourceName;
  /** Whose record it was; null for none, and for several, who stand in `details.patients`. */
  patient: Uuid | null;
  /** Ids, codes and figures, with `ip_address` and `user_agent`. */
  details: Record<string, unknown>;
  /** What was given as reason, where the action asks for one. */
  reason: string | null;
  request_id: string | null;
  timestamp: Instant;
}

/** What a mail was about. */
export interface RelatedResource {
  type: 'appointment' | 'user';
  id: Uuid;
}

/** A mail, and what the mail server answered. */
export interface EmailDeliveryAnswer {
  id: Uuid;
  email_type: AuditCode;
  recipient: EmailAddress;
  /** Null while it is being sent. */
  subject: MailText | null;
  related_resource: RelatedResource | null;
  delivery_status: 'sending' | 'sent' | 'refused' | 'suppressed';
  sent_at: Instant | null;
  /** Mails carry nothing that tells of their being opened. */
  opened_at: Instant | null;
  /** Nothing in a mail counts clicks or downloads either. */
  links_clicked: Count;
  attachment_downloaded: boolean;
  smtp_response: MailText | null;
}

/** A member that changed, without its value: `***` where there is one. */
export interface MaskedChange {
  from: Masked | null;
  to: Masked | null;
}

export interface AccountChangedBy {
  id: Uuid | null;
  self_update: boolean;
}

/** Something that became of an account. */
export interface AccountEvent {
  event: AuditCode;
  timestamp: Instant;
  details?: Record<string, unknown>;
  changes?: Record<string, MaskedChange>;
  changed_by?: AccountChangedBy;
  security_context?: Record<string, unknown>;
}

/** A sign-in. */
export interface ActivityLogin {
  timestamp: Instant;
  ip_address: OneLine | null;
  user_agent: string | null;
  /** Addresses are not looked up. */
  location: string | null;
  /** In words, once the person has signed out or the session was ended; else null. */
  session_duration: OneLine | null;
}

export interface AccountActivityAnswer {
  user_id: Uuid;
  account_events: AccountEvent[];
  login_history: ActivityLogin[];
}

/** A deleted appointment, without its clinical text. */
export interface DeletedAppointmentAnswer extends AppointmentAnswer {
  is_deleted: boolean;
  deleted_at: Instant;
  deleted_by: Uuid | null;
  /** The day until which its record must be kept. */
  keep_until: Day;
}
