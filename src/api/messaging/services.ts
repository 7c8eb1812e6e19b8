import type { countUnreadNotices, listNotices, readAllNotices, readNotice } from '../../usecases/messaging/notices.js';

declare module '../http/services.js' {
  interface Services {
    readonly notices: NoticeServices;
  }
}

export interface NoticeServices {
  readonly list: ReturnType<typeof listNotices>;
  readonly countUnread: ReturnType<typeof countUnreadNotices>;
  readonly read: ReturnType<typeof readNotice>;
  readonly readAll: ReturnType<typeof readAllNotices>;
}
