import type { KeyRing } from '../../../config/key-ring.js';
import type { ApprovalDraft, Withdrawal } from '../../../domain/prescriptions/law/approvals.js';
import type { RecordedApproval } from '../../../domain/prescriptions/law/cannabis.js';
import { Conditions } from '../../conditions.js';
import { columnsOf, insertRow, type Row } from '../../rows.js';
import { fieldOf, type SealedMember } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { CannabisApprovalsTable } from '../../tables/prescriptions/cannabis-approvals.js';

type ApprovalRow = Row<CannabisApprovalsTable>;

/** An approval, opened. */
export type StoredApproval = Omit<ApprovalRow, 'approvalRefSealed' | 'indicationSealed' | 'reasonSealed'> & {
  readonly approvalRef: string;
  readonly indication: string;
  /** Why it was withdrawn. */
  readonly reason: string | null;
  /** It counts today, on the clinic's calendar. */
  readonly isActive: boolean;
};

export interface NewApproval extends ApprovalDraft {
  readonly id: string;
  readonly clinicId: string;
  readonly recordedBy: string;
}

export interface ApprovalFilter {
  readonly clinicIds?: readonly string[] | undefined;
  /** Those of this doctor, and of patients whom the doctor of the scope treats. */
  readonly ofDoctor?: string | undefined;
  readonly patientId?: string | undefined;
  readonly doctorId?: string | undefined;
  readonly active?: boolean | undefined;
  readonly now: Date;
  readonly cursor?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Whose approvals decide about a prescription. */
export interface ApprovalsOf {
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
}

/** As `approvalProblem` has it, at a moment. */
const IS_ACTIVE = `(?::timestamptz at time zone c.timezone)::date between a.approved_on
  and least(a.expires_on, a.withdrawn_on - 1)`;

/** Approvals of medicinal cannabis. Reference, indication and reason are sealed for their row. */
export class CannabisApprovalRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async find(id: string, now: Date): Promise<StoredApproval | null> {
    return (await this.select(new Conditions().and('a.id = ?', id), now))[0] ?? null;
  }

  /** Those that were recorded last come first. */
  list({ now, limit, ...filter }: ApprovalFilter): Promise<readonly StoredApproval[]> {
    const where = new Conditions()
      .and('true')
      .and('a.clinic_id = any(?)', filter.clinicIds)
      .and('(a.doctor_id = ? or scope_treats(a.patient_id))', filter.ofDoctor)
      .and('a.patient_id = ?', filter.patientId)
      .and('a.doctor_id = ?', filter.doctorId)
      .and(`(${IS_ACTIVE}) = ?`, filter.active === undefined ? undefined : now, filter.active)
      .and('(a.recorded_at, a.id) < (?::timestamptz, ?::uuid)', filter.cursor?.at, filter.cursor?.id);
    return this.select(where, now, limit);
  }

  /**
   * What decides about a prescription of this doctor for this patient: approvals for the patient and for all, also those that are over,
   * so that a refusal can say so; those that end last come first. Until the transaction ends none of them is withdrawn.
   */
  async listHeld({ clinicId, doctorId, patientId }: ApprovalsOf): Promise<readonly RecordedApproval[]> {
    await this.db.query('select pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [
      lockOf({ clinicId, doctorId }),
    ]);
    const { rows } = await this.db.query<
      Omit<RecordedApproval, 'approvalRef'> & Pick<ApprovalRow, 'approvalRefSealed'>
    >(
      `select id, approval_ref_sealed, access_path, doctor_id, patient_id, category, dose_form, approved_on, expires_on, withdrawn_on from cannabis_approvals
        where clinic_id = $1 and doctor_id = $2 and (patient_id = $3 or patient_id is null) order by expires_on desc, id`,
      [clinicId, doctorId, patientId],
    );
    return rows.map(({ approvalRefSealed, ...row }) => ({
      ...row,
      approvalRef: this.keys.openText(approvalRefSealed, field(row, 'approvalRefSealed')),
    }));
  }

  /** Waits for prescriptions that are being issued under approvals of this doctor; others wait for this transaction's end. */
  async holdAlone(of: Pick<ApprovalsOf, 'clinicId' | 'doctorId'>): Promise<void> {
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockOf(of)]);
  }

  async add({ approvalRef, indication, ...approval }: NewApproval, now: Date): Promise<void> {
    await insertRow(this.db, CannabisApprovalsTable, {
      ...approval,
      approvalRefSealed: this.keys.sealText(approvalRef, field(approval, 'approvalRefSealed')),
      indicationSealed: this.keys.sealText(indication, field(approval, 'indicationSealed')),
      recordedAt: now,
      ...{ withdrawnOn: null, withdrawnBy: null, withdrawnAt: null, reasonSealed: null },
    });
  }

  /** False when somebody has withdrawn it before. */
  async withdraw(
    of: Pick<StoredApproval, 'id' | 'patientId'>,
    { withdrawnOn, reason, by }: Withdrawal & { readonly by: string },
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update cannabis_approvals set withdrawn_on = $2, withdrawn_by = $3, withdrawn_at = $4, reason_sealed = $5
        where id = $1 and withdrawn_on is null`,
      [of.id, withdrawnOn, by, now, this.keys.sealText(reason, field(of, 'reasonSealed'))],
    );
    return rowCount === 1;
  }

  private async select(where: Conditions, now: Date, limit?: number): Promise<readonly StoredApproval[]> {
    const active = IS_ACTIVE.replace('?', where.place(now));
    const end = limit === undefined ? '' : where.limit(limit);
    const { rows } = await this.db.query<ApprovalRow & { readonly isActive: boolean }>(
      `select ${columnsOf(CannabisApprovalsTable, { of: 'a' })}, ${active} as is_active
         from cannabis_approvals a join clinics c on c.id = a.clinic_id
        where ${where} order by a.recorded_at desc, a.id desc ${end}`,
      where.values,
    );
    return rows.map(({ approvalRefSealed, indicationSealed, reasonSealed, ...row }) => ({
      ...row,
      approvalRef: this.keys.openText(approvalRefSealed, field(row, 'approvalRefSealed')),
      indication: this.keys.openText(indicationSealed, field(row, 'indicationSealed')),
      reason: reasonSealed && this.keys.openText(reasonSealed, field(row, 'reasonSealed')),
    }));
  }
}

function lockOf({ clinicId, doctorId }: Pick<ApprovalsOf, 'clinicId' | 'doctorId'>): string {
  return `approvals/${clinicId}/${doctorId}`;
}

/** The patient belongs to the name: a text that is moved to another patient's approval cannot be read there. */
function field(
  { id, patientId }: Pick<ApprovalRow, 'id' | 'patientId'>,
  member: SealedMember<CannabisApprovalsTable>,
): string {
  return fieldOf(CannabisApprovalsTable, member, id, patientId ?? 'every patient');
}
