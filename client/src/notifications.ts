// How many notifications the person has not read. The clinic counts them, whenever one comes or is read: nothing is counted here.
import { signal } from '@preact/signals';
import { answerOf, api } from './api.js';

export const unread = signal(0);
/** Another number whenever the list has changed. */
export const changes = signal(0);

async function count(): Promise<void> {
  changes.value += 1;
  // Without an answer the last count stays: it is asked for again when the connection is back.
  const answer = await answerOf(api.GET('/api/v1/notifications/unread-count')).catch(() => null);
  if (answer) unread.value = answer.unread;
}

/** From now on. The live connection is no part of the first load. */
export async function followNotifications(): Promise<void> {
  const { connection } = await import('./chat/connection.js');
  for (const event of ['connect', 'notification']) connection().off(event, count).on(event, count);
  await count();
}
