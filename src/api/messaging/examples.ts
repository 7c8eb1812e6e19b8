import { APPOINTMENT_ID } from '../http/example-values.js';
import type { NotificationView, UnreadCountAnswer } from './responses.js';

export const NOTIFICATION: NotificationView = {
  id: '6c7d8e9f-0a1b-4c2d-8e3f-4a5b6c7d8e9f',
  kind: 'unread_messages',
  title: 'New messages',
  body: 'There are unread messages in the chat of your visit.',
  url: '/app/messages/7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  appointment: APPOINTMENT_ID,
  created_at: '2026-12-01T09:02:00.000Z',
  read_at: null,
};

export const UNREAD_COUNT: UnreadCountAnswer = { unread: 1 };
