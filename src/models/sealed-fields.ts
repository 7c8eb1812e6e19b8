import type { Model, ModelStatic } from 'sequelize';
import type { Row } from './rows.js';

/** The members of a row that hold a sealed text: `emailSealed` is the column `email_sealed`. */
export type SealedMember<Table extends Model> = Extract<keyof Row<Table>, `${string}Sealed`>;

/**
 * Names the one field of one row that a sealed text is good for. `row` is what tells the row from all others of its table,
 * and never changes. Whoever moves the text to another row, column or table makes it unreadable.
 */
export function fieldOf<Table extends Model>(
  table: ModelStatic<Table>,
  member: SealedMember<Table>,
  ...row: readonly [string, ...string[]]
): string {
  return [table.tableName, member, ...row].join('\n');
}
