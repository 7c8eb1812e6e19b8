import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { compileFunction } from 'node:vm';
import { io, type Socket } from 'socket.io-client';
import { until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { LiveProcesses } from '../../support/live-processes.js';

interface Shown {
  readonly id: string;
  readonly seq: number;
  readonly rev: number;
  readonly message: string;
  readonly client_message_id: string | null;
}
interface Opened {
  readonly socket: Socket;
  send(message: string): void;
  close(): void;
}
type OpenChat = (wish: object) => Opened;

const [, CODE = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/chat-client.md', 'utf8')) ?? [];

/** The function of the guide, as it stands there. */
function openChatOfGuide(connect: unknown = io): OpenChat {
  const body = CODE.replace(/^import .*;$/m, '').replace('export function', 'function');
  return compileFunction(`${body}\nreturn openChat;`, ['io'])(connect) as OpenChat;
}

describe('the client of the guide', () => {
  let live: LiveProcesses;
  const opened: Opened[] = [];
  before(async () => {
    live = await LiveProcesses.start({
      ...{ RATE_LIMIT_MESSAGES: 'off', RATE_LIMIT_LOGIN: 'off' },
      // Connections also end with their tokens.
      ACCESS_TOKEN_TTL: '4s',
    });
  });
  after(async () => {
    for (const chat of opened) chat.close();
    await live?.stop();
  });

  /** Opens a room as the guide does; what it shows, and what it was refused. */
  function open(room: string, person: Person, at: number) {
    const shown = new Map<string, Shown>();
    const [outbox, refusals]: [unknown[], unknown[]] = [[], []];
    const chat = openChatOfGuide()({
      ...{ url: live.urlOf(at), room, outbox },
      token: async () => (await live.token(person, at)).access,
      show: (message: Shown) => shown.set(message.id, message),
      refused: (answer: unknown) => refusals.push(answer),
    });
    opened.push(chat);
    return { chat, shown, outbox, refusals };
  }

  it('has 40 lines', () => {
    assert.ok(CODE.includes('openChat'));
    const lines = CODE.split('\n').filter((line) => line !== '');
    assert.ok(lines.length <= 40, `${lines.length} lines`);
  });

  it('comes back when its token is over, and does not once it was closed', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const returns = (isClosed: boolean, event: string, about: unknown) => {
      let connects = 0;
      const socket = Object.assign(new EventEmitter(), { connect: () => (connects += 1), disconnect: () => undefined });
      const chat = openChatOfGuide(() => socket)({ url: '', room: '', token: async () => '' });
      socket.emit(event, about);
      if (isClosed) chat.close();
      t.mock.timers.tick(10_000);
      return connects;
    };
    for (const [event, about] of [
      ['disconnect', 'io server disconnect'],
      ['connect_error', { data: { code: 'unavailable' } }],
    ] as const) {
      assert.equal(returns(false, event, about), 1);
      assert.equal(returns(true, event, about), 0);
    }
  });

  it('shows everything once and loses nothing, however often its connection breaks', { timeout: 120_000 }, async () => {
    const room = await live.room();
    const [patient, doctor] = [open(room.id, room.patient, 0), open(room.id, room.doctor, 1)];
    const both = [patient, doctor];
    const everything = async (): Promise<readonly Shown[]> => {
      const { api: reader } = await live.token(room.doctor, 1);
      const messages: Shown[] = [];
      for (;;) {
        const path = `/api/v1/chat/${room.id}/messages/?after=${messages.at(-1)?.seq ?? 0}&limit=200`;
        const page: readonly Shown[] = (await reader.get(path)).body;
        messages.push(...page);
        if (page.length < 200) return messages;
      }
    };
    for (let at = 0; at < 20; at += 1) {
      for (const { chat } of both) chat.send(`Message ${at}`);
      // In the middle of it: an answer is on its way, and is lost.
      const cut = both[at % 2]?.chat.socket;
      if (at % 4 === 3 && cut?.connected) {
        await new Promise((resolve) => setImmediate(resolve));
        cut.io.engine.close();
      }
      await until('both to go on', async () => both.every(({ outbox }) => outbox.length < 4), 30_000);
    }
    await until('everything to be sent', async () => both.every(({ outbox }) => outbox.length === 0), 30_000);
    // More than one answer to a join has room for: the late one has nothing yet.
    for (let at = 0; at < 170; at += 1) doctor.chat.send(`Line ${at}`);
    await until('all lines to be sent', async () => doctor.outbox.length === 0, 60_000);
    const late = open(room.id, room.patient, 1);
    for (const { chat } of [...both, late]) chat.send('The end');
    const stored = await until('everything to be stored', async () => {
      const messages = await everything();
      return messages.filter(({ message }) => message === 'The end').length === 3 && messages;
    });
    const ids = stored.map((one) => one.client_message_id);
    assert.deepEqual([stored.length, new Set(ids).size], [213, 213]);
    for (const { shown, refusals } of [...both, late]) {
      await until('everything to be shown', async () => shown.size === stored.length);
      const all = [...shown.values()].sort((one, other) => one.seq - other.seq);
      const plain = ({ id, seq, rev, message }: Shown) => [id, seq, rev, message];
      assert.deepEqual(all.map(plain), stored.map(plain));
      assert.deepEqual(refusals, []);
    }
  });
});
