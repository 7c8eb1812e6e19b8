import { Findings } from '../rig/check/findings.js';
import { checkMoney } from '../rig/check/money.js';
import { checkHolds, checkSharing } from '../rig/check/slots.js';
import { countsOf, type Verdict } from '../rig/check/verdict.js';
import { checkWebhooks } from '../rig/check/webhooks.js';
import { readWorld, type Sources } from '../rig/check/world.js';
import type { DeliveryFact } from '../rig/facts.js';
import { checkAccounts, checkPaid, checkProviderEvents, type MoneyLine, moneyLines, readMovements } from './books.js';

export interface Audit extends Verdict {
  readonly money: readonly MoneyLine[];
  /** Charges that the banks made. */
  readonly charges: number;
}

/**
 * Checks slots, money and webhooks with nothing of the product: it reads database, engine and both banks itself, and is
 * given only which webhooks were answered.
 */
export async function audit(
  sources: Sources & Required<Pick<Sources, 'gateways'>>,
  paystack: readonly DeliveryFact[],
): Promise<Audit> {
  const world = await readWorld(sources);
  const movements = await readMovements(sources.sandboxUrl, sources.gateways);
  const findings = new Findings();
  for (const rules of [checkSharing, checkMoney, checkPaid, checkHolds, checkWebhooks]) rules(world, findings);
  checkProviderEvents(world, paystack, findings);
  const money = moneyLines(world, movements);
  checkAccounts(money, findings);
  return {
    rules: findings.table(),
    violations: findings.violations,
    counts: countsOf(world),
    money,
    charges: world.bank.filter((entry) => entry.type === 'charge').length,
  };
}
