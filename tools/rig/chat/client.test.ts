import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Client, newTally } from '../client.js';
import { Random } from '../random.js';
import { ChatClient } from './client.js';
import { Figures } from './figures.js';

test('a chat client ends when it is told to, also while it is connecting to what does not answer', async (t) => {
  const connections: Socket[] = [];
  const server = createServer((socket) => connections.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const over = new AbortController();
  const rest = Client.anonymous(url, newTally(), over.signal);
  const person = { id: 'ann', token: async () => 'token', rest: async () => rest };
  const client = new ChatClient({
    ...{ name: 'ann', room: 'room', person, url, figures: new Figures() },
    ...{ random: new Random(1), over: over.signal },
  });
  const staying = client.stay();
  await once(server, 'connection');
  over.abort();
  await staying;
  assert.deepEqual([client.isIdle, client.seen.followed], [false, []]);
});
