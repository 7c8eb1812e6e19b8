import type { StaffRole } from '../../../domain/roles.js';
import { changeRow, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { OrganisationMembersTable } from '../../tables/clinics/organisation-members.js';
import { OrganisationsTable } from '../../tables/clinics/organisations.js';

export type Organisation = Row<OrganisationsTable>;
export type OrganisationMember = Row<OrganisationMembersTable>;

/** Several clinics that belong together, and who works at all of them. */
export class OrganisationRepository {
  constructor(private readonly db: Sql) {}

  find(id: string): Promise<Organisation | null> {
    return findRow(this.db, OrganisationsTable, { id });
  }

  /** All of them, by name. */
  list(): Promise<readonly Organisation[]> {
    return listRows(this.db, OrganisationsTable, {}, { order: ['name'] });
  }

  /** False when another one has this name. */
  async create(id: string, name: string, createdAt: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'insert into organisations (id, name, created_at) values ($1, $2, $3) on conflict do nothing',
      [id, name, createdAt],
    );
    return rowCount === 1;
  }

  findMember(organisationId: string, id: string): Promise<OrganisationMember | null> {
    return findRow(this.db, OrganisationMembersTable, { organisationId, id, endedAt: null });
  }

  /** Who works there, in the order in which they came. */
  members(organisationId: string): Promise<readonly OrganisationMember[]> {
    return listRows(
      this.db,
      OrganisationMembersTable,
      { organisationId, endedAt: null },
      { order: ['createdAt', 'id'] },
    );
  }

  addMember(member: {
    readonly id: string;
    readonly organisationId: string;
    readonly userId: string;
    readonly role: StaffRole;
    readonly createdAt: Date;
  }): Promise<OrganisationMember> {
    return insertRow(this.db, OrganisationMembersTable, { ...member, endedAt: null });
  }

  endMember(id: string, endedAt: Date): Promise<OrganisationMember> {
    return changeRow(this.db, OrganisationMembersTable, { id }, { endedAt });
  }
}
