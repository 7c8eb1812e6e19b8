import { Findings } from '../rig/check/findings.js';
import { checkMoney } from '../rig/check/money.js';
import { checkHolds, checkSharing } from '../rig/check/slots.js';
import { countsOf, type Verdict } from '../rig/check/verdict.js';
import { checkWebhooks } from '../rig/check/webhooks.js';
import { readWorld, type Sources } from '../rig/check/world.js';
import { checkAnswers } from './check/answers.js';
import { checkChats } from './check/chats.js';
import { type ImportWorld, readImports } from './check/import-world.js';
import { checkImports } from './check/imports.js';
import { checkMessages } from './check/messages.js';
import { checkPrescribingAudit } from './check/prescribing-audit.js';
import { type PrescribingWorld, readPrescribing } from './check/prescribing-world.js';
import { checkPrescriptions } from './check/prescriptions.js';
import { checkPulls } from './check/pulls.js';
import { checkSupplies } from './check/supplies.js';

/**
 * Checks invariants 1 to 9, and the catalogue, with nothing of the product: it reads database, engine, bank and mailbox itself, and is
 * given only what clients saw.
 */
export async function check(sources: Sources): Promise<Verdict> {
  const world = await readImports(await readPrescribing(await readWorld(sources), sources), sources);
  const findings = new Findings();
  for (const rules of [checkSharing, checkMoney, checkHolds, checkWebhooks, checkAnswers, checkMessages, checkChats]) {
    rules(world, findings);
  }
  for (const rules of [checkPrescriptions, checkSupplies, checkPrescribingAudit]) rules(world, findings);
  checkImports(world, findings);
  checkPulls(world, findings);
  const counts = { ...countsOf(world), ...prescribingCounts(world), ...importCounts(world) };
  return { rules: findings.table(), violations: findings.violations, counts };
}

function prescribingCounts({ prescriptions, documents, supplies, requests }: PrescribingWorld): Record<string, number> {
  const counts: Record<string, number> = {
    'prescription requests': requests.length,
    'prescription documents': documents.length,
    supplies: supplies.length,
  };
  for (const { status } of prescriptions) {
    const name = `prescriptions ${status}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function importCounts({ imports, products }: ImportWorld): Record<string, number> {
  const counts: Record<string, number> = { 'catalogue products': products.filter((row) => !row.withdrawn).length };
  for (const { state } of imports) {
    const name = `price lists ${state}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
