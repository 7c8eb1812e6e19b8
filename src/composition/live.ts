import type { IncomingMessage, Server } from 'node:http';
import type { Express } from 'express';
import proxyAddress from 'proxy-addr';
import { messageView, roomView } from '../api/chat/presenter.js';
import { readAddress } from '../api/http/address.js';
import { type LiveChannel, type LiveServices, serveLive } from '../realtime/server.js';
import { deleteMessage, editMessage } from '../usecases/chat/change-message.js';
import { joinRoom } from '../usecases/chat/join-room.js';
import { markRead } from '../usecases/chat/mark-read.js';
import { readNews } from '../usecases/chat/read-news.js';
import { sendMessage } from '../usecases/chat/send-message.js';
import { authenticateUntil } from '../usecases/identity/authenticate.js';
import type { Core } from './core.js';
import { accountDeps } from './identity.js';

/** The live channel beside the HTTP surface, at the same port. */
export function liveChannel(core: Core, app: Express, server: Server): LiveChannel {
  const { logger, now, settings } = core;
  return serveLive(server, liveServices(core), {
    logger,
    now,
    corsOrigins: settings.CORS_ORIGINS,
    addressOf: (request) => readAddress(forwardedAddress(app, request)).plain,
  });
}

/** What Express calls `request.ip`, of a request that does not pass through it. */
function forwardedAddress(app: Express, request: IncomingMessage): string {
  return proxyAddress(request, app.get('trust proxy fn'));
}

function liveServices(core: Core): LiveServices {
  return {
    authenticate: authenticateUntil(accountDeps(core)),
    chat: {
      join: joinRoom(core),
      news: readNews(core),
      send: sendMessage({ ...core, messageLimit: core.settings.RATE_LIMIT_MESSAGES }),
      edit: editMessage(core),
      remove: deleteMessage(core),
      markRead: markRead(core),
      views: { message: messageView, room: roomView },
    },
  };
}
