import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import express from 'express';
import { createRegistry, observeRequests } from '../../../src/api/http/middleware/metrics.js';
import { requestContext } from '../../../src/api/http/middleware/request-context.js';
import { currentContext } from '../../../src/observability/context.js';
import type { Logger } from '../../../src/observability/logger.js';

it('the line of a request is written in the context of that request, also of one whose caller goes away', async () => {
  const lines: { readonly route: unknown; readonly requestId: string | undefined }[] = [];
  let written = () => {};
  const all = new Promise<void>((resolve) => {
    written = resolve;
  });
  const info = (_message: string, { route }: { readonly route?: unknown }) => {
    lines.push({ route, requestId: currentContext().requestId });
    if (lines.length === 4) written();
  };
  const app = express();
  app.use(requestContext());
  app.use(observeRequests(createRegistry(), { info } as unknown as Logger));
  app.get('/slow', (_request, response) => void setImmediate(() => response.send('slow')));
  const leaving = new AbortController();
  app.get('/left', () => leaving.abort());
  app.get('/fast', (_request, response) => void response.send('fast'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (route: string, id: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${route}`, { headers: { 'X-Request-Id': id } });
    await answer.text();
  };
  await Promise.all([ask('/slow', 'first'), ask('/fast', 'second'), ask('/slow', 'third')]);
  const options = { headers: { 'X-Request-Id': 'fourth' }, signal: leaving.signal };
  await assert.rejects(fetch(`http://127.0.0.1:${port}/left`, options));
  await all;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  const ids = lines.map(({ route, requestId }) => `${route} ${requestId}`).sort();
  assert.deepEqual(ids, ['/fast second', '/left fourth', '/slow first', '/slow third']);
});
