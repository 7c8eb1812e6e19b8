import type { Buyers } from './buyers.js';

/** What those who keep the catalogue do, beside whoever books. */

export async function imported(buyers: Buyers): Promise<void> {
  await importedOf(buyers, buyers.supplier());
}

export async function importedAndUndone(buyers: Buyers): Promise<void> {
  const id = await importedOf(buyers, buyers.supplier());
  if (id === null) return;
  const { outcome } = await buyers.decide(id, 'undo');
  if (outcome === 'done') await buyers.untilEnded(id);
}

/** While it is read, or when its preview is there. */
export async function importCancelled(buyers: Buyers): Promise<void> {
  const { id } = await buyers.upload(buyers.supplier());
  if (id === null) return;
  if (buyers.random.chance(0.5)) await buyers.untilDecidable(id);
  await buyers.decide(id, 'cancel');
}

/** Two lists of a supplier at one moment: they are applied one behind the other. */
export async function twoImports(buyers: Buyers): Promise<void> {
  const supplier = buyers.supplier();
  await Promise.all([importedOf(buyers, supplier), importedOf(buyers, supplier)]);
}

export async function importAbandoned(buyers: Buyers): Promise<void> {
  await buyers.uploadAndLeave();
}

/** The import, once it is applied; null: it was not, because another one was faster more than once, or because nobody answered in time. */
async function importedOf(buyers: Buyers, supplier: string): Promise<string | null> {
  const { id } = await buyers.upload(supplier);
  if (id === null) return null;
  for (let attempts = 3; attempts > 0; attempts -= 1) {
    const state = await buyers.untilDecidable(id);
    if (state !== 'previewed') return state === 'applied' ? id : null;
    await buyers.decide(id, 'apply');
  }
  return null;
}
