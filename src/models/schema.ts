import pg from 'pg';
import { DataTypes, literal, type ModelAttributeColumnOptions, Sequelize } from 'sequelize';

/**
 * What the tables in `tables/` are described in. It has no connection of its own: a unit of work lends its client to a
 * statement (`lent-client.ts`), and a model that is used outside of one throws.
 */
export const schema = new Sequelize({
  dialect: 'postgres',
  dialectModule: pg,
  logging: false,
  define: { freezeTableName: true, timestamps: false, underscored: true, hooks: {} },
});

type Column = ModelAttributeColumnOptions;
type Type = Column['type'];

/** A column that always has a value. */
export function required(type: Type, more: Partial<Column> = {}): Column {
  return { type, allowNull: false, ...more };
}

/** A column that may be null. */
export function optional(type: Type, more: Partial<Column> = {}): Column {
  return { type, allowNull: true, ...more };
}

export function primary(type: Type, more: Partial<Column> = {}): Column {
  return { type, allowNull: false, primaryKey: true, ...more };
}

/** The row of another table, by its first key. */
export function references(table: string, key = 'id'): Partial<Column> {
  return { references: { model: table, key } };
}

/** A text that the database keeps to these values, by a check of its own. */
export function oneOf(values: readonly [string, ...string[]] | readonly string[]): Type {
  return DataTypes.ENUM(...values);
}

/** What marks a column that nobody writes, and that the database derives from others of its row. */
export const DERIVED = 'derived';

export function derived(type: Type): Column {
  return { type, allowNull: true, comment: DERIVED };
}

/** When the database writes the row. */
export const NOW = literal('now()');
