import { Transaction } from 'sequelize';
import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/email.js';
import {
  type DoctorDocument,
  EMPTY_DOCTOR,
  EMPTY_PATIENT,
  type PatientDocument,
} from '../../../domain/identity/profile-documents.js';
import type { Role } from '../../../domain/roles.js';
import { changeRow, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DoctorProfilesTable } from '../../tables/identity/doctor-profiles.js';
import { MembershipsTable } from '../../tables/identity/memberships.js';
import { PatientProfilesTable } from '../../tables/identity/patient-profiles.js';
import { UsersTable } from '../../tables/identity/users.js';

/** An account as the product uses it; personal fields are opened from their sealed columns. */
export interface UserRecord {
  readonly id: string;
  readonly role: Role;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164. */
  readonly phone: string | null;
  readonly timezone: string;
  readonly isActive: boolean;
  readonly emailVerifiedAt: Date | null;
  readonly createdAt: Date;
}

export interface NewUser {
  readonly id: string;
  readonly role: Role;
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly timezone: string;
  readonly emailVerifiedAt: Date | null;
  readonly createdAt: Date;
}

/** What an account's holder may change about it. */
export type AccountChange = Pick<UserRecord, 'firstName' | 'lastName' | 'phone' | 'timezone'>;

export type Membership = Pick<Row<MembershipsTable>, 'clinicId' | 'role'>;

type UserRow = Row<UsersTable>;

export class UserRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async findById(id: string): Promise<UserRecord | null> {
    const row = await findRow(this.db, UsersTable, { id, deletedAt: null });
    return row && this.open(row);
  }

  /** Locks the account: changes to one profile are applied one after the other. */
  async lock(id: string): Promise<{ readonly user: UserRecord; readonly passwordHash: string } | null> {
    const row = await findRow(this.db, UsersTable, { id, deletedAt: null }, { lock: Transaction.LOCK.NO_KEY_UPDATE });
    return row && { user: this.open(row), passwordHash: row.passwordHash };
  }

  /** By mail address in any spelling of its case. */
  async findByEmail(email: string): Promise<UserRecord | null> {
    return (await this.findCredentials(email))?.user ?? null;
  }

  async findCredentials(email: string): Promise<{ readonly user: UserRecord; readonly passwordHash: string } | null> {
    const row = await findRow(this.db, UsersTable, {
      emailHash: [...this.keys.hashes(emailKey(email))],
      deletedAt: null,
    });
    return row && { user: this.open(row), passwordHash: row.passwordHash };
  }

  /** Whether an address is taken, also by an account that was closed. */
  async emailTaken(email: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from users where email_hash = any($1)', [
      this.keys.hashes(emailKey(email)),
    ]);
    return rowCount > 0;
  }

  /** Adds the account and its empty profile; false when the address is taken. */
  async create(user: NewUser): Promise<boolean> {
    if (await this.emailTaken(user.email)) return false;
    const { rowCount } = await this.db.query(
      `insert into users (id, email_hash, email_sealed, password_hash, role, first_name_sealed, last_name_sealed,
         phone_sealed, timezone, email_verified_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) on conflict do nothing`,
      [
        user.id,
        this.keys.hashes(emailKey(user.email))[0],
        this.keys.sealText(user.email),
        user.passwordHash,
        user.role,
        this.keys.sealText(user.firstName),
        this.keys.sealText(user.lastName),
        user.phone === null ? null : this.keys.sealText(user.phone),
        user.timezone,
        user.emailVerifiedAt,
        user.createdAt,
      ],
    );
    if (rowCount !== 1) return false;
    if (user.role === 'doctor') {
      const { id: userId, firstName, lastName } = user;
      await insertRow(this.db, DoctorProfilesTable, { userId, firstName, lastName });
    }
    if (user.role === 'patient') await insertRow(this.db, PatientProfilesTable, { userId: user.id });
    return true;
  }

  async updateAccount(id: string, change: AccountChange, now: Date): Promise<void> {
    await this.db.query(
      `update users set first_name_sealed = $2, last_name_sealed = $3, phone_sealed = $4, timezone = $5, updated_at = $6
        where id = $1`,
      [
        id,
        this.keys.sealText(change.firstName),
        this.keys.sealText(change.lastName),
        change.phone === null ? null : this.keys.sealText(change.phone),
        change.timezone,
        now,
      ],
    );
    // The public entry of a doctor carries the name too.
    await this.db.query(
      'update doctor_profiles set first_name = $2, last_name = $3, updated_at = $4 where user_id = $1',
      [id, change.firstName, change.lastName, now],
    );
  }

  async updatePassword(id: string, passwordHash: string, now: Date): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { passwordHash, updatedAt: now });
  }

  async addMembership(userId: string, clinicId: string, role: Role): Promise<void> {
    await this.db.query(
      'insert into memberships (user_id, clinic_id, role) values ($1, $2, $3) on conflict do nothing',
      [userId, clinicId, role],
    );
  }

  /** Oldest first. */
  memberships(userId: string): Promise<readonly Membership[]> {
    return listRows(
      this.db,
      MembershipsTable,
      { userId },
      { attributes: ['clinicId', 'role'], order: ['createdAt', 'clinicId'] },
    );
  }

  async isPatientOf(clinicId: string, patientId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from memberships m join users u on u.id = m.user_id
        where m.clinic_id = $1 and m.user_id = $2 and m.role = 'patient' and u.deleted_at is null`,
      [clinicId, patientId],
    );
    return rowCount > 0;
  }

  /** The public entry of a doctor. */
  doctorName(id: string): Promise<Pick<Row<DoctorProfilesTable>, 'firstName' | 'lastName' | 'specialty'> | null> {
    const attributes = ['firstName', 'lastName', 'specialty'];
    return findRow(this.db, DoctorProfilesTable, { userId: id }, { attributes });
  }

  async doctorDocument(id: string): Promise<DoctorDocument> {
    const row = await findRow(this.db, DoctorProfilesTable, { userId: id });
    if (!row) return EMPTY_DOCTOR;
    const { specialty, qualifications, identifiersSealed } = row;
    return { ...EMPTY_DOCTOR, ...this.openDocument(identifiersSealed), specialty, qualifications };
  }

  async saveDoctorDocument(id: string, document: DoctorDocument, now: Date): Promise<void> {
    const { specialty, qualifications, ...identifiers } = document;
    const identifiersSealed = this.keys.sealText(JSON.stringify(identifiers));
    const change = { specialty, qualifications, identifiersSealed, updatedAt: now };
    await changeRow(this.db, DoctorProfilesTable, { userId: id }, change);
  }

  async patientDocument(id: string): Promise<PatientDocument> {
    const row = await findRow(this.db, PatientProfilesTable, { userId: id });
    return { ...EMPTY_PATIENT, ...this.openDocument(row?.detailsSealed ?? null) };
  }

  async savePatientDocument(id: string, document: PatientDocument, now: Date): Promise<void> {
    const detailsSealed = this.keys.sealText(JSON.stringify(document));
    await changeRow(this.db, PatientProfilesTable, { userId: id }, { detailsSealed, updatedAt: now });
  }

  private openDocument(sealed: string | null): object {
    return sealed === null ? {} : JSON.parse(this.keys.openText(sealed));
  }

  private open(row: UserRow): UserRecord {
    return {
      id: row.id,
      role: row.role,
      email: this.keys.openText(row.emailSealed),
      firstName: this.keys.openText(row.firstNameSealed),
      lastName: this.keys.openText(row.lastNameSealed),
      phone: row.phoneSealed === null ? null : this.keys.openText(row.phoneSealed),
      timezone: row.timezone,
      isActive: row.isActive,
      emailVerifiedAt: row.emailVerifiedAt,
      createdAt: row.createdAt,
    };
  }
}
