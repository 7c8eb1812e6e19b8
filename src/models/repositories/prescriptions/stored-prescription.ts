import type { KeyRing } from '../../../config/key-ring.js';
import type { Day } from '../../../domain/days.js';
import type { PrescriptionContent } from '../../../domain/prescriptions/content.js';
import type { PrescriptionDetails } from '../../../domain/prescriptions/details.js';
import type { DeliveryState } from '../../../domain/prescriptions/states.js';
import { columnsOf, type Row } from '../../rows.js';
import { fieldOf, type SealedMember } from '../../sealed-fields.js';
import { PrescriptionItemsTable } from '../../tables/prescriptions/prescription-items.js';
import { PrescriptionsTable } from '../../tables/prescriptions/prescriptions.js';
import { UnreadableRow } from '../../unreadable-row.js';

/** An item, and how many of its supplies stand. */
export type StoredItem = Row<PrescriptionItemsTable> & {
  readonly supplied: number;
  /** Of the latest supply that stands. */
  readonly lastSuppliedOn: Day | null;
};

/** The members of a row that are sealed, or a hash of what is. */
export type SealedMembers = 'contentSealed' | 'codeSealed' | 'detailsSealed' | 'endReasonSealed' | 'codeHash';

/** A prescription and its items, opened. */
export type OpenedPrescription = Omit<Row<PrescriptionsTable>, SealedMembers> & {
  /** The very text that was signed. */
  readonly contentText: string;
  readonly content: PrescriptionContent;
  readonly code: string;
  readonly details: PrescriptionDetails;
  readonly endReason: string | null;
  readonly items: readonly StoredItem[];
};

/** What a prescription is shown with beside its own row. */
interface Shown {
  readonly hasDocument: boolean;
  readonly delivery: DeliveryState;
  readonly deliveryStartedAt: Date | null;
  readonly deliveryCompletedAt: Date | null;
  /** The number of what stands in its place. */
  readonly supersededByNumber: string | null;
}

/** A prescription that was issued, opened. */
export type StoredPrescription = OpenedPrescription & Shown;

interface SealedPrescription extends Row<PrescriptionsTable> {
  /** Null: none. */
  readonly items: readonly StoredItem[] | null;
}

/** A row of the view. */
export type FoundPrescription = SealedPrescription & Shown;

const ITEM = Object.entries(PrescriptionItemsTable.getAttributes())
  .map(([name, { field = name }]) => `'${name}', i.${field}`)
  .join(', ');

/** Prescriptions with their requests. */
export const PRESCRIPTION_VIEW = `
  select ${columnsOf(PrescriptionsTable, { of: 'p' })}, r.delivery, r.delivery_started_at, r.delivery_completed_at,
         exists (select 1 from prescription_documents d where d.prescription_id = p.id) as has_document,
         (select s.number from prescriptions s where s.id = p.superseded_by) as superseded_by_number,
         (select jsonb_agg(jsonb_build_object(${ITEM}, 'supplied', s.supplied, 'lastSuppliedOn', s.last) order by i.position)
            from prescription_items i,
                 lateral (select count(*) as supplied, max(g.dispensed_on) as last from dispensings g where g.item_id = i.id and g.undone_at is null) s
           where i.prescription_id = p.id) as items
    from prescriptions p join prescription_requests r on r.id = p.request_id`;

/** Opens what is sealed of a row. @throws UnreadableRow when a sealed text was changed, or is another row's */
export function openPrescription<Found extends SealedPrescription>(keys: KeyRing, found: Found) {
  const { contentSealed, codeSealed, detailsSealed, endReasonSealed, codeHash: _codeHash, ...row } = found;
  try {
    const contentText = keys.openText(contentSealed, sealedField(row, 'contentSealed'));
    return {
      ...row,
      // None but where somebody has taken them out of the table.
      items: row.items ?? [],
      contentText,
      content: JSON.parse(contentText) as PrescriptionContent,
      code: keys.openText(codeSealed, sealedField(row, 'codeSealed')),
      details: JSON.parse(keys.openText(detailsSealed, sealedField(row, 'detailsSealed'))) as PrescriptionDetails,
      endReason: endReasonSealed && keys.openText(endReasonSealed, sealedField(row, 'endReasonSealed')),
    };
  } catch (error) {
    throw new UnreadableRow('a prescription was not written by this product', { cause: error });
  }
}

/** What stands for a verification code in keyed hashes. */
export function codeKey(code: string): string {
  return `prescription code\n${code}`;
}

/** The patient belongs to the name: a text that is moved to another patient's prescription cannot be read there. */
export function sealedField(
  { id, patientId }: Pick<Row<PrescriptionsTable>, 'id' | 'patientId'>,
  member: SealedMember<PrescriptionsTable>,
): string {
  return fieldOf(PrescriptionsTable, member, id, patientId);
}
