import {
  type Attributes,
  type CreationAttributes,
  DataTypes,
  type FindOptions,
  type Model,
  type ModelStatic,
  type Transaction,
  type WhereOptions,
} from 'sequelize';
import type { Sql } from './sql.js';

/** A row as its table describes it. */
export type Row<Table extends Model> = Attributes<Table>;

/** Values for some of a row's columns; what is undefined stays as it is. */
export type Change<Table extends Model> = Partial<Attributes<Table>>;

type Where<Table extends Model> = WhereOptions<Attributes<Table>>;
type How<Table extends Model> = Pick<FindOptions<Attributes<Table>>, 'attributes' | 'order' | 'limit' | 'lock'>;

/** Sequelize would take a connection of its own where it is given no transaction, and says that there is none. */
function within({ transaction }: Sql): { readonly transaction?: Transaction } {
  return transaction ? { transaction } : {};
}

export async function findRow<Table extends Model>(
  db: Sql,
  table: ModelStatic<Table>,
  where: Where<Table>,
  how: How<Table> = {},
): Promise<Row<Table> | null> {
  return table.findOne({ ...how, where, raw: true, ...within(db) });
}

export async function listRows<Table extends Model>(
  db: Sql,
  table: ModelStatic<Table>,
  where: Where<Table>,
  how: How<Table> = {},
): Promise<readonly Row<Table>[]> {
  return table.findAll({ ...how, where, raw: true, ...within(db) });
}

export async function insertRow<Table extends Model>(
  db: Sql,
  table: ModelStatic<Table>,
  row: CreationAttributes<Table>,
): Promise<Row<Table>> {
  const inserted = await table.create(row, { ...within(db), hooks: false, validate: false });
  return inserted.get();
}

/**
 * Adds a row of which nobody needs an answer, by a prepared statement. It is sent at once, in its order among what is asked together, which
 * those of Sequelize are not. A member that is left out gets the column's default.
 */
export async function addRow<Table extends Model>(
  db: Sql,
  table: ModelStatic<Table>,
  row: CreationAttributes<Table>,
): Promise<void> {
  const values = new Map(Object.entries(row).filter(([, value]) => value !== undefined));
  const attributes = Object.entries(table.getAttributes()).filter(([name]) => values.has(name));
  const columns = attributes.map(([name, { field = name }]) => field).join(', ');
  const places = attributes.map((_, at) => `$${at + 1}`).join(', ');
  // The driver writes an array as one of PostgreSQL, also where the column is JSON.
  const bound = attributes.map(([name, { type }]) =>
    type instanceof DataTypes.JSONB ? JSON.stringify(values.get(name)) : values.get(name),
  );
  await db.query(`insert into ${table.tableName} (${columns}) values (${places})`, bound);
}

/** Changes the one row that is found by `where`. @throws Error when there is none */
export async function changeRow<Table extends Model>(
  db: Sql,
  table: ModelStatic<Table>,
  where: Where<Table>,
  change: Change<Table>,
): Promise<Row<Table>> {
  const how = { where, returning: true, validate: false, hooks: false, sideEffects: false } as const;
  const [, rows] = await table.update(change, { ...how, ...within(db) });
  if (!rows[0]) throw new Error(`the row of ${table.tableName} to change is gone`);
  return rows[0].get();
}

/** The columns of a table for hand-written SQL. */
export function columnsOf<Table extends Model>(
  table: ModelStatic<Table>,
  { of, but = [] }: { readonly of?: string; readonly but?: readonly (keyof Row<Table>)[] } = {},
): string {
  const columns = Object.entries(table.getAttributes()).filter(([name]) => !but.includes(name as keyof Row<Table>));
  return columns.map(([name, { field = name }]) => (of ? `${of}.${field}` : field)).join(', ');
}

/** The same as one JSON object, its members named as in TypeScript; instants come as text, bytes in hex behind `\\x`. */
export function jsonOf<Table extends Model>(
  table: ModelStatic<Table>,
  { of, only }: { readonly of: string; readonly only?: readonly (keyof Row<Table>)[] },
): string {
  const columns = Object.entries(table.getAttributes()).filter(
    ([name]) => only?.includes(name as keyof Row<Table>) ?? true,
  );
  return `json_build_object(${columns.map(([name, { field = name }]) => `'${name}', ${of}.${field}`).join(', ')})`;
}
