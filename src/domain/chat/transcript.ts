import type { UploadType } from '../documents/public.js';
import type { Reading } from './receipts.js';
import type { ChatRole } from './rooms.js';

/** The documents that a transcript is kept in. */
export const TRANSCRIPT_FORMATS = ['json', 'pdf'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** All that was said in one room, edits and deletions included, as it is kept when the room is archived. */
export interface Transcript {
  readonly roomId: string;
  readonly appointmentId: string;
  readonly clinic: { readonly id: string; readonly name: string; readonly zone: string };
  /** Of the visit. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly opensAt: Date;
  readonly closedAt: Date;
  /** How many changes of messages there were: it goes up to the last of them. */
  readonly rev: number;
  readonly members: readonly TranscriptMember[];
  /** In the order in which they were sent. */
  readonly messages: readonly TranscriptMessage[];
}

export interface TranscriptMember {
  readonly userId: string;
  readonly name: string;
  readonly role: ChatRole;
  /** Null for a guest who was invited and never came. */
  readonly joinedAt: Date | null;
  readonly leftAt: Date | null;
}

/** A message with each of its versions. */
export interface TranscriptMessage {
  readonly id: string;
  readonly seq: number;
  /** Null for what the product itself said, as its name and role. */
  readonly senderId: string | null;
  readonly senderName: string | null;
  readonly senderRole: ChatRole | null;
  readonly sentAt: Date;
  readonly replyTo: string | null;
  /** The first one as it was sent; at least one. A deletion is a version that says nothing. */
  readonly versions: readonly TranscriptVersion[];
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  /** Also those of a deleted message. */
  readonly files: readonly TranscriptFile[];
  readonly readBy: readonly Reading[];
}

export interface TranscriptVersion {
  readonly message: string;
  readonly changedAt: Date;
}

export interface TranscriptFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: UploadType;
  /** Bytes. */
  readonly size: number;
}

/** A message as it was from one change on. */
export interface ChangedMessage extends Omit<TranscriptMessage, 'senderName' | 'versions' | 'files' | 'readBy'> {
  readonly message: string;
  readonly attachments: readonly TranscriptFile[];
}

/** The messages of a room by its changes, which come in their order: each with all its versions, and not yet with its readers. */
export function messagesOf(
  changes: readonly ChangedMessage[],
  members: readonly TranscriptMember[],
): readonly Omit<TranscriptMessage, 'readBy'>[] {
  const versions = new Map<string, ChangedMessage[]>();
  for (const change of changes) {
    const known = versions.get(change.id);
    if (known) known.push(change);
    else versions.set(change.id, [change]);
  }
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return [...versions.values()].flatMap((all) => {
    const last = all.at(-1);
    if (!last) return [];
    const { id, seq, senderId, senderRole, sentAt, replyTo, editedAt, deletedAt } = last;
    return {
      id,
      seq,
      senderId,
      senderName: senderId === null ? null : (names.get(senderId) ?? null),
      senderRole,
      sentAt,
      replyTo,
      versions: all.map((one) => ({ message: one.message, changedAt: one.deletedAt ?? one.editedAt ?? one.sentAt })),
      editedAt,
      deletedAt,
      // Files stay with their message; a deletion shows none any more.
      files: all[0]?.attachments ?? [],
    };
  });
}

/**
 * Who reads a transcript, which says all that was ever said there: doctor and patient of the visit, and whoever has broken the glass.
 * A nurse or a guest sees the room from when they came on.
 */
export function mayReadTranscript(role: ChatRole | null, byBreakGlass: boolean): boolean {
  return byBreakGlass || role === 'doctor' || role === 'patient';
}

/** `chat-transcript-<room>.pdf`: no name of a person. */
export function transcriptFileName(roomId: string, format: TranscriptFormat): string {
  return `chat-transcript-${roomId}.${format}`;
}
