import type { IncomingMessage, Server } from 'node:http';
import type { Express } from 'express';
import proxyAddress from 'proxy-addr';
import { appointmentChangedView } from '../api/appointments/presenter.js';
import { importChangedView } from '../api/catalogue/import-presenter.js';
import { messageView, roomView } from '../api/chat/presenter.js';
import { readAddress } from '../api/http/address.js';
import { notificationView } from '../api/messaging/presenter.js';
import { following } from '../domain/actor.js';
import { openListeningPool } from '../models/connection.js';
import { directQueries } from '../models/direct-queries.js';
import { RoomMarks } from '../models/repositories/chat/public.js';
import { postgresLink } from '../realtime/postgres-link.js';
import type { ProcessLink } from '../realtime/process-link.js';
import { redisLink } from '../realtime/redis-link.js';
import { type LiveChannel, type LiveServices, serveLive } from '../realtime/server.js';
import { readAppointmentStatus } from '../usecases/appointments/read-appointment.js';
import { readFollowedImport } from '../usecases/catalogue/imports/read-imports.js';
import { deleteMessage, editMessage } from '../usecases/chat/change-message.js';
import { checkWriting } from '../usecases/chat/check-writing.js';
import { joinRoom } from '../usecases/chat/join-room.js';
import { markRead } from '../usecases/chat/mark-read.js';
import { readNews } from '../usecases/chat/read-news.js';
import { sendMessage } from '../usecases/chat/send-message.js';
import { authenticateUntil } from '../usecases/identity/authenticate.js';
import { readNewNotices } from '../usecases/messaging/notices.js';
import { readPrescriptionStatus } from '../usecases/prescriptions/read-prescriptions.js';
import { attended, guestServices } from './chat.js';
import { urlOf } from './compose.js';
import type { Core } from './core.js';
import { accountDeps } from './identity.js';

/** One listens, the others notify. */
const ADAPTER_CONNECTIONS = 3;

/** The live channel beside the HTTP surface, at the same port. */
export function liveChannel(core: Core, app: Express, server: Server): LiveChannel {
  const { logger, now, settings } = core;
  const link = processLink(core);
  const live = serveLive(server, liveServices(core), {
    logger,
    now,
    adapter: link.adapter,
    corsOrigins: settings.CORS_ORIGINS,
    addressOf: (request) => readAddress(forwardedAddress(app, request)).plain,
  });
  return {
    ...live,
    async close() {
      await live.close();
      await link.close();
    },
  };
}

function processLink({ logger, settings }: Core): ProcessLink {
  if (settings.REDIS_URL && settings.SOCKET_ADAPTER === 'redis') return redisLink(settings.REDIS_URL, logger);
  const pool = openListeningPool(
    {
      url: urlOf(settings, 'api'),
      applicationName: 'keepwell-api',
      max: ADAPTER_CONNECTIONS,
      statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT,
    },
    logger,
  );
  return postgresLink(pool, logger);
}

/** What Express calls `request.ip`, of a request that does not pass through it. */
function forwardedAddress(app: Express, request: IncomingMessage): string {
  return proxyAddress(request, app.get('trust proxy fn'));
}

/** A person's session, or a guest's. */
function authenticateAnyone(core: Core): LiveServices['authenticate'] {
  const session = authenticateUntil(accountDeps(core));
  const { authenticate: guest } = guestServices(core);
  return async (token) => {
    try {
      return await session(token);
    } catch (error) {
      const standing = await guest(token);
      if (standing) return standing;
      throw error;
    }
  };
}

function liveServices(core: Core): LiveServices {
  const reads = directQueries(core.pool, core.settings.ENCRYPTION_KEYS);
  const seen = attended(core);
  return {
    marks: (roomIds) => new RoomMarks(reads(following(roomIds))).all(core.now()),
    authenticate: authenticateAnyone(core),
    notices: readNewNotices(core),
    noticeView: notificationView,
    appointmentChange: async (actor, id) => {
      const found = await readAppointmentStatus(core)(actor, id);
      return found && appointmentChangedView(found);
    },
    prescriptionChange: async (actor, id) => {
      const status = await readPrescriptionStatus(core)(actor, id);
      return status && { id, status };
    },
    importChange: async (actor, id) => {
      const found = await readFollowedImport(core)(actor, id);
      return found && importChangedView(found);
    },
    chat: {
      join: joinRoom(seen),
      news: readNews(seen),
      send: sendMessage(seen),
      edit: editMessage(core),
      remove: deleteMessage(core),
      checkWriting: checkWriting(core),
      markRead: markRead(core),
      views: { message: messageView, room: roomView },
    },
  };
}
