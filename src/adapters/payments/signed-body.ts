import { WebhookUnreadable } from './port.js';

export type Members = Readonly<Record<string, unknown>>;

/** What a provider calls its objects: printable ASCII, so that the name can be stored, logged and sent back. */
const NAME = /^[\x21-\x7e]{1,255}$/;

/** The JSON object in a webhook whose signature was verified. @throws WebhookUnreadable */
export function parseSigned(rawBody: Buffer): Members {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    throw new WebhookUnreadable('the body is no JSON');
  }
  const members = membersOf(value);
  if (!members) throw new WebhookUnreadable('the body is no object');
  return members;
}

export function membersOf(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

/** A provider's name for something: text, or (Paystack) a whole number; null for anything else. */
export function nameOf(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isInteger(value) ? String(value) : value;
  return typeof text === 'string' && NAME.test(text) ? text : null;
}

/** A name in text, for what an event cannot do without. @throws WebhookUnreadable naming the member */
export function requiredName(value: unknown, member: string): string {
  const name = typeof value === 'string' ? nameOf(value) : null;
  if (name === null) throw new WebhookUnreadable(`${member} is missing or is no name`);
  return name;
}
