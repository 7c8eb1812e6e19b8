import type { DeletedAppointment } from '../../usecases/support/list-deleted-appointments.js';
import type { AccountActivity, AuditedEvent, DeliveredMail, UserAction } from '../../usecases/support/read-audit.js';
import { appointmentAnswer } from '../appointments/public.js';
import { wireName, wireNames } from '../http/wire-names.js';
import type {
  AccountActivityAnswer,
  AccountEvent,
  ActivityLogin,
  AuditUser,
  DeletedAppointmentAnswer,
  EmailDeliveryAnswer,
  UserActionAnswer,
} from './audit-responses.js';

export function userActionAnswer({ row, email }: UserAction): UserActionAnswer {
  return {
    id: row.id,
    // A person's label is the role that the API had verified.
    user: row.actorUserId === null ? null : { id: row.actorUserId, email, role: row.actorLabel as AuditUser['role'] },
    action: row.action,
    resource_type: row.entity,
    resource_id: row.entityId,
    patient: row.patientId,
    details: {
      ...wireNames(row.details),
      ...(row.actorUserId === null ? { actor: row.actorLabel } : {}),
      ...(row.actorMembershipId === null ? {} : { membership: row.actorMembershipId }),
      ...(row.actorSessionId === null ? {} : { session: row.actorSessionId }),
      ...(row.actorApiKeyId === null ? {} : { api_key: row.actorApiKeyId }),
      ...(row.patientIds === null ? {} : { patients: row.patientIds }),
      ip_address: row.address,
      user_agent: row.userAgent,
    },
    reason: row.reason,
    request_id: row.requestId,
    timestamp: row.happenedAt.toISOString(),
  };
}

export function emailDeliveryAnswer(mail: DeliveredMail): EmailDeliveryAnswer {
  return {
    id: mail.id,
    email_type: mail.kind,
    recipient: mail.recipient,
    subject: mail.subject,
    related_resource: mail.about,
    delivery_status: mail.state,
    sent_at: mail.sentAt?.toISOString() ?? null,
    opened_at: null,
    links_clicked: 0,
    attachment_downloaded: false,
    smtp_response: mail.smtpResponse,
  };
}

const LOGIN = 'user.logged_in';
const ENDS: readonly string[] = ['user.logged_out', 'session.revoked'];
/** Names that the audit's clients know accounts' events by; every other one is the action with its dot spelled out. */
const EVENTS: Readonly<Record<string, string>> = { 'user.registered': 'account_created' };

export function accountActivityAnswer({ userId, events }: AccountActivity): AccountActivityAnswer {
  const about = events.filter(({ action }) => action !== LOGIN && !ENDS.includes(action));
  return {
    user_id: userId,
    account_events: about.map((row) => accountEvent(row, userId)),
    login_history: events.filter(({ action }) => action === LOGIN).map((row) => login(row, events)),
  };
}

function accountEvent(row: AuditedEvent, userId: string): AccountEvent {
  const { changes, ...details } = row.details;
  const masked = typeof changes === 'string' && changes !== '' ? changesOf(changes) : null;
  const isSecurity = /password|email|mfa|factor|reauth|session/.test(row.action);
  return {
    event: EVENTS[row.action] ?? row.action.replace(/^user\./, '').replace('.', '_'),
    timestamp: row.happenedAt.toISOString(),
    ...(Object.keys(details).length > 0 ? { details: wireNames(details) } : {}),
    ...(masked ? { changes: masked } : {}),
    changed_by: { id: row.actorUserId, self_update: row.actorUserId === userId },
    ...(isSecurity
      ? { security_context: { session: row.actorSessionId, ip_address: row.address, user_agent: row.userAgent } }
      : {}),
  };
}

/** `phone_number:-+,first_name:++`: what each member was before and after, `+` for something and `-` for nothing. */
function changesOf(text: string): AccountEvent['changes'] {
  const shown = (sign: string | undefined) => (sign === '+' ? '***' : null);
  return Object.fromEntries(
    text.split(',').map((change) => {
      const [name = '', signs = ''] = change.split(':');
      return [wireName(name), { from: shown(signs[0]), to: shown(signs[1]) }];
    }),
  );
}

function login(row: AuditedEvent, events: readonly AuditedEvent[]): ActivityLogin {
  const end = events.find(({ action, entityId }) => ENDS.includes(action) && entityId === row.entityId);
  return {
    timestamp: row.happenedAt.toISOString(),
    ip_address: row.address,
    user_agent: row.userAgent,
    location: null,
    session_duration: end ? inWords(end.happenedAt.getTime() - row.happenedAt.getTime()) : null,
  };
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

export function deletedAppointmentAnswer(deleted: DeletedAppointment): DeletedAppointmentAnswer {
  return {
    ...appointmentAnswer(deleted.appointment),
    is_deleted: true,
    deleted_at: deleted.deletedAt.toISOString(),
    deleted_by: deleted.appointment.deletedBy,
    keep_until: deleted.keepUntil,
  };
}
