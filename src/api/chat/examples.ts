import { APPOINTMENT_ID, PATIENT_ID, STARTS_AT } from '../http/example-values.js';
import type {
  AttachmentLinkAnswer,
  AttachmentView,
  ChatMemberView,
  ChatMessageView,
  ChatNurseView,
  ChatRoomView,
  GuestSessionAnswer,
  MarkedReadAnswer,
  MessageVersionView,
  TranscriptView,
} from './responses.js';

export const ATTACHMENT: AttachmentView = {
  id: '9c8b7a69-5847-4362-8514-03f2e1d0c9b8',
  filename: 'referral.pdf',
  content_type: 'application/pdf',
  size: 48_213,
  state: 'ready',
};

export const ATTACHMENT_LINK: AttachmentLinkAnswer = {
  url: 'https://clinic.example/api/v1/chat/files/azEuQ2lwaGVydGV4dA/',
  expires_at: '2026-12-01T09:07:00.000Z',
};

export const CHAT_MESSAGE: ChatMessageView = {
  id: '3b0c7f6e-2d41-4a8b-9f5c-8e7d6c5b4a39',
  room: '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  seq: 3,
  rev: 3,
  kind: 'text',
  message: 'I have been experiencing headaches for the past few days',
  sender: PATIENT_ID,
  sender_name: 'Demo Patient',
  sender_role: 'patient',
  timestamp: '2026-12-01T09:02:00.000Z',
  is_read: true,
  read_by: [{ user: '4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b', read_at: '2026-12-01T09:02:10.000Z' }],
  client_message_id: '0f1e2d3c-4b5a-4697-8877-665544332211',
  reply_to: null,
  edited_at: null,
  deleted_at: null,
  attachments: [],
};

export const CHAT_ROOM: ChatRoomView = {
  id: '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  appointment: APPOINTMENT_ID,
  appointment_id: APPOINTMENT_ID,
  status: 'active',
  can_send_messages: true,
  opens_at: '2026-12-01T08:45:00.000Z',
  closed_at: null,
  open_until: null,
  archived_at: null,
  doctor: { id: '4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b', first_name: 'Demo', last_name: 'Doctor' },
  patient: { id: PATIENT_ID, first_name: 'Demo', last_name: 'Patient' },
  members: [
    {
      user: '4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b',
      name: 'Demo Doctor',
      role: 'doctor',
      joined_at: '2026-11-28T14:32:15.000Z',
      left_at: null,
      read_up_to: 3,
    },
    {
      user: PATIENT_ID,
      name: 'Demo Patient',
      role: 'patient',
      joined_at: '2026-11-28T14:32:15.000Z',
      left_at: null,
      read_up_to: 2,
    },
  ],
  unread_count: 0,
  last_message: {
    message: 'I have been experiencing headaches for the past few days',
    sender_name: 'Demo Patient',
    timestamp: '2026-12-01T09:02:00.000Z',
    attachments: [],
  },
  last_unread_message: null,
  last_seq: 3,
  rev: 3,
  notice:
    'This chat is not for emergencies, and nobody watches it all the time. If somebody is in danger, call 000 (crisis support: 13 11 14).',
  appointment_context: {
    appointment_date: STARTS_AT,
    patient_symptoms: 'Headaches, fatigue',
    consultation_type: 'Follow-up',
    duration: '15 minutes',
  },
  medical_features: { message_encryption: true, audit_trail: true, auto_archive: true },
};

export const MESSAGE_VERSION: MessageVersionView = {
  message: 'I have been experiencing headaches',
  changed_at: '2026-12-01T09:02:00.000Z',
};

export const CHAT_GUEST: ChatMemberView = {
  user: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d',
  name: 'Ana Silva',
  role: 'interpreter',
  joined_at: null,
  left_at: null,
  read_up_to: 0,
};

export const CHAT_NURSE: ChatNurseView = { id: '6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d9e', name: 'Grace Okafor' };

export const GUEST_SESSION: GuestSessionAnswer = {
  access: 'eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiZ3Vlc3QifQ.c2lnbmF0dXJl',
  expires_in: 86_400,
  room_id: '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  user: 'c0ffee00-0b5d-4c4e-9f0a-1d2c3b4a5968',
};

export const MARKED_READ: MarkedReadAnswer = { messages_marked_read: 3, room_unread_count: 0 };

export const TRANSCRIPT: TranscriptView = {
  version: 1,
  room: '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  appointment: APPOINTMENT_ID,
  clinic: { id: '2f6c9d14-8b3e-4a57-9c0d-7e1f5a2b6d38', name: 'Demo Clinic', timezone: 'Australia/Sydney' },
  start_time: '2026-12-01T09:00:00.000Z',
  end_time: '2026-12-01T09:30:00.000Z',
  opens_at: '2026-12-01T08:45:00.000Z',
  closed_at: '2026-12-01T09:28:00.000Z',
  rev: 1,
  members: [
    {
      user: PATIENT_ID,
      name: 'Demo Patient',
      role: 'patient',
      joined_at: '2026-11-28T03:00:00.000Z',
      left_at: null,
    },
  ],
  messages: [
    {
      id: '3b0c7f6e-2d41-4a8b-9f5c-8e7d6c5b4a39',
      seq: 1,
      kind: 'text',
      message: 'I have been experiencing headaches',
      sender: PATIENT_ID,
      sender_name: 'Demo Patient',
      sender_role: 'patient',
      timestamp: '2026-12-01T09:02:00.000Z',
      reply_to: null,
      edited_at: null,
      deleted_at: null,
      attachments: [],
      read_by: [{ user: '4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b', read_at: '2026-12-01T09:02:10.000Z' }],
      history: [{ message: 'I have been experiencing headaches', changed_at: '2026-12-01T09:02:00.000Z' }],
    },
  ],
};
