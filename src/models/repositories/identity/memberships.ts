import type { KeyRing } from '../../../config/key-ring.js';
import type { MembershipStatus, Role, StaffRole } from '../../../domain/roles.js';
import { changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { MembershipsTable } from '../../tables/identity/memberships.js';
import { UsersTable } from '../../tables/identity/users.js';
import { UserRepository } from './users.js';

export type Membership = Row<MembershipsTable>;

/** As its person is shown it; a `platform_admin` belongs to no clinic. */
export type NamedMembership = Membership & { readonly clinicName: string | null };

export interface NewMembership {
  readonly userId: string;
  readonly clinicId: string | null;
  readonly role: Role;
}

const COLUMNS = columnsOf(MembershipsTable, { of: 'm' });

export class MembershipRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Adds an active membership, and the profile that its role has. */
  async add(membership: NewMembership, now: Date): Promise<Membership> {
    const { userId, role } = membership;
    if (role === 'doctor') await this.addDoctorProfile(userId);
    if (role === 'patient') {
      await this.db.query('insert into patient_profiles (user_id) values ($1) on conflict do nothing', [userId]);
    }
    const times = { createdAt: now, updatedAt: now, activatedAt: null };
    const row = { ...membership, ...times, organisationMemberId: null };
    const added = await insertRow(this.db, MembershipsTable, row);
    if (role === 'patient') await new UserRepository(this.db, this.keys).refreshSearch(userId);
    return added;
  }

  find(id: string): Promise<Membership | null> {
    return findRow(this.db, MembershipsTable, { id });
  }

  /** The person's one membership of a clinic, in any status. */
  findIn(clinicId: string, userId: string): Promise<Membership | null> {
    return findRow(this.db, MembershipsTable, { clinicId, userId });
  }

  /**
   * Those that a person can act in, none of a clinic that is suspended; a sign-in acts in the first: the one that was
   * chosen last, else the oldest.
   */
  async active(userId: string): Promise<readonly Membership[]> {
    const { rows } = await this.db.query<Membership>(
      `select ${COLUMNS} from memberships m left join clinics c on c.id = m.clinic_id
        where m.user_id = $1 and m.status = 'active' and (m.clinic_id is null or (c.id is not null and c.suspended_at is null))
        order by m.activated_at desc nulls last, m.created_at, m.id`,
      [userId],
    );
    return rows;
  }

  /** All of a person's, oldest first, with the names of their clinics. */
  async list(userId: string): Promise<readonly NamedMembership[]> {
    const { rows } = await this.db.query<NamedMembership>(
      `select ${COLUMNS}, c.name as clinic_name from memberships m left join clinics c on c.id = m.clinic_id
        where m.user_id = $1 order by m.created_at, m.id`,
      [userId],
    );
    return rows;
  }

  async noteActivation(id: string, now: Date): Promise<void> {
    await changeRow(this.db, MembershipsTable, { id }, { activatedAt: now });
  }

  /** Takes a membership up again that had ended: now as the person's own, if it was one of an organisation. */
  resume(id: string, now: Date): Promise<Membership> {
    const change = { status: 'active', organisationMemberId: null, updatedAt: now } as const;
    return changeRow(this.db, MembershipsTable, { id }, change);
  }

  /** Who acts in this role at a clinic, and can sign in. */
  async holders(clinicId: string, role: Role): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ userId: string }>(
      `select m.user_id from memberships m join users u on u.id = m.user_id and u.is_active and u.deleted_at is null
        where m.clinic_id = $1 and m.role = $2 and m.status = 'active' order by m.created_at, m.id`,
      [clinicId, role],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Those of these people who are patients of a clinic, or were. */
  async patientsAmong(userIds: readonly string[], clinicId: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ userId: string }>(
      `select distinct user_id from memberships where user_id = any($1::uuid[]) and clinic_id = $2 and role = 'patient'`,
      [userIds, clinicId],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Those of a clinic that have not ended, the oldest first: of these roles, one page of them. */
  async ofClinic(
    clinicId: string,
    roles: readonly Role[],
    page: { readonly limit: number; readonly after?: { readonly at: string; readonly id: string } | undefined },
  ): Promise<readonly Membership[]> {
    const { rows } = await this.db.query<Membership>(
      `select ${COLUMNS} from memberships m
        where m.clinic_id = $1 and m.role = any($2) and m.status <> 'ended'
          and ($3::timestamptz is null or (date_trunc('milliseconds', m.created_at), m.id) > ($3, $4::uuid))
        order by date_trunc('milliseconds', m.created_at), m.id limit $5`,
      [clinicId, roles, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }

  async changeRole(id: string, role: StaffRole, now: Date): Promise<Membership> {
    const changed = await changeRow(this.db, MembershipsTable, { id }, { role, updatedAt: now });
    if (role === 'doctor') await this.addDoctorProfile(changed.userId);
    return changed;
  }

  changeStatus(id: string, status: MembershipStatus, now: Date): Promise<Membership> {
    return changeRow(this.db, MembershipsTable, { id }, { status, updatedAt: now });
  }

  /** Whether the person belongs to another clinic, too, or looks after the platform. */
  async belongsElsewhere(userId: string, clinicId: string): Promise<boolean> {
    const { rows } = await this.db.query<{ elsewhere: boolean }>('select belongs_elsewhere($1, $2) as elsewhere', [
      userId,
      clinicId,
    ]);
    return rows[0]?.elsewhere ?? true;
  }

  /** Who administers a clinic now, by their accounts. */
  async adminsOf(clinicId: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>('select id from clinic_admins($1) as id', [clinicId]);
    return rows.map(({ id }) => id);
  }

  /**
   * Lets a member of an organisation work at these clinics of it. A membership of their own that they have there already
   * stays as it is.
   */
  async addOfOrganisation(
    { id, userId, role }: { readonly id: string; readonly userId: string; readonly role: StaffRole },
    clinicIds: readonly string[],
    now: Date,
  ): Promise<void> {
    if (role === 'doctor') await this.addDoctorProfile(userId);
    const values = [userId, role, id, clinicIds, now];
    await this.db.query(
      `update memberships set status = 'active', role = $2, organisation_member_id = $3, updated_at = $5
        where user_id = $1 and clinic_id = any($4) and organisation_member_id is not null`,
      values,
    );
    await this.db.query(
      `insert into memberships (user_id, clinic_id, role, organisation_member_id, created_at, updated_at)
       select $1, clinic_id, $2, $3, $5, $5 from unnest($4::uuid[]) as clinic_id on conflict do nothing`,
      values,
    );
  }

  /** Ends what people are at a clinic, or somebody is anywhere, by being a member of an organisation. */
  async endOfOrganisation(
    of: { readonly clinicId: string } | { readonly organisationMemberId: string },
    now: Date,
  ): Promise<void> {
    const [clinicId, memberId] = 'clinicId' in of ? [of.clinicId, null] : [null, of.organisationMemberId];
    await this.db.query(
      `update memberships set status = 'ended', updated_at = $3
        where organisation_member_id is not null and (clinic_id = $1 or organisation_member_id = $2)`,
      [clinicId, memberId, now],
    );
  }

  async isPatientOf(clinicId: string, patientId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from memberships m join users u on u.id = m.user_id
        where m.clinic_id = $1 and m.user_id = $2 and m.role = 'patient' and m.status = 'active'
          and u.deleted_at is null`,
      [clinicId, patientId],
    );
    return rowCount > 0;
  }

  /** The public entry carries the name: what patients book by is not sealed. */
  private async addDoctorProfile(userId: string): Promise<void> {
    const account = await findRow(this.db, UsersTable, { id: userId });
    if (!account) throw new Error('the account of a new membership is gone');
    const firstName = this.keys.openText(account.firstNameSealed, fieldOf(UsersTable, 'firstNameSealed', userId));
    const lastName = this.keys.openText(account.lastNameSealed, fieldOf(UsersTable, 'lastNameSealed', userId));
    await this.db.query(
      'insert into doctor_profiles (user_id, first_name, last_name) values ($1, $2, $3) on conflict do nothing',
      [userId, firstName, lastName],
    );
  }
}
