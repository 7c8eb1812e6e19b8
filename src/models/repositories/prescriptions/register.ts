import type { KeyRing } from '../../../config/key-ring.js';
import type { Day } from '../../../domain/days.js';
import type { PrescriptionContent } from '../../../domain/prescriptions/content.js';
import type { PrescriptionDetails } from '../../../domain/prescriptions/details.js';
import type { StandingThen } from '../../../domain/prescriptions/register.js';
import { Conditions } from '../../conditions.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { DispensingsTable } from '../../tables/prescriptions/dispensings.js';
import { PrescriptionsTable } from '../../tables/prescriptions/prescriptions.js';

export interface RegisterFilter {
  readonly clinicId: string;
  readonly doctorId?: string | undefined;
  /** Issued on these days, both included. */
  readonly from: Day;
  readonly to: Day;
}

/** A Schedule 8 item with one of its supplies, opened as far as it can be. */
export interface ControlledItem {
  readonly number: string;
  readonly patientId: string;
  readonly issuedAt: Date;
  readonly issuedOn: Day;
  readonly position: number;
  readonly quantity: number;
  /** Null where somebody has changed what was sealed. */
  readonly content: PrescriptionContent | null;
  readonly details: PrescriptionDetails | null;
  readonly supply: {
    readonly dispensedOn: Day;
    readonly pharmacyName: string;
    readonly pharmacistId: string | null;
    readonly patientIdentityChecked: boolean;
  } | null;
  readonly standing: StandingThen | null;
}

/** Numbers of prescriptions of one clinic and year. */
export interface OwnNumbers {
  readonly first: number | null;
  readonly last: number | null;
  readonly count: number;
}

interface FoundRow extends Omit<ControlledItem, 'content' | 'details' | 'supply' | 'standing'> {
  readonly id: string;
  readonly contentSealed: string;
  readonly detailsSealed: string;
  readonly supplyId: string | null;
  readonly dispensedOn: Day;
  readonly pharmacyName: string;
  readonly pharmacistSealed: string;
  readonly patientIdentityChecked: boolean;
  readonly checkedStatus: StandingThen['status'] | null;
  readonly expiresOn: Day | null;
  readonly schedule8: boolean;
  readonly authorityExpiresOn: Day | null;
}

/** What a register says of the prescriptions of a clinic. */
export class RegisterRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Items of Schedule 8, each once for every supply that stands, and once where none does; by number. Of the checks of its doctor the latest
   * one counts that was recorded before it was issued.
   */
  async listControlled({ clinicId, doctorId, from, to }: RegisterFilter): Promise<readonly ControlledItem[]> {
    const where = new Conditions()
      .and('p.clinic_id = ?', clinicId)
      .and("p.schedule = 'S8'")
      .and('p.issued_on between ? and ?', from, to)
      .and('p.doctor_id = ?', doctorId);
    const { rows } = await this.db.query<FoundRow>(
      `select p.id, p.number, p.patient_id, p.issued_at, p.issued_on, p.content_sealed, p.details_sealed, i.position, i.quantity,
              d.id as supply_id, d.dispensed_on, d.pharmacy_name, d.pharmacist_sealed, d.patient_identity_checked,
              v.status as checked_status, v.expires_on, v.schedule_8, v.authority_expires_on
         from prescriptions p
         join prescription_items i on i.prescription_id = p.id and i.schedule = 'S8'
         left join dispensings d on d.item_id = i.id and d.undone_at is null
         left join lateral (
           select * from doctor_verifications c
            where c.clinic_id = p.clinic_id and c.user_id = p.doctor_id and c.recorded_at <= p.issued_at
            order by c.recorded_at desc, c.id desc limit 1) v on true
        where ${where} order by p.year, p.ordinal, i.position, d.supply_no`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** The numbers that a clinic has used in a year. */
  async ownNumbers(clinicId: string, year: number): Promise<OwnNumbers> {
    const { rows } = await this.db.query<OwnNumbers>(
      `select min(ordinal) as first, max(ordinal) as last, count(*)::int as count from prescriptions
        where clinic_id = $1 and year = $2`,
      [clinicId, year],
    );
    return rows[0] ?? { first: null, last: null, count: 0 };
  }

  /** Numbers of a year that were taken and that no prescription of the installation has, the first `most` of them. */
  async missingNumbers(year: number, most: number): Promise<readonly number[]> {
    const { rows } = await this.db.query<{ ordinal: number }>(
      'select ordinal from missing_prescription_numbers($1, $2) as missing(ordinal)',
      [year, most],
    );
    return rows.map(({ ordinal }) => ordinal);
  }

  private open(row: FoundRow): ControlledItem {
    const { number, patientId, issuedAt, issuedOn, position, quantity } = row;
    return {
      ...{ number, patientId, issuedAt, issuedOn, position, quantity },
      content: this.read<PrescriptionContent>(row, 'contentSealed'),
      details: this.read<PrescriptionDetails>(row, 'detailsSealed'),
      supply: row.supplyId === null ? null : { ...this.supplyOf(row, row.supplyId) },
      standing: row.checkedStatus && {
        status: row.checkedStatus,
        expiresOn: row.expiresOn,
        authority: { schedule8: row.schedule8, expiresOn: row.authorityExpiresOn },
      },
    };
  }

  private supplyOf({ dispensedOn, pharmacyName, patientIdentityChecked, pharmacistSealed }: FoundRow, id: string) {
    const pharmacistId = this.opened(pharmacistSealed, fieldOf(DispensingsTable, 'pharmacistSealed', id));
    return { dispensedOn, pharmacyName, patientIdentityChecked, pharmacistId };
  }

  private read<T>(row: FoundRow, member: 'contentSealed' | 'detailsSealed'): T | null {
    const text = this.opened(row[member], fieldOf(PrescriptionsTable, member, row.id, row.patientId));
    return text === null ? null : (JSON.parse(text) as T);
  }

  /** Null for a text that was changed: the line stays in the register, because it must not vanish with its text. */
  private opened(sealed: string, field: string): string | null {
    try {
      return this.keys.openText(sealed, field);
    } catch {
      return null;
    }
  }
}
