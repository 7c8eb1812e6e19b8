import { changeRow, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DepartmentsTable } from '../../tables/clinics/departments.js';
import { LocationsTable } from '../../tables/clinics/locations.js';

export type Location = Row<LocationsTable>;
export type LocationChange = Omit<Location, 'id' | 'clinicId' | 'createdAt' | 'updatedAt'>;
export type Department = Row<DepartmentsTable>;
export type DepartmentChange = Pick<Department, 'name' | 'locationId'>;

const OLDEST_FIRST = { order: ['createdAt', 'id'] as string[] };

/** Where a clinic works, and how it is divided. */
export class PlaceRepository {
  constructor(private readonly db: Sql) {}

  findLocation(clinicId: string, id: string): Promise<Location | null> {
    return findRow(this.db, LocationsTable, { clinicId, id });
  }

  locations(clinicId: string): Promise<readonly Location[]> {
    return listRows(this.db, LocationsTable, { clinicId }, OLDEST_FIRST);
  }

  /** Which of these are locations of these clinics. */
  async knownLocations(ids: readonly string[], clinicIds: readonly string[]): Promise<readonly string[]> {
    const where = { id: [...ids], clinicId: [...clinicIds] };
    return (await listRows(this.db, LocationsTable, where, { attributes: ['id'] })).map(({ id }) => id);
  }

  addLocation(location: Location): Promise<Location> {
    return insertRow(this.db, LocationsTable, location);
  }

  changeLocation(id: string, change: LocationChange, updatedAt: Date): Promise<Location> {
    return changeRow(this.db, LocationsTable, { id }, { ...change, updatedAt });
  }

  /** Departments that were there have no location then. */
  async removeLocation(id: string): Promise<void> {
    await this.db.query('delete from locations where id = $1', [id]);
  }

  findDepartment(clinicId: string, id: string): Promise<Department | null> {
    return findRow(this.db, DepartmentsTable, { clinicId, id });
  }

  findDepartmentNamed(clinicId: string, name: string): Promise<Department | null> {
    return findRow(this.db, DepartmentsTable, { clinicId, name });
  }

  departments(clinicId: string): Promise<readonly Department[]> {
    return listRows(this.db, DepartmentsTable, { clinicId }, OLDEST_FIRST);
  }

  /** Which of these are departments of the clinic. */
  async knownDepartments(clinicId: string, ids: readonly string[]): Promise<readonly string[]> {
    const where = { clinicId, id: [...ids] };
    return (await listRows(this.db, DepartmentsTable, where, { attributes: ['id'] })).map(({ id }) => id);
  }

  addDepartment(department: Department): Promise<Department> {
    return insertRow(this.db, DepartmentsTable, department);
  }

  changeDepartment(id: string, change: DepartmentChange, updatedAt: Date): Promise<Department> {
    return changeRow(this.db, DepartmentsTable, { id }, { ...change, updatedAt });
  }

  /** Whoever worked in it goes on without it. */
  async removeDepartment(id: string): Promise<void> {
    await this.db.query('delete from departments where id = $1', [id]);
  }

  /** In which departments these members work, by membership. */
  async departmentsOf(membershipIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await this.db.query<{ membershipId: string; ids: string[] }>(
      `select membership_id, array_agg(department_id order by department_id) as ids from department_members
        where membership_id = any($1) group by membership_id`,
      [membershipIds],
    );
    return new Map(rows.map(({ membershipId, ids }) => [membershipId, ids]));
  }

  /** In which departments somebody works from now on. */
  async setDepartments(clinicId: string, membershipId: string, ids: readonly string[]): Promise<void> {
    await this.db.query('delete from department_members where membership_id = $1 and department_id <> all($2)', [
      membershipId,
      ids,
    ]);
    await this.joinDepartments(clinicId, membershipId, ids);
  }

  async joinDepartments(clinicId: string, membershipId: string, ids: readonly string[]): Promise<void> {
    await this.db.query(
      `insert into department_members (department_id, membership_id, clinic_id)
       select id, $2, $1 from unnest($3::uuid[]) as id where not exists
         (select 1 from department_members d where d.membership_id = $2 and d.department_id = id)`,
      [clinicId, membershipId, ids],
    );
  }
}
