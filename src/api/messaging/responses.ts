import type { NoticeKind } from '../../domain/messaging/notices.js';
import type { Count, Instant, Uuid } from '../http/wire-formats.js';

/** What a person is shown in the app: never a word of a message or of health. */
export interface NotificationView {
  id: Uuid;
  kind: NoticeKind;
  title: string;
  body: string;
  /**
   * Where it leads, in the client.
   * @pattern ^/app/messages/[0-9a-f-]{36}$
   */
  url: string;
  /** The visit that it is about. */
  appointment: Uuid | null;
  created_at: Instant;
  read_at: Instant | null;
}

export interface UnreadCountAnswer {
  unread: Count;
}
