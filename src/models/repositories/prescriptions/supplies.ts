import type { KeyRing } from '../../../config/key-ring.js';
import { columnsOf, findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { DispensingsTable } from '../../tables/prescriptions/dispensings.js';
import type { StoredItem } from './stored-prescription.js';

type DispensingRow = Row<DispensingsTable>;

/** A supply as it was recorded. */
export type RecordedSupply = Omit<DispensingRow, 'pharmacistSealed' | 'undoReasonSealed'> & {
  readonly pharmacistId: string;
  readonly undoReason: string | null;
};

/** What a pharmacy records by one request, of all of its items. */
export interface NewSupplies
  extends Pick<
    RecordedSupply,
    'requestId' | 'dispensedOn' | 'pharmacyName' | 'pharmacistId' | 'apiKeyId' | 'patientIdentityChecked'
  > {
  readonly supplies: readonly { readonly id: string; readonly item: StoredItem; readonly supplyNo: number }[];
}

const pharmacistOf = (id: string) => fieldOf(DispensingsTable, 'pharmacistSealed', id);
const reasonOf = (id: string) => fieldOf(DispensingsTable, 'undoReasonSealed', id);

/** Supplies of prescriptions. Count, interval and validity are refused by the constraints of the table. */
export class SupplyRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Those that stand, of a prescription. */
  listStanding(
    prescriptionId: string,
  ): Promise<readonly Pick<RecordedSupply, 'itemId' | 'supplyNo' | 'dispensedOn'>[]> {
    const attributes = ['itemId', 'supplyNo', 'dispensedOn'];
    return listRows(this.db, DispensingsTable, { prescriptionId, undoneAt: null }, { attributes });
  }

  /** What a request has recorded already, also what was undone since; in the order of the prescription's items. */
  async listOfRequest(prescriptionId: string, requestId: string): Promise<readonly RecordedSupply[]> {
    const { rows } = await this.db.query<DispensingRow>(
      `select ${columnsOf(DispensingsTable, { of: 'd' })} from dispensings d join prescription_items i on i.id = d.item_id
        where d.prescription_id = $1 and d.request_id = $2 order by i.position`,
      [prescriptionId, requestId],
    );
    return rows.map((row) => this.open(row));
  }

  async find(prescriptionId: string, id: string): Promise<RecordedSupply | null> {
    const row = await findRow(this.db, DispensingsTable, { id, prescriptionId });
    return row && this.open(row);
  }

  /** @throws DomainError supply_refused where a constraint refuses a supply */
  async insert({ supplies, pharmacistId, ...of }: NewSupplies, now: Date): Promise<void> {
    for (const { id, item, supplyNo } of supplies) {
      const { id: itemId, prescriptionId, issuedOn, validUntil, repeats, intervalDays } = item;
      await insertRow(this.db, DispensingsTable, {
        ...{ ...of, id, itemId, prescriptionId, issuedOn, validUntil, repeats, intervalDays, supplyNo },
        pharmacistSealed: this.keys.sealText(pharmacistId, pharmacistOf(id)),
        recordedAt: now,
        ...{ undoneAt: null, undoneBy: null, undoReasonSealed: null },
      });
    }
  }

  /** Undoes a supply; false when somebody has done so before. */
  async undo(
    id: string,
    { by, reason }: { readonly by: string; readonly reason: string },
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update dispensings set undone_at = $2, undone_by = $3, undo_reason_sealed = $4 where id = $1 and undone_at is null',
      [id, now, by, this.keys.sealText(reason, reasonOf(id))],
    );
    return rowCount === 1;
  }

  private open({ pharmacistSealed, undoReasonSealed, ...row }: DispensingRow): RecordedSupply {
    return {
      ...row,
      pharmacistId: this.keys.openText(pharmacistSealed, pharmacistOf(row.id)),
      undoReason: undoReasonSealed && this.keys.openText(undoReasonSealed, reasonOf(row.id)),
    };
  }
}
