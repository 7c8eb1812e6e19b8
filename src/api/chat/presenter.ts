import { chatNotice } from '../../domain/chat/notice.js';
import { MINUTE_MS } from '../../domain/instants.js';
import type { GuestSession } from '../../usecases/chat/guest-sessions.js';
import type { Nurse } from '../../usecases/chat/list-nurses.js';
import type { MarkedRead } from '../../usecases/chat/mark-read.js';
import type { FileLink } from '../../usecases/chat/open-attachment.js';
import type { MessageVersion } from '../../usecases/chat/read-history.js';
import type { ChatRoom, LastMessage } from '../../usecases/chat/read-rooms.js';
import type { FoundMessage } from '../../usecases/chat/search-messages.js';
import type { SearchedRoom } from '../../usecases/chat/search-rooms.js';
import type { NamedMember, ShownMessage } from '../../usecases/chat/shown-messages.js';
import type { Attachment } from '../../usecases/chat/upload-attachment.js';
import type {
  AttachmentLinkAnswer,
  AttachmentView,
  ChatMemberView,
  ChatMessageView,
  ChatNurseView,
  ChatPersonView,
  ChatRoomView,
  GuestSessionAnswer,
  LastMessageView,
  MarkedReadAnswer,
  MessageVersionView,
} from './responses.js';

export function roomView(room: ChatRoom): ChatRoomView {
  const { visit } = room;
  const patient = room.members.find(({ userId }) => userId === room.patientId);
  return {
    id: room.id,
    appointment: room.appointmentId,
    appointment_id: room.appointmentId,
    status: room.status,
    can_send_messages: room.canSend,
    opens_at: room.opensAt.toISOString(),
    closed_at: room.closedAt?.toISOString() ?? null,
    open_until: room.openUntil?.toISOString() ?? null,
    archived_at: room.archivedAt?.toISOString() ?? null,
    doctor: personView(visit.doctor),
    patient: personView({
      id: room.patientId,
      firstName: patient?.firstName ?? '',
      lastName: patient?.lastName ?? '',
    }),
    members: room.members.map(memberView),
    unread_count: room.unread,
    last_message: room.lastMessage && lastMessageView(room.lastMessage),
    last_unread_message: room.lastUnread && lastMessageView(room.lastUnread),
    last_seq: room.lastSeq,
    rev: room.lastRev,
    notice: chatNotice(room.region, room.chatNotice),
    appointment_context: {
      appointment_date: visit.startsAt.toISOString(),
      patient_symptoms: visit.symptoms,
      consultation_type: visit.consultationType,
      duration: `${Math.round((visit.endsAt.getTime() - visit.startsAt.getTime()) / MINUTE_MS)} minutes`,
    },
    medical_features: { message_encryption: true, audit_trail: true, auto_archive: true },
  };
}

export function messageView(message: ShownMessage): ChatMessageView {
  return {
    id: message.id,
    room: message.roomId,
    seq: message.seq,
    rev: message.rev,
    kind: message.kind,
    message: message.message,
    sender: message.senderId,
    sender_name: message.senderName,
    sender_role: message.senderRole,
    timestamp: message.sentAt.toISOString(),
    is_read: message.isRead,
    read_by: message.readBy.map(({ userId, readAt }) => ({ user: userId, read_at: readAt.toISOString() })),
    client_message_id: message.clientMessageId,
    reply_to: message.replyTo,
    edited_at: message.editedAt?.toISOString() ?? null,
    deleted_at: message.deletedAt?.toISOString() ?? null,
    attachments: message.attachments.map(attachmentView),
  };
}

export function foundMessageView(message: FoundMessage): ChatMessageView {
  const highlights = message.highlights.map(({ start, length }) => ({ start, length }));
  return { ...messageView(message), highlighted_text: message.highlighted, highlights };
}

export function searchedRoomView(room: SearchedRoom): ChatRoomView {
  return { ...roomView(room), matches: room.matches.map(foundMessageView) };
}

/** What is kept was looked at before: nothing is scanned any more, and what was refused is not kept. */
export function attachmentView({ id, name, contentType, size }: Attachment): AttachmentView {
  return { id, filename: name, content_type: contentType, size, state: 'ready' };
}

export function attachmentLinkAnswer({ url, expiresAt }: FileLink): AttachmentLinkAnswer {
  return { url, expires_at: expiresAt.toISOString() };
}

export function messageVersionView({ message, changedAt }: MessageVersion): MessageVersionView {
  return { message, changed_at: changedAt.toISOString() };
}

export function guestSessionAnswer({ access, expiresIn, roomId, userId }: GuestSession): GuestSessionAnswer {
  return { access, expires_in: expiresIn, room_id: roomId, user: userId };
}

export function markedReadAnswer({ marked, unread }: MarkedRead): MarkedReadAnswer {
  return { messages_marked_read: marked, room_unread_count: unread };
}

function personView({ id, firstName, lastName }: ChatRoom['visit']['doctor']): ChatPersonView {
  return { id, first_name: firstName, last_name: lastName };
}

export function memberView(member: NamedMember): ChatMemberView {
  return {
    user: member.userId,
    name: member.name,
    role: member.role,
    joined_at: member.isInvited ? null : member.joinedAt.toISOString(),
    left_at: member.isInvited ? null : (member.leftAt?.toISOString() ?? null),
    read_up_to: member.readUpTo,
  };
}

export function nurseView({ id, name }: Nurse): ChatNurseView {
  return { id, name };
}

function lastMessageView({ message, senderName, sentAt, attachments }: LastMessage): LastMessageView {
  return {
    message,
    sender_name: senderName,
    timestamp: sentAt.toISOString(),
    attachments: attachments.map(attachmentView),
  };
}
