import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from 'express';
import { DomainError } from '../../domain/errors.js';
import { emailKey } from '../../domain/identity/public.js';
import { localsOf } from './request.js';

/** Longer than what is done for any address takes, but on a bad day. */
const ALIKE_MS = 300;

/** Answers after the same time whatever `work` finds: how long it takes tells nobody whether an address has an account. */
export async function answerAlike(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), delay(ALIKE_MS)]);
}

/** Whether one more link may be mailed to this mailbox; it counts as mailed. The answer to whoever asks does not show it. */
export async function mayMailTo(request: Request, email: string): Promise<boolean> {
  try {
    await localsOf(request).limits.mail.consume(request, emailKey(email));
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rate_limited') return false;
    throw error;
  }
}
