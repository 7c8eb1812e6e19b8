import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/email.js';
import {
  type DoctorDocument,
  EMPTY_DOCTOR,
  EMPTY_PATIENT,
  type PatientDocument,
  searchedIdentifiers,
} from '../../../domain/identity/profile-documents.js';
import { termsOf } from '../../../domain/identity/search-terms.js';
import { changeRow, columnsOf, findRow, listRows, type Row } from '../../rows.js';
import { fieldOf, type SealedMember } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { DoctorProfilesTable } from '../../tables/identity/doctor-profiles.js';
import { PatientProfilesTable } from '../../tables/identity/patient-profiles.js';
import { UsersTable } from '../../tables/identity/users.js';
import { storeSearchTokens } from './patient-search-tokens.js';

/** An account as the product uses it; personal fields are opened from their sealed columns. */
export interface UserRecord {
  readonly id: string;
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

/** How somebody signs in. */
export interface SignInFacts {
  readonly mfaEnabled: boolean;
  readonly lastLoginAt: Date | null;
}

/** An account with what its password is compared with. */
export interface Credentials {
  readonly user: UserRecord;
  readonly passwordHash: string;
  readonly passwordChangedAt: Date;
}

type UserRow = Row<UsersTable>;

/** An account's name as another context's statement reads it beside its own rows. */
export type SealedName = Pick<UserRow, 'firstNameSealed' | 'lastNameSealed'>;

export function openedName(keys: KeyRing, id: string, { firstNameSealed, lastNameSealed }: SealedName) {
  return {
    firstName: keys.openText(firstNameSealed, fieldOf(UsersTable, 'firstNameSealed', id)),
    lastName: keys.openText(lastNameSealed, fieldOf(UsersTable, 'lastNameSealed', id)),
  };
}

const COLUMNS = columnsOf(UsersTable);

export class UserRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  // Written out, as `list` and `lock`: a connection prepares it once, which it does not for a model's statements, and almost
  // every request waits for one of them.
  async findById(id: string): Promise<UserRecord | null> {
    const { rows } = await this.db.query<UserRow>(`select ${COLUMNS} from users where id = $1 and deleted_at is null`, [
      id,
    ]);
    return rows[0] ? this.open(rows[0]) : null;
  }

  /** Also of an account that was closed: visits, money and documents stay its person's, and messages about them are sent. */
  async findEver(id: string): Promise<UserRecord | null> {
    const row = await findRow(this.db, UsersTable, { id });
    return row && this.open(row);
  }

  /** Those of these accounts that are not closed, in no order. */
  async list(ids: readonly string[]): Promise<readonly UserRecord[]> {
    const { rows } = await this.db.query<UserRow>(
      `select ${COLUMNS} from users where id = any ($1) and deleted_at is null`,
      [ids],
    );
    return rows.map((row) => this.open(row));
  }

  /** How these people of the scope's clinic sign in, by account. */
  async signInFacts(ids: readonly string[]): Promise<ReadonlyMap<string, SignInFacts>> {
    const { rows } = await this.db.query<SignInFacts & { userId: string }>(
      'select user_id, mfa_enabled, last_login_at from sign_in_facts($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ userId, ...facts }) => [userId, facts]));
  }

  /** Whether the account may be used. */
  async setActive(id: string, isActive: boolean, now: Date): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { isActive, updatedAt: now });
  }

  /** Closes the account for good; its row stays, because records name it. */
  async close(id: string, now: Date): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { isActive: false, deletedAt: now, updatedAt: now });
  }

  /** Locks the account: changes to one profile are applied one after the other. */
  async lock(id: string): Promise<Credentials | null> {
    const { rows } = await this.db.query<UserRow>(
      `select ${COLUMNS} from users where id = $1 and deleted_at is null for no key update`,
      [id],
    );
    return rows[0] ? this.credentials(rows[0]) : null;
  }

  /** By mail address in any spelling of its case. */
  async findByEmail(email: string): Promise<UserRecord | null> {
    return (await this.findCredentials(email))?.user ?? null;
  }

  async findCredentials(email: string): Promise<Credentials | null> {
    const hashes = this.keys.hashes(emailKey(email));
    // Not `any` of a list: the database would plan that anew each time, policies included.
    const places = hashes.map((_, at) => `$${at + 1}`).join(', ');
    const { rows } = await this.db.query<UserRow>(
      `select ${COLUMNS} from users where email_hash in (${places}) and deleted_at is null`,
      hashes,
    );
    return rows[0] ? this.credentials(rows[0]) : null;
  }

  /** Whether an address is taken, also by an account that was closed. */
  async emailTaken(email: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from users where email_hash = any($1)', [
      this.keys.hashes(emailKey(email)),
    ]);
    return rowCount > 0;
  }

  /** Adds the account, which can do nothing until it is a member somewhere; false when the address is taken. */
  async create(user: NewUser): Promise<boolean> {
    if (await this.emailTaken(user.email)) return false;
    const { rowCount } = await this.db.query(
      `insert into users (id, email_hash, email_sealed, password_hash, first_name_sealed, last_name_sealed, phone_sealed,
         timezone, email_verified_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing`,
      [
        user.id,
        this.keys.hashes(emailKey(user.email))[0],
        this.seal('emailSealed', user.id, user.email),
        user.passwordHash,
        this.seal('firstNameSealed', user.id, user.firstName),
        this.seal('lastNameSealed', user.id, user.lastName),
        user.phone === null ? null : this.seal('phoneSealed', user.id, user.phone),
        user.timezone,
        user.emailVerifiedAt,
        user.createdAt,
      ],
    );
    return rowCount === 1;
  }

  async updateAccount(id: string, change: AccountChange, now: Date): Promise<void> {
    await this.db.query(
      `update users set first_name_sealed = $2, last_name_sealed = $3, phone_sealed = $4, timezone = $5, updated_at = $6
        where id = $1`,
      [
        id,
        this.seal('firstNameSealed', id, change.firstName),
        this.seal('lastNameSealed', id, change.lastName),
        change.phone === null ? null : this.seal('phoneSealed', id, change.phone),
        change.timezone,
        now,
      ],
    );
    // The public entry of a doctor carries the name too.
    await this.db.query(
      'update doctor_profiles set first_name = $2, last_name = $3, updated_at = $4 where user_id = $1',
      [id, change.firstName, change.lastName, now],
    );
    await this.refreshSearch(id);
  }

  async updatePassword(id: string, passwordHash: string, now: Date): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { passwordHash, passwordChangedAt: now, updatedAt: now });
  }

  /** Another hash of the same password: it grows no younger by it. */
  async renewHash(id: string, passwordHash: string): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { passwordHash });
  }

  /** Its mailbox has answered. */
  async confirmEmail(id: string, now: Date): Promise<void> {
    await changeRow(this.db, UsersTable, { id }, { emailVerifiedAt: now, updatedAt: now });
  }

  /** Gives an account another, confirmed address; false when that is another account's. */
  async changeEmail(id: string, email: string, now: Date): Promise<boolean> {
    const hashes = this.keys.hashes(emailKey(email));
    const { rowCount } = await this.db.query(
      `update users set email_hash = $2, email_sealed = $3, email_verified_at = $4, updated_at = $4
        where id = $1 and not exists (select 1 from users other where other.email_hash = any($5) and other.id <> $1)`,
      [id, hashes[0], this.seal('emailSealed', id, email), now, hashes],
    );
    if (rowCount === 1) await this.refreshSearch(id);
    return rowCount === 1;
  }

  /**
   * Renews what a patient is found by, where the account is a patient's. Whoever changes names, addresses or the profile, or makes
   * somebody a patient, does it in the same transaction: the account is locked, so that of two changes at once the later one sees
   * what the earlier one wrote.
   */
  async refreshSearch(id: string): Promise<void> {
    const account = await this.lock(id);
    if (!account) return;
    const document = await this.patientDocument(id);
    const { firstName, lastName, email, phone } = account.user;
    const { latinName, dateOfBirth } = document;
    const identifiers = searchedIdentifiers(document);
    const terms = termsOf({ firstName, lastName, latinName, email, phone, dateOfBirth, identifiers });
    await storeSearchTokens(this.db, this.keys, id, terms);
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
    const field = fieldOf(DoctorProfilesTable, 'identifiersSealed', id);
    return { ...EMPTY_DOCTOR, ...this.openDocument(identifiersSealed, field), specialty, qualifications };
  }

  async saveDoctorDocument(id: string, document: DoctorDocument, now: Date): Promise<void> {
    const { specialty, qualifications, ...identifiers } = document;
    const field = fieldOf(DoctorProfilesTable, 'identifiersSealed', id);
    const identifiersSealed = this.keys.sealText(JSON.stringify(identifiers), field);
    const change = { specialty, qualifications, identifiersSealed, updatedAt: now };
    await changeRow(this.db, DoctorProfilesTable, { userId: id }, change);
  }

  async patientDocument(id: string): Promise<PatientDocument> {
    const row = await findRow(this.db, PatientProfilesTable, { userId: id });
    const field = fieldOf(PatientProfilesTable, 'detailsSealed', id);
    return { ...EMPTY_PATIENT, ...this.openDocument(row?.detailsSealed ?? null, field) };
  }

  /** By account. One that the scope may not see is empty. */
  async patientDocuments(ids: readonly string[]): Promise<ReadonlyMap<string, PatientDocument>> {
    const rows = await listRows(this.db, PatientProfilesTable, { userId: [...ids] });
    return new Map(
      rows.map(({ userId, detailsSealed }) => {
        const field = fieldOf(PatientProfilesTable, 'detailsSealed', userId);
        return [userId, { ...EMPTY_PATIENT, ...this.openDocument(detailsSealed, field) }];
      }),
    );
  }

  async savePatientDocument(id: string, document: PatientDocument, now: Date): Promise<void> {
    const field = fieldOf(PatientProfilesTable, 'detailsSealed', id);
    const detailsSealed = this.keys.sealText(JSON.stringify(document), field);
    await changeRow(this.db, PatientProfilesTable, { userId: id }, { detailsSealed, updatedAt: now });
    await this.refreshSearch(id);
  }

  private openDocument(sealed: string | null, field: string): object {
    return sealed === null ? {} : JSON.parse(this.keys.openText(sealed, field));
  }

  private seal(member: SealedMember<UsersTable>, id: string, plain: string): string {
    return this.keys.sealText(plain, fieldOf(UsersTable, member, id));
  }

  private credentials(row: UserRow): Credentials {
    return { user: this.open(row), passwordHash: row.passwordHash, passwordChangedAt: row.passwordChangedAt };
  }

  private open(row: UserRow): UserRecord {
    const opened = (member: SealedMember<UsersTable>, sealed: string) =>
      this.keys.openText(sealed, fieldOf(UsersTable, member, row.id));
    return {
      id: row.id,
      email: opened('emailSealed', row.emailSealed),
      ...openedName(this.keys, row.id, row),
      phone: row.phoneSealed === null ? null : opened('phoneSealed', row.phoneSealed),
      timezone: row.timezone,
      isActive: row.isActive,
      emailVerifiedAt: row.emailVerifiedAt,
      createdAt: row.createdAt,
    };
  }
}
