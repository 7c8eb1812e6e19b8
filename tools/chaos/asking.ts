import { randomUUID } from 'node:crypto';
import { type Client, type Payload, type Reply, textOf } from '../rig/client.js';
import type { AskedFact } from '../rig/prescribing-facts.js';

/** What is asked, and what is noted of a good answer. */
export interface Question {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body?: Payload;
  readonly note?: (reply: Reply) => void;
}

/** Requests of one person, each of which is remembered until somebody has answered it. */
export class Asking {
  private readonly unanswered: ((until: AbortSignal) => Promise<void>)[] = [];

  constructor(private readonly person: Client) {}

  async ask(fact: AskedFact, question: Question, by = this.person): Promise<void> {
    const { method, path, body, note } = question;
    const answer = await by.ask(method, path, body, fact.key);
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (answer.reply) note?.(answer.reply);
    if (answer.outcome === 'refused') fact.code = textOf(answer.reply?.body, 'code');
    if (answer.outcome === 'unknown') this.unanswered.push((until) => this.ask(fact, question, by.anew(until)));
  }

  /** Asks once more what nobody has answered, now that all processes live. */
  async again(until: AbortSignal): Promise<void> {
    await Promise.all(this.unanswered.splice(0).map((again) => again(until)));
  }
}

export function unasked(): AskedFact {
  return { key: randomUUID(), outcome: 'unknown', statuses: [], code: null };
}
