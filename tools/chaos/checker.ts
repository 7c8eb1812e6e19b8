import { Findings } from '../rig/check/findings.js';
import { checkMoney } from '../rig/check/money.js';
import { checkHolds, checkSharing } from '../rig/check/slots.js';
import { countsOf, type Verdict } from '../rig/check/verdict.js';
import { checkWebhooks } from '../rig/check/webhooks.js';
import { readWorld, type Sources } from '../rig/check/world.js';
import { checkAnswers } from './check/answers.js';
import { checkChats } from './check/chats.js';
import { checkMessages } from './check/messages.js';

/**
 * Checks invariants 1 to 7 with nothing of the product: it reads database, engine, bank and mailbox itself, and is
 * given only what clients saw.
 */
export async function check(sources: Sources): Promise<Verdict> {
  const world = await readWorld(sources);
  const findings = new Findings();
  for (const rules of [checkSharing, checkMoney, checkHolds, checkWebhooks, checkAnswers, checkMessages, checkChats]) {
    rules(world, findings);
  }
  return { rules: findings.table(), violations: findings.violations, counts: countsOf(world) };
}
