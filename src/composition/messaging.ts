import type { NoticeServices } from '../api/messaging/services.js';
import { messagingRepositories } from '../models/repositories/messaging/slice.js';
import { countUnreadNotices, listNotices, readAllNotices, readNotice } from '../usecases/messaging/notices.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** Messages to patients and doctors, and what they are shown in the app. */
export const messaging = {
  repositories: messagingRepositories,
  services: (core: Core) => ({ notices: noticeServices(core) }),
} satisfies Manifest;

function noticeServices(core: Core): NoticeServices {
  return {
    list: listNotices(core),
    countUnread: countUnreadNotices(core),
    read: readNotice(core),
    readAll: readAllNotices(core),
  };
}
