import { randomUUID } from 'node:crypto';
import type { UserActor } from '../../domain/actor.js';
import { printedName } from '../../domain/prescriptions/products/printed-medicine.js';
import { codingOf } from '../../domain/records/public.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';
import { noteEntry } from '../records/public.js';
import type { FoundItem } from './found-items.js';
import type { PrescribingScope } from './prescribing-deps.js';
import type { PrescribingCase } from './read-case.js';

interface Entered {
  readonly actor: UserActor;
  readonly found: PrescribingCase;
  readonly requestId: string;
}

/** What was prescribed enters the patient's list of medicines; one that stands there from this item already stays as it is. */
export async function enterMedicines(scope: PrescribingScope, { actor, found, requestId }: Entered): Promise<void> {
  const { now, today, record, clinic, patient } = found;
  const listed = new Set(record.medicines.map(({ content: { drug, name } }) => drug ?? name));
  const entered: Promise<void>[] = [];
  for (const [at, item] of found.items.entries()) {
    const { name, drug } = entryOf(item);
    if (listed.has(drug ?? name)) continue;
    listed.add(drug ?? name);
    const substances = item.drug.ingredients.map(({ substance }) => substance);
    const content = {
      ...{ name, drug, dose: item.directions, startedOn: today, stoppedOn: null },
      coding: codingOf(null, { names: [], substances }),
      source: 'prescribed_here',
    } as const;
    const entryId = derivedUuid(`${requestId}/medicine/${at}`);
    const of = { entryId, version: 1, clinicId: clinic.id, patientId: patient.id, recordedBy: actor.userId };
    entered.push(
      scope.recordEntries.recordMedicine({ ...of, id: randomUUID(), status: 'active', content, reason: null }, now),
      noteEntry(scope, 'record.medicine_added', { record: of, entryId, version: 1, status: 'active' }, now),
    );
  }
  await Promise.all(entered);
}

/** A product of a supplier is no item of the formulary: it stands in the list by its name, coded by its ingredients. */
function entryOf(item: FoundItem): { readonly name: string; readonly drug: string | null } {
  const { drug, product } = item;
  return product === null ? { name: drug.name, drug: drug.id } : { name: printedName(item), drug: null };
}
