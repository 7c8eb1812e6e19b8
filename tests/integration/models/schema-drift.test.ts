import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { schema } from '../../../src/models/schema.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { driftOf, readCatalogue } from '../../support/schema-drift.js';

const TABLES = new URL('../../../src/models/tables/', import.meta.url);

let database: TestDatabase;
let client: pg.Client;
before(async () => {
  for (const file of readdirSync(TABLES, { recursive: true, encoding: 'utf8' })) {
    const [context, name] = file.replace(/\.ts$/, '').split('/');
    // Written as a path, so that the bundle of a test run has all of them.
    if (file.endsWith('.ts')) await import(`../../../src/models/tables/${context}/${name}.ts`);
  }
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.stop();
});

const drift = async () => driftOf(schema, await readCatalogue(client));

it('models and migrated schema describe the same tables', async () => {
  assert.deepEqual(await drift(), []);
});

/** A change of the database that the models do not know, and what is said of it. */
const CHANGES: readonly [string, string, RegExp][] = [
  ['a table', 'create table surprises (id uuid primary key)', /^surprises: no model/],
  ['a table that is gone', 'drop table worker_heartbeats cascade', /^worker_heartbeats: no such table/],
  ['a column', 'alter table orders add column colour text', /^orders\.colour: no attribute/],
  ['a column that is gone', 'alter table orders drop column checkout_url', /^orders\.checkout_url: no such column/],
  ['a type', 'alter table payments alter column fee type bigint', /^payments\.fee: type is bigint, not integer/],
  ['null', 'alter table clinics alter column name drop not null', /^clinics\.name: may be null/],
  ['no null', 'alter table clinics alter column phone set not null', /^clinics\.phone: may not be null/],
  ['a default', 'alter table orders alter column attempt set default 2', /^orders\.attempt: default is 2, not 1/],
  ['no default', 'alter table orders alter column attempt drop default', /^orders\.attempt: default is nothing, not 1/],
  [
    'a column that is derived no more',
    'alter table supplier_products alter column thc drop expression',
    /^supplier_products\.thc: only one of the two derives it/,
  ],
  [
    'a key',
    'alter table released_claims drop constraint released_claims_pkey',
    /^released_claims: key is nothing, not/,
  ],
  [
    'a reference that is gone',
    'alter table orders drop constraint orders_clinic_id_fkey',
    /^orders\.clinic_id: references nothing, not clinics\(id\)/,
  ],
  [
    'a reference to something else',
    `alter table sessions drop constraint sessions_user_id_fkey;
     alter table sessions add foreign key (user_id) references patient_profiles (user_id)`,
    /^sessions\.user_id: references patient_profiles\(user_id\), not users\(id\)/,
  ],
  [
    'a value',
    `alter table refunds drop constraint refunds_status_check;
     alter table refunds add check (status in ('requested', 'pending', 'succeeded', 'failed', 'settled_by_hand', 'lost'))`,
    /^refunds\.status: the check has lost beside what the model has/,
  ],
  [
    'a value that is gone',
    `alter table chat_rooms drop constraint chat_rooms_status_check;
     alter table chat_rooms add check (status in ('active', 'inactive'))`,
    /^chat_rooms\.status: the check lacks archived/,
  ],
  [
    'a check that is gone',
    'alter table chat_rooms drop constraint chat_rooms_status_check',
    /^chat_rooms\.status: no check/,
  ],
  [
    'a check that no model knows',
    "alter table clinics add check (timezone in ('UTC'))",
    /^clinics\.timezone: a check keeps it to UTC, the model does not/,
  ],
];

describe('a database that has changed beside its models', () => {
  for (const [name, change, expected] of CHANGES) {
    it(`is found out: ${name}`, async () => {
      await client.query('begin');
      try {
        await client.query(change);
        const found = await drift();
        assert.equal(found.length, 1, found.join('\n'));
        assert.match(found[0] ?? '', expected);
      } finally {
        await client.query('rollback');
      }
    });
  }
});
