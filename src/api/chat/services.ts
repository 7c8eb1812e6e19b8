import type { deleteMessage, editMessage } from '../../usecases/chat/change-message.js';
import type { authenticateGuest, openGuestSession } from '../../usecases/chat/guest-sessions.js';
import type { listNurses } from '../../usecases/chat/list-nurses.js';
import type { addMember, removeMember } from '../../usecases/chat/manage-members.js';
import type { markRead } from '../../usecases/chat/mark-read.js';
import type { linkToAttachment, openAttachment } from '../../usecases/chat/open-attachment.js';
import type { readHistory } from '../../usecases/chat/read-history.js';
import type { readMessages } from '../../usecases/chat/read-messages.js';
import type { listRooms, readRoom } from '../../usecases/chat/read-rooms.js';
import type { readTranscript } from '../../usecases/chat/read-transcript.js';
import type { reopenRoom } from '../../usecases/chat/reopen-room.js';
import type { searchMessages } from '../../usecases/chat/search-messages.js';
import type { searchRooms } from '../../usecases/chat/search-rooms.js';
import type { sendMessage } from '../../usecases/chat/send-message.js';
import type { uploadAttachment } from '../../usecases/chat/upload-attachment.js';

declare module '../http/services.js' {
  interface Services {
    readonly chat: ChatServices;
    readonly guests: GuestServices;
  }
}

export interface GuestServices {
  readonly open: ReturnType<typeof openGuestSession>;
  readonly authenticate: ReturnType<typeof authenticateGuest>;
}

export interface ChatServices {
  readonly addMember: ReturnType<typeof addMember>;
  readonly removeMember: ReturnType<typeof removeMember>;
  readonly nurses: ReturnType<typeof listNurses>;
  readonly list: ReturnType<typeof listRooms>;
  readonly read: ReturnType<typeof readRoom>;
  readonly messages: ReturnType<typeof readMessages>;
  readonly search: ReturnType<typeof searchMessages>;
  readonly searchRooms: ReturnType<typeof searchRooms>;
  readonly send: ReturnType<typeof sendMessage>;
  readonly edit: ReturnType<typeof editMessage>;
  readonly delete: ReturnType<typeof deleteMessage>;
  readonly history: ReturnType<typeof readHistory>;
  readonly reopen: ReturnType<typeof reopenRoom>;
  readonly markRead: ReturnType<typeof markRead>;
  readonly upload: ReturnType<typeof uploadAttachment>;
  readonly link: ReturnType<typeof linkToAttachment>;
  readonly open: ReturnType<typeof openAttachment>;
  readonly transcript: ReturnType<typeof readTranscript>;
}
