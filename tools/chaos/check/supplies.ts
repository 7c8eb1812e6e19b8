import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { PrescribingWorld, SupplyRow } from './prescribing-world.js';

const DAY_MS = 86_400_000;

/** Invariant 8, of what pharmacies supply: never beyond what was prescribed, and never after its end. */
export function checkSupplies(world: PrescribingWorld, findings: Findings): void {
  const standing = world.supplies.filter((row) => row.undone_at === null);
  const ofItem = groupBy(standing, (row) => row.item_id);
  findings.each(8, 'no item is supplied more often than it allows', world.items, ({ id, repeats }) => {
    const count = ofItem.get(id)?.length ?? 0;
    return count <= repeats + 1 ? null : `item ${id}: ${count} supplies, ${repeats} repeats`;
  });
  findings.each(8, 'each supply of an item has a number of its own', ofItem, ([item, rows]) => {
    const taken = new Set(rows.map((row) => row.supply_no));
    return taken.size === rows.length ? null : `item ${item}: ${rows.map((row) => row.supply_no).join()}`;
  });
  const intervals = new Map(world.items.map(({ id, interval_days: days }) => [id, days]));
  findings.each(8, 'between two supplies of an item its interval lies', ofItem, ([item, rows]) => {
    const close = closest(rows);
    return close < (intervals.get(item) ?? 1) ? `item ${item}: two supplies within ${close} days` : null;
  });
  const byId = new Map(world.prescriptions.map((row) => [row.id, row]));
  findings.each(8, 'nothing is supplied of a prescription that has ended', world.supplies, (row) => {
    const ended = byId.get(row.prescription_id)?.ended_at?.getTime() ?? Number.POSITIVE_INFINITY;
    return row.recorded_at.getTime() > ended ? `supply ${row.id} after the end of ${row.prescription_id}` : null;
  });
  checkAnswers(world, findings);
  checkLooks(world, ofItem, findings);
}

function checkAnswers({ supplies, facts }: PrescribingWorld, findings: Findings): void {
  const rows = groupBy(supplies, (row) => row.pharmacy_name);
  const asked = facts.prescribing.supplies;
  const done = asked.filter((fact) => fact.outcome === 'done');
  findings.each(8, 'a supply answered 201 is recorded as answered', done, (fact) => {
    const found = rows.get(fact.pharmacy) ?? [];
    const isSame = found.every((row) => row.prescription_id === fact.prescriptionId && fact.supplies.includes(row.id));
    return found.length > 0 && found.length === fact.supplies.length && isSame
      ? null
      : `${fact.pharmacy}: ${fact.supplies.length} answered, ${found.length} recorded`;
  });
  const refused = asked.filter((fact) => fact.outcome === 'refused');
  findings.each(8, 'a supply answered 4xx left nothing', refused, (fact) => {
    const found = rows.get(fact.pharmacy)?.length ?? 0;
    return found === 0 ? null : `${fact.pharmacy}: ${fact.code} after ${fact.statuses.join()}, ${found} recorded`;
  });
  const pharmacies = new Set(asked.map((fact) => fact.pharmacy));
  findings.each(8, 'a supply comes from a pharmacy', supplies, (row) =>
    pharmacies.has(row.pharmacy_name) ? null : row.id,
  );
}

/** What a look says is left, against what the rows say. */
function checkLooks(
  { items, facts }: PrescribingWorld,
  ofItem: ReadonlyMap<string, readonly SupplyRow[]>,
  findings: Findings,
): void {
  const ofPrescription = groupBy(items, (row) => row.prescription_id);
  const looks = facts.prescribing.papers.flatMap(({ prescriptionId, look }) =>
    look ? [{ prescriptionId, look }] : [],
  );
  findings.each(8, 'a look counts what is left', looks, ({ prescriptionId, look }) => {
    const left = (ofPrescription.get(prescriptionId) ?? []).map(({ id, repeats }) => {
      // The first supply uses up no repeat.
      return Math.max(0, Math.min(repeats, repeats + 1 - (ofItem.get(id)?.length ?? 0)));
    });
    return left.join() === look.left.join()
      ? null
      : `${prescriptionId}: ${left.join()} left, shown ${look.left.join()}`;
  });
}

/** Days between the two supplies that lie closest. */
function closest(rows: readonly SupplyRow[]): number {
  const days = rows.map((row) => Date.parse(row.dispensed_on) / DAY_MS).sort((one, other) => one - other);
  return Math.min(...days.slice(1).map((day, at) => day - (days[at] ?? 0)));
}
