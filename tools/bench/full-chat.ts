import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Core } from '../../src/composition/core.js';
import { fillRoom } from '../rig/full-room.js';
import type { ChatPair } from './chats.js';
import { measure, median } from './measure.js';
import type { Reader } from './population.js';

const MESSAGES = 10_000;
const SEARCHES = 5;
/** Of each of two people, who may send 30 in ten seconds. */
const SENDS = 12;
const LIMIT_MS = 10_500;
const ROWS = `select m.*, c.* from chat_messages m join chat_changes c on c.room_id = m.room_id and c.rev = m.rev
  where m.room_id = $1 order by m.seq`;

/** A room with 10,000 messages: what it costs to search in it, and to send to it. */
export class FullChat {
  private sentAt = new Map<string, number>();

  private constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
    private readonly full: ChatPair,
  ) {}

  static async open({ url, core }: { readonly url: string; readonly core: Core }, full: ChatPair): Promise<FullChat> {
    const run = async (text: string, values: readonly unknown[] = []) =>
      (await core.pool.query(text, [...values])).rows;
    const textOf = (seq: number) =>
      seq === 1 ? 'Where was the needle?' : `How are you feeling today? This is message ${seq}.`;
    const { room, patient } = full;
    await fillRoom(run, core.settings.ENCRYPTION_KEYS, { room, patient: patient.id, messages: MESSAGES, textOf });
    return new FullChat(url, core.pool, full);
  }

  /** Milliseconds of a search that has to look through all of them. */
  async search(): Promise<number> {
    return median((await measure(SEARCHES, 1, () => this.searchOnce())).latenciesMs);
  }

  /** Milliseconds of reading the same rows as they are, all of them, sealed. */
  async rows(): Promise<number> {
    const read = async () => {
      const { rowCount } = await this.pool.query(ROWS, [this.full.room]);
      if ((rowCount ?? 0) < MESSAGES) throw new Error('rows of the full room are missing');
    };
    return median((await measure(SEARCHES, 1, read)).latenciesMs);
  }

  /** The longest that the process which searches has let another request wait, in milliseconds. */
  async longestHold(): Promise<number> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let isSearching = true;
    const searching = this.search().finally(() => {
      isSearching = false;
    });
    let longest = 0;
    while (isSearching) longest = Math.max(longest, await answerTime(`${this.url}/health/live`, agent));
    await searching;
    agent.destroy();
    return longest;
  }

  /** Milliseconds of sending a message to this room. */
  async send({ room, patient, doctor }: ChatPair = this.full): Promise<number> {
    const last = this.sentAt.get(room) ?? 0;
    await delay(Math.max(0, last + LIMIT_MS - Date.now()));
    let turn = 0;
    const { latenciesMs } = await measure(SENDS * 2, 1, () => {
      turn += 1;
      return this.sendOnce(room, turn % 2 === 0 ? patient : doctor);
    });
    this.sentAt.set(room, Date.now());
    return median(latenciesMs);
  }

  private async searchOnce(): Promise<void> {
    const { room, patient } = this.full;
    const found = (await this.ask(patient, `chat/${room}/messages/?search=needle`)) as readonly unknown[];
    if (found.length !== 1) throw new Error(`a search found ${found.length} messages`);
  }

  private async sendOnce(room: string, sender: Reader): Promise<void> {
    await this.ask(sender, `chat/messages/${room}/`, { message: 'How are you feeling today?' });
  }

  private async ask({ token }: Reader, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

function answerTime(url: string, agent: Agent): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(performance.now() - begun));
    });
    request.once('error', reject);
  });
}
