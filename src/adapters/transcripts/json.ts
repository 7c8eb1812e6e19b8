import type { Transcript, TranscriptMember, TranscriptMessage } from '../../domain/chat/transcript.js';
import type { TranscriptWriter } from './port.js';

/** JSON, in the words of the API: each message as `GET /chat/{room}/messages/` shows it, with its `history`. */
export const transcriptJson: TranscriptWriter = {
  write(transcript) {
    return Buffer.from(`${JSON.stringify(documentOf(transcript))}\n`, 'utf8');
  },
};

function documentOf(transcript: Transcript) {
  const { clinic, members, messages } = transcript;
  return {
    version: 1,
    room: transcript.roomId,
    appointment: transcript.appointmentId,
    clinic: { id: clinic.id, name: clinic.name, timezone: clinic.zone },
    start_time: transcript.startsAt,
    end_time: transcript.endsAt,
    opens_at: transcript.opensAt,
    closed_at: transcript.closedAt,
    rev: transcript.rev,
    members: members.map(memberOf),
    messages: messages.map(messageOf),
  };
}

function memberOf({ userId, name, role, joinedAt, leftAt }: TranscriptMember) {
  return { user: userId, name, role, joined_at: joinedAt, left_at: leftAt };
}

function messageOf(message: TranscriptMessage) {
  return {
    id: message.id,
    seq: message.seq,
    kind: message.senderId === null ? 'system' : 'text',
    message: message.versions.at(-1)?.message ?? '',
    sender: message.senderId,
    sender_name: message.senderName,
    sender_role: message.senderRole,
    timestamp: message.sentAt,
    reply_to: message.replyTo,
    edited_at: message.editedAt,
    deleted_at: message.deletedAt,
    attachments: message.files.map(({ id, name, contentType, size }) => ({
      id,
      filename: name,
      content_type: contentType,
      size,
    })),
    read_by: message.readBy.map(({ userId, readAt }) => ({ user: userId, read_at: readAt })),
    history: message.versions.map((version) => ({ message: version.message, changed_at: version.changedAt })),
  };
}
