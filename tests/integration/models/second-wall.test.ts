import assert from 'node:assert/strict';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { KeyRing } from '../../../src/config/key-ring.js';
import type { Actor, Grants } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import { signedScope, storeScopeKeys } from '../../../src/models/signed-scope.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { type FurnishedClinic, furnishedClinic } from '../../support/furnished-clinic.js';
import { lawRuleRow, medicineRows } from '../../support/furnished-formulary.js';
import { Records } from '../../support/records.js';
import { SEEN_BY_PATIENT, SEEN_BY_STAFF } from '../../support/seen-rows.js';

/** Tables that hold nothing of a clinic or a person, and why; every other one is behind the wall. */
const OPEN: Readonly<Record<string, string>> = {
  appointment_transitions: 'the moves that an appointment can make',
  limit_counters: 'keyed hashes of who tried something, which nobody can read back',
  payment_transitions: 'the moves that its payment status can make',
  schema_migrations: 'which migrations have run',
  scope_keys: 'nobody but the owner may read it at all',
  worker_heartbeats: 'which workers poll',
};

/** Columns of policies that no index leads with: these rows are always found by what they hang on. */
const BY_PARENT: Readonly<Record<string, string>> = {
  chat_messages: 'by its room',
  chat_receipts: 'by its room',
  chat_rooms: 'by its appointment',
  desk_entries: 'by its order',
  notices: 'by their person',
  notifications: 'by its subject',
  payments: 'by its order',
  receipt_counters: 'by clinic and kind',
  refund_requests: 'by its payment',
  refunds: 'by its order',
  status_history: 'by its appointment',
  subjects: 'by its id',
};

const ring = () => KeyRing.parse(`k:${randomBytes(32).toString('base64')}`);

describe('the second wall', () => {
  const keys = ring();
  let database: TestDatabase;
  let records: Records;
  let api: Pool;
  const clinics: FurnishedClinic[] = [];

  before(async () => {
    database = await testDatabase();
    records = await Records.open(database.url);
    const logger = createLogger('error', 'test');
    const options = { max: 2, statementTimeoutMs: 5_000, applicationName: 'test' };
    const owner = openPool({ ...options, url: database.url }, logger);
    await storeScopeKeys(owner, keys);
    await owner.end();
    api = openPool({ ...options, url: database.apiUrl }, logger);
    for (const _ of [1, 2]) clinics.push(await furnishedClinic(records));
    for (const [table, row] of medicineRows(null)) await records.insert(table, row);
    await records.insert('law_rules', lawRuleRow(clinics[0]?.admin ?? ''));
  });
  after(async () => {
    await api.end();
    await records.close();
    await database.stop();
  });

  function person(role: Role, userId: string, ...clinicIds: readonly string[]): Actor {
    return { kind: 'user', userId, membershipId: null, role, permissions: [], clinicIds, sessionId: randomUUID() };
  }

  async function tables(): Promise<readonly string[]> {
    const rows = await records.query(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1",
    );
    return rows.map(({ name }) => String(name));
  }

  async function granted(): Promise<ReadonlySet<string>> {
    const rows = await records.query(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and has_table_privilege('keepwell_api', oid, 'select')",
    );
    return new Set(rows.map(({ name }) => String(name)));
  }

  /** How many rows of each table that the API may read at all this actor sees. */
  async function seen(actor: Actor): Promise<Readonly<Record<string, number>>> {
    const readable = await granted();
    const counts: Record<string, number> = {};
    for (const table of await tables()) {
      if (!readable.has(table) || table in OPEN) continue;
      const { rows } = await directQueries(api, keys)(actor).query<{ count: number }>(`select count(*) from ${table}`);
      if (rows[0]?.count) counts[table] = rows[0].count;
    }
    return counts;
  }

  it('stands round every table that holds something of somebody', async () => {
    const rows = await records.query(
      `select c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as guarded,
              array(select p.polname::text from pg_policy p where p.polrelid = c.oid and 'keepwell_api'::regrole = any (p.polroles)) as api
         from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const open = rows.filter(({ guarded, api: policies }) => !guarded || (policies as string[]).length === 0);
    assert.deepEqual(open.map(({ name }) => name).sort(), Object.keys(OPEN).sort());
    const writable = await records.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
          and relname not in ('figures', 'reconciliation_reports', 'prescribed_packs')`,
    );
    assert.deepEqual(writable, [], 'a view shows rows with the eyes of its owner');
  });

  it('shows nothing without a signed scope, whatever a statement sets itself', async () => {
    const [one] = clinics;
    assert.ok(one);
    const staff = person('admin', one.admin, one.id);
    const good = signedScope(keys, staff);
    const payload = good.slice(good.indexOf('|') + 66);
    const expired = ['1', ...payload.split('|').slice(1)].join('|');
    const forged: readonly string[] = [
      '',
      'nonsense',
      payload,
      `k|${'0'.repeat(64)}|${payload}`,
      `k|${createHmac('sha256', 'guess').update(payload).digest('hex')}|${payload}`,
      `${good}0`,
      good.replace(one.id, clinics[1]?.id ?? ''),
      good.replace('|staff|', '|service|'),
      good.replace(/^k/, 'other'),
      signedScope(ring(), staff),
      keys.signScope(expired),
    ];
    const readable = [...(await granted())].filter((table) => !(table in OPEN));
    const client = await api.connect();
    const count = async (table: string) => (await client.query(`select 1 from ${table} limit 1`)).rowCount;
    const sees = async () => {
      let sum = 0;
      for (const table of readable) sum += (await count(table)) ?? 0;
      return sum;
    };
    try {
      for (const setting of ['app.scope', 'app.user_id', 'app.clinic_ids', 'row_security']) {
        for (const value of setting === 'app.scope' ? forged : setting === 'row_security' ? ['on'] : ['*', one.id]) {
          await client.query('select set_config($1, $2, false)', [setting, value]);
          assert.equal(await sees(), readable.includes('figures') ? await figures(client) : 0, `${setting} = ${value}`);
        }
      }
      await client.query("select set_config('app.scope', '', false)");
      for (const statement of ['reset role', 'reset session authorization', 'set local role none', 'discard all']) {
        await client.query(statement);
        assert.equal(await sees(), await figures(client), statement);
      }
      for (const statement of [
        'set session authorization keepwell',
        'set role keepwell_worker',
        'select * from scope_keys',
        'alter table appointments disable row level security',
        'create policy mine on appointments using (true)',
        'create function scope_claims() returns text[] language sql as $$ select null::text[] $$',
      ]) {
        await assert.rejects(client.query(statement), /permission denied|must be owner|already exists/, statement);
      }
      await client.query('set row_security = off');
      await assert.rejects(client.query('select * from appointments'), /row-level security/);
      await client.query('set row_security = on');
      // A new one: after all of that, the first may have run out.
      await client.query("select set_config('app.scope', $1, false)", [signedScope(keys, staff)]);
      assert.ok((await sees()) > (await figures(client)), 'the signed one does show something');
    } finally {
      client.release(true);
    }
  });

  /** Sums over all rows, and none of the rows: what a scrape may read without a scope. */
  async function figures(client: pg.PoolClient): Promise<number> {
    return (await client.query('select 1 from figures limit 1')).rowCount ?? 0;
  }

  it('shows staff their clinic, patients what is theirs, a platform admin clinics, and nobody anything else', async () => {
    const [one, two] = clinics;
    assert.ok(one && two);
    const clinicTables = await seen(person('admin', one.admin, one.id));
    // Of each table as much as one clinic has: two rows where a posting has two sides, three people.
    assert.deepEqual(clinicTables, SEEN_BY_STAFF);
    assert.deepEqual(await seen(person('patient', one.patient, one.id)), SEEN_BY_PATIENT);
    assert.deepEqual(await seen(person('patient', randomUUID())), {}, 'a patient of no clinic');
    const newcomer = await records.user();
    const joined = { id: randomUUID(), user_id: newcomer, clinic_id: one.id, role: 'patient' };
    await records.insert('memberships', joined);
    const offered = {
      availabilities: 1,
      clinic_documents: 1,
      clinic_security_settings: 1,
      clinics: 1,
      departments: 1,
      doctor_profiles: 1,
      doctor_standings: 1,
      locations: 1,
    };
    const everybodys = { ...offered, memberships: 2, questionnaire_versions: 1, questionnaires: 1, users: 1 };
    assert.deepEqual(await seen(person('patient', newcomer, one.id)), everybodys, 'another patient of the clinic');
    assert.deepEqual(await seen(person('platform_admin', randomUUID())), {
      clinics: 2,
      law_rules: 1,
      organisation_members: 2,
      organisations: 2,
    });
    // Certificates are published: anybody verifies with them.
    const nobodys = { signing_certificates: 2 };
    assert.deepEqual(await seen({ kind: 'system', label: 'keepwell' }), nobodys, 'what is no person and opens nothing');
    for (const clinic of clinics) {
      const own = await directQueries(
        api,
        keys,
      )(person('doctor', clinic.doctor, clinic.id)).query<{ clinicId: string }>(
        'select clinic_id from appointments union select clinic_id from orders union select clinic_id from audit_events',
      );
      assert.deepEqual(own.rows, [{ clinicId: clinic.id }]);
    }
  });

  it('opens for a link, a webhook, a sign-in and a repeat no more than what they name', async () => {
    const [one] = clinics;
    assert.ok(one);
    const by = async (opens: Grants) => {
      const { signing_certificates: published, ...opened } = await seen({ kind: 'system', label: 'x', opens });
      assert.equal(published, 2);
      return opened;
    };
    const [session] = await records.query('select id from sessions where user_id = $1', [one.patient]);
    const [event] = await records.query('select event_id from provider_events where order_id = $1', [one.order]);
    assert.deepEqual(await by({ session: String(session?.id), person: one.patient }), {
      clinic_security_settings: 1,
      clinics: 1,
      memberships: 1,
      patient_profiles: 1,
      sessions: 1,
      users: 1,
    });
    const proving = await by({ person: one.patient, account: one.patient });
    assert.deepEqual(
      [proving.totp_secrets, proving.recovery_codes, proving.mfa_challenges, proving.sign_ins],
      [1, 1, 1, undefined],
    );
    assert.deepEqual(await by({ mailbox: 'somebody@else.invalid' }), {});
    assert.deepEqual(await by({ event: String(event?.event_id) }), { provider_events: 1 });
    assert.deepEqual(await by({ caller: `user:${one.patient}` }), { idempotency_keys: 1 });
    assert.deepEqual(await by({ clinics: 'all' }), {
      clinic_documents: 2,
      clinic_security_settings: 2,
      clinics: 2,
      departments: 2,
      locations: 2,
    });
    const link = await by({ appointment: one.appointment });
    assert.deepEqual([link.appointments, link.users, link.clinics, link.doctor_profiles, link.orders], [1, 1, 1, 1, 1]);
    assert.deepEqual(
      [link.sessions, link.memberships, link.patient_profiles, link.audit_events],
      Array(4).fill(undefined),
    );
    assert.throws(
      () => signedScope(keys, { kind: 'system', label: 'x', opens: { caller: 'a,session:b' } }),
      /cannot hold/,
    );
  });

  it('refuses to write what is not to be read, and tells no id of it', async () => {
    const [one, two] = clinics;
    assert.ok(one && two);
    const staff = directQueries(api, keys)(person('admin', one.admin, one.id));
    const changed = async (sql: string, values: readonly unknown[]) => (await staff.query(sql, values)).rowCount;
    assert.equal(await changed("update clinics set name = 'x' where id = $1", [two.id]), 0);
    assert.equal(await changed('update users set timezone = $2 where id = $1', [two.patient, 'UTC']), 0);
    assert.equal(await changed('update appointments set deleted_at = now() where id = $1', [two.appointment]), 0);
    const foreign = [
      randomUUID(),
      two.id,
      two.doctor,
      new Date('2031-05-05T10:00:00Z'),
      new Date('2031-05-05T10:15:00Z'),
    ];
    const insert = `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone)
      values ($1, $2, $3, $4, $5, 'short', 'UTC')`;
    const told = await staff.query(insert, foreign).then(
      () => assert.fail('a slot of another clinic'),
      (error: Error) => `${error.message} ${'detail' in error ? String(error.detail) : ''}`,
    );
    assert.match(told, /row-level security/);
    for (const id of [two.id, two.doctor]) assert.ok(!told.includes(id), told);
    const audit = `insert into audit_events (id, action, actor_kind, actor_user_id, actor_label, entity, entity_id, happened_at, content_hash, content_mac)
      values (uuidv7(), 'a', 'user', $1, 'admin', 'e', 'i', now(), '1:' || repeat('0', 64), 'm')`;
    assert.equal(await changed(audit, [one.admin]), 1);
    await assert.rejects(changed(audit, [two.admin]), /row-level security/);
  });

  it('lets the main reads go by their indexes', async () => {
    const [one] = clinics;
    assert.ok(one);
    const client = await api.connect();
    const plans: readonly (readonly [RegExp, string])[] = [
      [
        /Index .*appointments_clinic/,
        `select * from appointments where clinic_id = any ('{${one.id}}') order by starts_at desc, id desc`,
      ],
      [
        /Index .*appointments_patient/,
        `select * from appointments where patient_id = '${one.patient}' order by starts_at desc, id desc`,
      ],
      [
        /Index .*orders_patient/,
        `select * from orders where patient_id = '${one.patient}' order by created_at desc, id desc`,
      ],
      [
        /Index .*availabilities_upcoming/,
        `select * from availabilities where deleted_at is null and not is_taken and start_time > now() order by start_time, id`,
      ],
      [/Index .*users_email_hash_key/, "select * from users where email_hash = 'x'"],
    ];
    try {
      await client.query(
        'begin; set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off',
      );
      await client.query("select set_config('app.scope', $1, true)", [
        signedScope(keys, person('admin', one.admin, one.id)),
      ]);
      for (const [index, sql] of plans) {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`);
        assert.match(rows.map((row) => row['QUERY PLAN']).join('\n'), index, sql);
      }
    } finally {
      client.release(true);
    }
  });

  it('has an index for every column that a policy compares, or rows that are found by their parent', async () => {
    const rows = await records.query(
      `with compared as (
         select distinct c.oid, c.relname::text as name, a.attname::text as attribute
           from pg_policy p join pg_class c on c.oid = p.polrelid
           join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = c.oid
           join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
          where a.attname in ('clinic_id', 'patient_id', 'user_id') and 'keepwell_api'::regrole = any (p.polroles))
       select name, attribute from compared where not exists (
         select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
          where i.indrelid = compared.oid and a.attname = compared.attribute) order by 1, 2`,
    );
    const lacking = rows.filter(({ name }) => !(String(name) in BY_PARENT));
    assert.deepEqual(lacking, []);
    assert.ok(rows.length > 0);
  });
});
