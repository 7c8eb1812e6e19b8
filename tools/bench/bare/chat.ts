import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';
import { serveBench } from './messages.js';

interface Sent {
  readonly room_id: string;
  readonly message: string;
  readonly client_message_id: string;
}

/** socket.io that inserts one row and emits it to the room, and nothing else: no login, rights, order, seal or other process. */
export async function runBareChat(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20, application_name: 'bare-chat' });
  await pool.query(`create table if not exists bench_messages (id uuid primary key, room_id uuid not null, message text not null,
    client_message_id text not null, sent_at timestamptz not null default now())`);
  const http = createServer();
  new Server(http, { serveClient: false }).of('/chat').on('connection', (socket) => {
    socket.on('room:join', async ({ room_id }: Sent, acknowledge: (answer: object) => void) => {
      await socket.join(room_id);
      acknowledge({ ok: true });
    });
    socket.on('message:send', async (sent: Sent, acknowledge: (answer: object) => void) => {
      const message = { id: randomUUID(), ...sent };
      await pool.query({
        name: 'send',
        text: 'insert into bench_messages (id, room_id, message, client_message_id) values ($1, $2, $3, $4)',
        values: [message.id, sent.room_id, sent.message, sent.client_message_id],
      });
      socket.nsp.to(sent.room_id).emit('message', message);
      acknowledge({ ok: true, message });
    });
  });
  http.listen(0, '127.0.0.1', () => {
    process.send?.({ about: 'ready', url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
  });
  serveBench(async ({ ask }) => ({ about: 'failed', reason: `cannot answer ${ask}` }));
}
