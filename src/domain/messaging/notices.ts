/** What a person is shown in the app. The names are on the wire (`kind` of a notification) and are never renamed. */
export const NOTICE_KINDS = ['unread_messages'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a notice says: never a word of a message or of health, because it may be shown on a locked screen. */
export interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

export function noticeWords(kind: NoticeKind, forPatient: boolean): NoticeWords {
  switch (kind) {
    case 'unread_messages':
      return {
        title: 'New messages',
        body: `There are unread messages in the chat of ${forPatient ? 'your' : 'a'} visit.`,
      };
  }
}
