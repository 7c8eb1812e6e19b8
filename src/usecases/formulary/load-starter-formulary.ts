import { SYSTEM } from '../../domain/actor.js';
import { STARTER, STARTER_EDITION } from '../../domain/formulary/data/starter.js';
import { contentOf, drugOf } from '../../domain/formulary/drug.js';
import type { StarterItem } from '../../domain/formulary/starter-medicine.js';
import { isSame } from '../../domain/same.js';
import type { FormularyScope } from '../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';

/** What a build brings along: its items, and the number that says which of two builds is the later one. */
export interface StarterFormulary {
  readonly edition: number;
  readonly items: readonly StarterItem[];
}

/**
 * Brings the starter formulary of the database to the edition of this build, as the owner of the schema (`migrate` runs it); does
 * nothing where that edition, or one of a later build, is there. An item that has changed gets its next version, one that is gone
 * becomes inactive. What a clinic has made of an item is a row of the clinic's own, and stays as it is. Returns how many items
 * were added or changed.
 */
export function loadStarterFormulary({
  unitOfWork,
  now,
}: {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly now: () => Date;
}) {
  return ({ edition, items }: StarterFormulary = { edition: STARTER_EDITION, items: STARTER }): Promise<number> =>
    unitOfWork.withScope(
      SYSTEM,
      async ({ drugs }) => {
        if ((await drugs.starterEdition()) >= edition) return 0;
        const stored = new Map((await drugs.listStarter()).map((drug) => [drug.id, drug]));
        const wanted = new Map(items.map(({ key, draft }) => [idOf(key), drugOf(draft)]));
        for (const [id, drug] of stored) if (!wanted.has(id)) wanted.set(id, { ...contentOf(drug), active: false });
        let changed = 0;
        for (const [rowId, drug] of wanted) {
          const before = stored.get(rowId);
          if (before && isSame(contentOf(before), contentOf(drug))) continue;
          const of = { rowId, clinicId: null, version: (before?.version ?? 0) + 1, changedBy: null, edition };
          await (before ? drugs.change(of, drug, now()) : drugs.add(of, drug, null, now()));
          changed += 1;
        }
        await drugs.confirmEdition(edition);
        return changed;
      },
      // Two processes may migrate one database.
      { exclusively: 'starter formulary' },
    );
}

/** The same for an item in every installation and every edition. */
function idOf(key: string): string {
  return derivedUuid(`starter formulary\n${key}`);
}
