import type { ChatServices } from '../api/chat/services.js';
import { chatRepositories } from '../models/repositories/chat/slice.js';
import { deleteMessage, editMessage } from '../usecases/chat/change-message.js';
import { markRead } from '../usecases/chat/mark-read.js';
import { readHistory } from '../usecases/chat/read-history.js';
import { readMessages } from '../usecases/chat/read-messages.js';
import { listRooms, readRoom } from '../usecases/chat/read-rooms.js';
import { sendMessage } from '../usecases/chat/send-message.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** The rooms in which a patient and a doctor write to each other. */
export const chat = {
  repositories: chatRepositories,
  services: (core: Core) => ({ chat: chatServices(core) }),
} satisfies Manifest;

function chatServices(core: Core): ChatServices {
  return {
    list: listRooms(core),
    read: readRoom(core),
    messages: readMessages(core),
    send: sendMessage({ ...core, messageLimit: core.settings.RATE_LIMIT_MESSAGES }),
    edit: editMessage(core),
    delete: deleteMessage(core),
    history: readHistory(core),
    markRead: markRead(core),
  };
}
