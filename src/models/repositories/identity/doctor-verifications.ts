import type { KeyRing } from '../../../config/key-ring.js';
import type { VerificationFindings } from '../../../domain/identity/verification.js';
import { findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { DoctorVerificationsTable } from '../../tables/identity/doctor-verifications.js';

/** One check of a doctor's registration, with who made it. */
export interface DoctorVerification extends VerificationFindings {
  readonly id: string;
  readonly clinicId: string;
  readonly userId: string;
  /** Null for what an installation was set up with. */
  readonly checkedBy: string | null;
  readonly checkedAt: Date;
  readonly recordedAt: Date;
}

export type NewDoctorVerification = DoctorVerification;

type Sealed = Pick<VerificationFindings, 'registrationType' | 'conditions' | 'evidence'>;

const findingsOf = (id: string) => fieldOf(DoctorVerificationsTable, 'findingsSealed', id);

/** Checks of doctors' registrations: append-only, the latest one counts. */
export class DoctorVerificationRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ registrationType, conditions, evidence, authority, ...row }: NewDoctorVerification): Promise<void> {
    const sealed: Sealed = { registrationType, conditions, evidence };
    await insertRow(this.db, DoctorVerificationsTable, {
      ...row,
      schedule8: authority.schedule8,
      restrictedSubstances: authority.restrictedSubstances,
      authorityExpiresOn: authority.expiresOn,
      findingsSealed: this.keys.sealText(JSON.stringify(sealed), findingsOf(row.id)),
    });
  }

  async find(id: string): Promise<DoctorVerification | null> {
    const row = await findRow(this.db, DoctorVerificationsTable, { id });
    return row && this.open(row);
  }

  /** Of a doctor at a clinic, the newest first. */
  async list(clinicId: string, userId: string): Promise<readonly DoctorVerification[]> {
    const order: [string, string][] = [
      ['recordedAt', 'desc'],
      ['id', 'desc'],
    ];
    const rows = await listRows(this.db, DoctorVerificationsTable, { clinicId, userId }, { order });
    return rows.map((row) => this.open(row));
  }

  private open(row: Row<DoctorVerificationsTable>): DoctorVerification {
    const { findingsSealed, schedule8, restrictedSubstances, authorityExpiresOn, ...shown } = row;
    const sealed = JSON.parse(this.keys.openText(findingsSealed, findingsOf(row.id))) as Sealed;
    return { ...shown, ...sealed, authority: { schedule8, restrictedSubstances, expiresOn: authorityExpiresOn } };
  }
}
