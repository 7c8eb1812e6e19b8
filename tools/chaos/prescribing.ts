import type { Issued, Surgery } from './surgery.js';

/** What doctors and pharmacies do, beside whoever books. */

export async function prescribed(surgery: Surgery): Promise<void> {
  await surgery.prescribe(surgery.consultation(), { repeats: surgery.random.between(0, 3) });
}

/** Several things of one request, of which one is controlled: two prescriptions and one mail. */
export async function prescribedApart(surgery: Surgery): Promise<void> {
  const issued = await surgery.prescribe(surgery.consultation(), { withControlled: true });
  if (surgery.random.chance(0.5)) for (const one of issued) await surgery.supply(one);
}

export async function prescribedAndLeft(surgery: Surgery): Promise<void> {
  await surgery.prescribeAndLeave(surgery.consultation());
}

/** Sometimes before the document is there, sometimes after. */
export async function prescribedThenCancelled(surgery: Surgery): Promise<void> {
  const issued = await one(surgery);
  if (!issued) return;
  if (surgery.random.chance(0.5)) await surgery.codeOf(issued);
  await surgery.cancel(issued);
  if (surgery.random.chance(0.3)) await surgery.supply(issued);
}

export async function superseded(surgery: Surgery): Promise<void> {
  const issued = await one(surgery);
  if (!issued) return;
  if (surgery.random.chance(0.3)) await surgery.supply(issued);
  await surgery.prescribe(issued, { supersedes: issued.id });
}

export async function supplied(surgery: Surgery): Promise<void> {
  const issued = await one(surgery, surgery.random.between(0, 2));
  if (!issued) return;
  await surgery.supply(issued);
  if (surgery.random.chance(0.4)) await surgery.supply(issued);
}

/** Two pharmacies at one moment, and only one supply is left. */
export async function twoPharmacies(surgery: Surgery): Promise<void> {
  const issued = await one(surgery);
  if (!issued || (await surgery.codeOf(issued)) === null) return;
  await Promise.all([surgery.supply(issued), surgery.supply(issued)]);
}

/** A doctor cancels at the moment at which a pharmacy supplies. */
export async function suppliedOrCancelled(surgery: Surgery): Promise<void> {
  const issued = await one(surgery, 1);
  if (!issued || (await surgery.codeOf(issued)) === null) return;
  await Promise.all([surgery.supply(issued), surgery.cancel(issued)]);
}

async function one(surgery: Surgery, repeats = 0): Promise<Issued | undefined> {
  const [issued] = await surgery.prescribe(surgery.consultation(), { repeats });
  return issued;
}
