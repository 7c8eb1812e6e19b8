import type { AttachmentState } from '../../domain/chat/attachments.js';
import type { MessageKind } from '../../domain/chat/messages.js';
import type { ChatRole, RoomStatus } from '../../domain/chat/rooms.js';
import type { UploadType } from '../../domain/documents/public.js';
import type { Count, Instant, Url, Uuid } from '../http/wire-formats.js';

/** Somebody in a room. */
export interface ChatPersonView {
  id: Uuid;
  first_name: string;
  last_name: string;
}

/** Somebody who is or was a member. */
export interface ChatMemberView {
  user: Uuid;
  name: string;
  role: ChatRole;
  /** Null for a guest who is invited and has not come yet. */
  joined_at: Instant | null;
  left_at: Instant | null;
  /** The `seq` of the latest message that they have read; 0: none. */
  read_up_to: Count;
}

/** The latest message, in short. */
export interface LastMessageView {
  /** Empty once it was deleted. */
  message: string;
  /** Null for what the product itself says. */
  sender_name: string | null;
  timestamp: Instant;
  attachments: AttachmentView[];
}

/** What the visit is about. */
export interface AppointmentContextView {
  appointment_date: Instant;
  /** Only for who may read them. */
  patient_symptoms: string | null;
  consultation_type: string | null;
  /** In words, such as `15 minutes`. */
  duration: string;
}

/** What holds for every room. */
export interface MedicalFeaturesView {
  /** Messages are sealed with a key of the room; the clinic's server opens them. */
  message_encryption: true;
  audit_trail: true;
  auto_archive: true;
}

/** A chat room, as the caller sees it now. */
export interface ChatRoomView {
  id: Uuid;
  appointment: Uuid;
  /** The same. */
  appointment_id: Uuid;
  status: RoomStatus;
  /** Whether the caller can write now. */
  can_send_messages: boolean;
  /** From when on members can write. */
  opens_at: Instant;
  closed_at: Instant | null;
  /** Of a room that its doctor has opened again for a follow-up. */
  open_until: Instant | null;
  archived_at: Instant | null;
  doctor: ChatPersonView;
  patient: ChatPersonView;
  /** Those who have left, too. */
  members: ChatMemberView[];
  /** What others have said since the caller read last; what was deleted does not count. */
  unread_count: Count;
  last_message: LastMessageView | null;
  last_unread_message: LastMessageView | null;
  /** The `seq` of the latest message; 0: none. */
  last_seq: Count;
  /** How many changes there were: messages sent, edited and deleted. */
  rev: Count;
  /** To be shown in the room: it is not for emergencies, and whom to call in one. */
  notice: string;
  appointment_context: AppointmentContextView;
  medical_features: MedicalFeaturesView;
  /** In an answer to a search: the latest messages that were found, at most five. */
  matches?: ChatMessageView[];
}

/** Somebody who has read a message. */
export interface ReadingView {
  user: Uuid;
  /** When they first had. */
  read_at: Instant;
}

/** A file of a message. */
export interface AttachmentView {
  id: Uuid;
  /** As its uploader calls it, without what a file system could take for more. */
  filename: string;
  /** By its content. */
  content_type: UploadType;
  /** Bytes of the file that is kept: a picture is written anew. */
  size: Count;
  /** Only a `ready` file can be sent and opened. */
  state: AttachmentState;
}

/** Where a file can be fetched. */
export interface AttachmentLinkAnswer {
  /** Works without a header, for whoever asked for it. */
  url: Url;
  expires_at: Instant;
}

/** A message, as it is now. */
export interface ChatMessageView {
  id: Uuid;
  room: Uuid;
  /** Its place in the room: 1, 2, 3 and so on, without a gap. */
  seq: Count;
  /** The place of its latest change among the room's changes. */
  rev: Count;
  kind: MessageKind;
  /** As typed; empty once it was deleted. */
  message: string;
  /** Null for what the product itself says. */
  sender: Uuid | null;
  sender_name: string | null;
  sender_role: ChatRole | null;
  timestamp: Instant;
  /** Somebody else's: by the caller. The caller's own: by every other member who was there. */
  is_read: boolean;
  read_by: ReadingView[];
  /** As its sender chose it. */
  client_message_id: string | null;
  /** The message that it answers. */
  reply_to: Uuid | null;
  edited_at: Instant | null;
  deleted_at: Instant | null;
  attachments: AttachmentView[];
  /** In an answer to a search: the first place that was found, as it was typed. */
  highlighted_text?: string;
  /** In an answer to a search: all places that were found. */
  highlights?: HighlightView[];
}

/** A place in the text of a message, in UTF-16 units. */
export interface HighlightView {
  start: Count;
  length: Count;
}

/** What a message said from a moment on. */
export interface MessageVersionView {
  /** Empty where it was deleted. */
  message: string;
  changed_at: Instant;
}

/** What a guest acts with, in this room alone. */
export interface GuestSessionAnswer {
  /** The token of the guest: it counts until they are removed, or the room closes. */
  access: string;
  /** At the latest, in seconds. */
  expires_in: Count;
  room_id: Uuid;
  /** The guest, as members and messages name them. */
  user: Uuid;
}

/** A nurse of the clinic who can be brought into a room: `id` is the `user` of `POST /chat/{room}/members/`. */
export interface ChatNurseView {
  id: Uuid;
  name: string;
}

/** What reading came to. */
export interface MarkedReadAnswer {
  messages_marked_read: Count;
  room_unread_count: Count;
}

/** The clinic that a transcript is of. */
export interface TranscriptClinicView {
  id: Uuid;
  name: string;
  /** Of the days and times in the PDF. */
  timezone: string;
}

/** Who was in a room. */
export interface TranscriptMemberView {
  user: Uuid;
  name: string;
  role: ChatRole;
  /** Null for a guest who was invited and never came. */
  joined_at: Instant | null;
  left_at: Instant | null;
}

/** A file of a message in a transcript, also of a deleted one. */
export interface TranscriptFileView {
  id: Uuid;
  filename: string;
  content_type: UploadType;
  size: Count;
}

/** A message in a transcript, with all that it ever said. */
export interface TranscriptMessageView {
  id: Uuid;
  seq: Count;
  kind: MessageKind;
  /** As it was when the room was archived; empty where it was deleted. */
  message: string;
  sender: Uuid | null;
  sender_name: string | null;
  sender_role: ChatRole | null;
  timestamp: Instant;
  reply_to: Uuid | null;
  edited_at: Instant | null;
  deleted_at: Instant | null;
  attachments: TranscriptFileView[];
  read_by: ReadingView[];
  /** The first version first. */
  history: MessageVersionView[];
}

/** All that was said in an archived room. */
export interface TranscriptView {
  /** Of this form: it grows where a member changes its meaning. */
  version: Count;
  room: Uuid;
  appointment: Uuid;
  clinic: TranscriptClinicView;
  /** Of the visit. */
  start_time: Instant;
  end_time: Instant;
  opens_at: Instant;
  closed_at: Instant;
  rev: Count;
  members: TranscriptMemberView[];
  messages: TranscriptMessageView[];
}
