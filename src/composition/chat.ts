import { setImmediate } from 'node:timers/promises';
import { fileLinks } from '../adapters/tokens/file-links.js';
import type { ChatServices, GuestServices } from '../api/chat/services.js';
import { chatRepositories } from '../models/repositories/chat/slice.js';
import { deleteMessage, editMessage } from '../usecases/chat/change-message.js';
import { authenticateGuest, openGuestSession } from '../usecases/chat/guest-sessions.js';
import { listNurses } from '../usecases/chat/list-nurses.js';
import { addMember, removeMember } from '../usecases/chat/manage-members.js';
import { markRead } from '../usecases/chat/mark-read.js';
import { linkToAttachment, openAttachment } from '../usecases/chat/open-attachment.js';
import { readHistory } from '../usecases/chat/read-history.js';
import { readMessages } from '../usecases/chat/read-messages.js';
import { listRooms, readRoom } from '../usecases/chat/read-rooms.js';
import { readTranscript } from '../usecases/chat/read-transcript.js';
import { reopenRoom } from '../usecases/chat/reopen-room.js';
import { searchMessages } from '../usecases/chat/search-messages.js';
import { searchRooms } from '../usecases/chat/search-rooms.js';
import { type SendMessageDeps, sendMessage } from '../usecases/chat/send-message.js';
import { uploadAttachment } from '../usecases/chat/upload-attachment.js';
import { authenticateHolder } from '../usecases/identity/authenticate.js';
import type { Core } from './core.js';
import { documentStore, uploadGate } from './documents.js';
import { accountDeps } from './identity.js';
import type { Manifest } from './manifest.js';

/** The rooms in which a patient and a doctor write to each other. */
export const chat = {
  repositories: chatRepositories,
  services: (core: Core) => ({ chat: chatServices(core), guests: guestServices(core) }),
} satisfies Manifest;

/** What is needed where a person may be seen in a room. */
export function attended(core: Core): SendMessageDeps {
  const refreshVisit = (appointmentId: string) =>
    // What is decided by it is read from the record: a signal that is lost leaves the page behind, and nothing else.
    void core.engine.refresh(appointmentId).catch((error) => core.logger.debug('a visit was not refreshed', { error }));
  return { ...core, refreshVisit, messageLimit: core.settings.RATE_LIMIT_MESSAGES };
}

/** Guests of a room, who have no account. */
export function guestServices(core: Core): GuestServices {
  const deps = { ...core, tokens: accountDeps(core).tokens };
  return { open: openGuestSession(deps), authenticate: authenticateGuest(deps) };
}

function chatServices(core: Core): ChatServices {
  const mailing = { ...core, ...accountDeps(core) };
  const { settings } = core;
  const documents = documentStore(settings);
  const searching = { ...core, breathe: () => setImmediate() };
  const links = fileLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL);
  return {
    list: listRooms(core),
    read: readRoom(core),
    messages: readMessages(core),
    search: searchMessages(searching),
    searchRooms: searchRooms(searching),
    send: sendMessage(attended(core)),
    edit: editMessage(core),
    delete: deleteMessage(core),
    history: readHistory(core),
    reopen: reopenRoom(mailing),
    addMember: addMember(mailing),
    removeMember: removeMember(core),
    nurses: listNurses(core),
    markRead: markRead(core),
    upload: uploadAttachment({ ...core, take: uploadGate(settings), documents }),
    transcript: readTranscript({ ...core, documents }),
    link: linkToAttachment({ ...core, links }),
    open: openAttachment({ ...core, links, documents, holder: authenticateHolder(accountDeps(core)) }),
  };
}
