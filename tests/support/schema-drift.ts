import type pg from 'pg';
import {
  DataTypes,
  type Model,
  type ModelAttributeColumnOptions,
  type ModelStatic,
  type Sequelize,
  Utils,
} from 'sequelize';

import { DERIVED } from '../../src/models/schema.js';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  readonly default: string | null;
  readonly identity: boolean;
  readonly generated: boolean;
}

interface Constraint {
  readonly table: string;
  readonly type: string;
  readonly definition: string;
}

export interface Catalogue {
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
}

export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const columns = await client.query<Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
            pg_get_expr(d.adbin, d.adrelid) as default, a.attidentity <> '' as identity, a.attgenerated <> '' as generated
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1, a.attnum`,
  );
  const constraints = await client.query<Constraint>(
    `select conrelid::regclass::text as table, contype as type, pg_get_constraintdef(oid) as definition
       from pg_constraint where connamespace = 'public'::regnamespace and coninhcount = 0
         and not exists (select 1 from pg_class where oid = conrelid and relispartition) order by 1, conname`,
  );
  return { columns: columns.rows, constraints: constraints.rows };
}

/** In what models and database differ, a sentence each. */
export function driftOf(schema: Sequelize, catalogue: Catalogue): readonly string[] {
  const models = new Map(Object.values(schema.models).map((model) => [model.tableName, model]));
  const tables = new Set(catalogue.columns.map(({ table }) => table));
  return [
    ...[...tables].filter((table) => !models.has(table)).map((table) => `${table}: no model`),
    ...[...models.keys()].filter((table) => !tables.has(table)).map((table) => `${table}: no such table`),
    ...[...models].filter(([table]) => tables.has(table)).flatMap(([, model]) => tableDrift(model, catalogue)),
  ];
}

function tableDrift(model: ModelStatic<Model>, { columns, constraints }: Catalogue): string[] {
  const table = model.tableName;
  const attributes = new Map(Object.entries(model.getAttributes()).map(([name, one]) => [one.field ?? name, one]));
  const there = new Map(columns.filter((one) => one.table === table).map((one) => [one.name, one]));
  const own = constraints.filter((one) => one.table === table);
  const key = own.filter(({ type }) => type === 'p').flatMap(({ definition }) => columnsIn(definition));
  const expectedKey = [...attributes].filter(([, one]) => one.primaryKey).map(([name]) => name);
  return [
    ...[...there.keys()].filter((name) => !attributes.has(name)).map((name) => `${table}.${name}: no attribute`),
    ...[...attributes.keys()].filter((name) => !there.has(name)).map((name) => `${table}.${name}: no such column`),
    ...(String([...key].sort()) === String([...expectedKey].sort())
      ? []
      : [`${table}: key is ${String(key) || 'nothing'}, not ${String(expectedKey)}`]),
    ...[...attributes].flatMap(([name, attribute]) => {
      const column = there.get(name);
      return column ? columnDrift(column, attribute, own).map((what) => `${table}.${name}: ${what}`) : [];
    }),
  ];
}

function columnDrift(column: Column, attribute: ModelAttributeColumnOptions, own: readonly Constraint[]): string[] {
  const type = typeOf(attribute);
  const nullable = attribute.allowNull !== false;
  const expected = defaultOf(attribute);
  const found = column.generated ? null : (column.default?.replace(/::\w+(\[\])?$/, '') ?? null);
  return [
    ...(type === column.type ? [] : [`type is ${column.type}, not ${type}`]),
    ...(nullable === !column.not_null ? [] : [column.not_null ? 'may not be null' : 'may be null']),
    ...(expected === found ? [] : [`default is ${found ?? 'nothing'}, not ${expected ?? 'nothing'}`]),
    ...((attribute.autoIncrement ?? false) === column.identity ? [] : ['only one of the two counts it up']),
    ...((attribute.comment === DERIVED) === column.generated ? [] : ['only one of the two derives it']),
    ...referenceDrift(column, attribute, own),
    ...valuesDrift(column, attribute, own),
  ];
}

function typeOf({ type }: ModelAttributeColumnOptions): string {
  if (type instanceof DataTypes.ENUM || type instanceof DataTypes.TEXT) return 'text';
  if (type instanceof DataTypes.DECIMAL) return 'numeric';
  if (type instanceof DataTypes.DATE) return 'timestamp with time zone';
  if (typeof type === 'string') return type.toLowerCase();
  return (type as { toSql(): string }).toSql().toLowerCase();
}

function defaultOf({ type, defaultValue }: ModelAttributeColumnOptions): string | null {
  if (defaultValue === undefined) return null;
  if (defaultValue instanceof Utils.Literal) return String((defaultValue as unknown as { val: string }).val);
  if (type instanceof DataTypes.ARRAY) return "'{}'";
  if (typeof defaultValue === 'object') return `'${JSON.stringify(defaultValue)}'`;
  return typeof defaultValue === 'string' ? `'${defaultValue}'` : String(defaultValue);
}

function referenceDrift({ name }: Column, { references }: ModelAttributeColumnOptions, own: readonly Constraint[]) {
  const found = own.flatMap(({ type, definition }) => {
    const [, columns, table, keys] = /^FOREIGN KEY \((.+?)\) REFERENCES (\w+)\((.+?)\)/.exec(definition) ?? [];
    const at = columns?.split(', ').indexOf(name) ?? -1;
    return type === 'f' && at >= 0 ? [`${table}(${keys?.split(', ')[at]})`] : [];
  });
  const { model, key } = (references ?? {}) as { model?: string; key?: string };
  const expected = model ? `${model}(${key})` : 'nothing';
  const there = found.join(', ') || 'nothing';
  return there === expected ? [] : [`references ${there}, not ${expected}`];
}

/** A check on one column that keeps it to a list of texts. */
function valuesDrift({ name }: Column, { type }: ModelAttributeColumnOptions, own: readonly Constraint[]): string[] {
  const lists = own.flatMap(({ definition }) => {
    const [, column, list = ''] = /^CHECK \(\((\w+) = (?:ANY \(ARRAY\[(.+)\]\)|'.*)\)\)$/.exec(definition) ?? [];
    return column === name
      ? [[...(list || definition).matchAll(/'([^']*)'::text/g)].map(([, value = '']) => value)]
      : [];
  });
  const isList = typeof type === 'object' && 'values' in type && Array.isArray(type.values);
  const expected = isList ? (type.values as unknown[]).map(String) : null;
  const [found] = lists;
  if (!expected) return found ? [`a check keeps it to ${found}, the model does not`] : [];
  if (!found) return ['no check'];
  const more = found.filter((value) => !expected.includes(value));
  const fewer = expected.filter((value) => !found.includes(value));
  return [
    ...(more.length > 0 ? [`the check has ${more} beside what the model has`] : []),
    ...(fewer.length > 0 ? [`the check lacks ${fewer}`] : []),
  ];
}

function columnsIn(definition: string): string[] {
  return (/\((.+)\)/.exec(definition)?.[1] ?? '').split(', ');
}
