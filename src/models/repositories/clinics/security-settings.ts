import type { OwnSecurityRules } from '../../../domain/clinics/security-rules.js';
import type { Role } from '../../../domain/roles.js';
import { changeRow, columnsOf, findRow, insertRow } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ClinicSecuritySettingsTable } from '../../tables/clinics/clinic-security-settings.js';

const COLUMNS = columnsOf(ClinicSecuritySettingsTable, { of: 's' });

/** What a clinic asks of somebody who works there, or is a patient of it, in this role. */
export interface MemberRules extends OwnSecurityRules {
  readonly role: Role;
}

/** What clinics ask of accounts and sessions beyond the installation; `strictestRules` joins the two. */
export class SecuritySettingsRepository {
  constructor(private readonly db: Sql) {}

  /** Of one clinic: a list of one, or of none where the clinic asks for nothing of its own. */
  async ofClinic(clinicId: string): Promise<readonly OwnSecurityRules[]> {
    const row = await findRow(this.db, ClinicSecuritySettingsTable, { clinicId });
    return row ? [row] : [];
  }

  /** Of every clinic of which the person is an active member, each with the person's role there. */
  async ofPerson(userId: string): Promise<readonly MemberRules[]> {
    const { rows } = await this.db.query<MemberRules>(
      `select ${COLUMNS}, m.role from clinic_security_settings s join memberships m on m.clinic_id = s.clinic_id
        where m.user_id = $1 and m.status = 'active'`,
      [userId],
    );
    return rows;
  }

  /** Whether a clinic where the person is active in this role asks a second factor of it. */
  async requiresMfa(userId: string, role: Role): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from clinic_security_settings s join memberships m on m.clinic_id = s.clinic_id
        where m.user_id = $1 and m.role = $2 and m.status = 'active' and m.role = any(s.require_mfa) limit 1`,
      [userId, role],
    );
    return rowCount > 0;
  }

  /** Sets these rules of a clinic; null takes the installation's, what is undefined stays. */
  async change(clinicId: string, change: Partial<OwnSecurityRules>, now: Date): Promise<void> {
    const rules = { ...change, updatedAt: now };
    const [row] = await this.ofClinic(clinicId);
    if (row) await changeRow(this.db, ClinicSecuritySettingsTable, { clinicId }, rules);
    else await insertRow(this.db, ClinicSecuritySettingsTable, { ...NOTHING, ...rules, clinicId });
  }
}

const NOTHING = {
  mfaTrustDays: null,
  sessionIdleSeconds: null,
  passwordMinLength: null,
  passwordClasses: null,
  passwordMaxAgeDays: null,
  passwordHistory: null,
  accessLogNames: null,
  breakGlassMinutes: null,
};
