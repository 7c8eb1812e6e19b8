import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../api/http/app.js';
import { apiServices, apiSettings } from '../composition/api.js';
import { compose } from '../composition/compose.js';
import { liveChannel } from '../composition/live.js';
import { joinOtherProcesses } from '../composition/other-processes.js';
import type { Settings } from '../config/schema.js';
import { refuseUnfit } from './preflight.js';

const DRAIN_MS = 4_000;
const HEADERS_WITHIN_MS = 15_000;
/** Long enough for the largest upload over a slow telephone. */
const REQUEST_WITHIN_MS = 120_000;

/** Serves HTTP until `stop` is aborted, then lets what is being answered finish. */
export async function runApi(settings: Settings, args: readonly string[], stop: AbortSignal): Promise<void> {
  const core = compose(settings, 'api');
  try {
    await refuseUnfit('API', core, args, stop);
    const surface = apiSettings(core);
    const app = createApp(apiServices(core), surface);
    const server = createServer(app);
    const live = liveChannel(core, app, server);
    // A proxy in front keeps its connections longer than this would be by default, and would meet a closed one.
    server.keepAliveTimeout = 65_000;
    // A client that sends a byte now and then holds a connection no longer than this.
    server.headersTimeout = HEADERS_WITHIN_MS;
    server.requestTimeout = REQUEST_WITHIN_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(settings.PORT, settings.HOST || (settings.KEEPWELL_EMBEDDED ? '127.0.0.1' : undefined), resolve);
    });
    const others = joinOtherProcesses(core, surface.limits.shared, live);
    core.logger.info('api ready', { port: (server.address() as AddressInfo).port });
    await new Promise<void>((resolve) => {
      if (stop.aborted) return resolve();
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    await live.close();
    server.closeIdleConnections();
    await closed;
    await others.stop();
  } finally {
    await core.close();
  }
}
