import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import { readLaw } from '../../../src/usecases/prescriptions/law-rules.js';
import { ApiClient } from '../../support/client.js';
import { startClinic, type TestClinic } from '../../support/clinic.js';

const L = '/api/v1/admin/law-rules/';
const ROW = {
  rule: 'validity_months_s8',
  region: 'au',
  effective_from: '2098-07-01',
  source: 'An act that nobody has passed',
  value: 3,
};

interface Listed {
  readonly rule: string;
  readonly region: string;
  readonly effective_from: string | null;
  readonly effective_to: string | null;
  readonly value: unknown;
}

describe('the law of prescribing', () => {
  let clinic: TestClinic;
  let platform: ApiClient;
  let admin: ApiClient;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    platform = await ApiClient.signIn(clinic, await clinic.person('platform_admin'));
    admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
  });
  after(() => clinic?.stop());

  const list = async (query: string, by: ApiClient = admin): Promise<readonly Listed[]> => {
    const { status, body } = await by.get(`${L}?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const add = async (changes: object = {}, key: string | null = null) => platform.post(L, { ...ROW, ...changes }, key);
  const added = async (changes: object) => {
    const { status, body, headers } = await add(changes);
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(headers.get('location'), L);
    return body;
  };
  const rows = async (sql: string, values: unknown[] = []) => (await clinic.core.pool.query(sql, values)).rows;

  it('is listed with every row that the code has, in order, for admins alone', async () => {
    const all = await list('');
    assert.equal(all.length, LAW_ROWS.length);
    assert.deepEqual(await list('', platform), all);
    assert.equal(all[0]?.rule, 'patient_name');
    const nsw = await list('region=au-nsw&on=2022-10-31');
    assert.deepEqual(
      nsw.map(({ rule }) => rule),
      ['prescriber_qualifications', 'repeat_interval', 'handwriting'],
    );
    assert.deepEqual((await list('region=au-nsw')).map(({ rule, effective_from: from }) => [rule, from])[0], [
      'patient_birth_date',
      '2022-11-01',
    ]);
    for (const role of ['doctor', 'nurse', 'receptionist', 'patient'] as const) {
      const other = await ApiClient.signIn(clinic, await clinic.person(role));
      assert.equal((await other.get(L)).status, 403, role);
    }
    assert.equal((await admin.get(`${L}?region=au-xyz`)).status, 400);
    assert.equal((await admin.get(`${L}?on=2026-02-30`)).status, 400);
  });

  it('counts from the day of an added row on, and by what came last', async () => {
    await added({ effective_to: '2098-12-31' });
    await added({ effective_from: '2099-01-01', value: 1 });
    const months = async (on: string) =>
      (await list(`region=au&on=${on}`)).filter(({ rule }) => rule === ROW.rule).map(({ value }) => value);
    assert.deepEqual(await months('2098-06-30'), [6]);
    assert.deepEqual(await months('2098-07-01'), [3]);
    assert.deepEqual(await months('2099-01-01'), [1]);
    const read = (on: string) => clinic.core.unitOfWork.withScope(SYSTEM, (scope) => readLaw(scope, on));
    assert.equal((await read('2098-07-01')).find(({ rule }) => rule === ROW.rule)?.value, 3);
    assert.equal((await list('region=au')).filter(({ rule }) => rule === ROW.rule).length, 3);
  });

  it('takes a demand back by an empty list, and a permit by medicines of the table', async () => {
    await added({ rule: 'handwriting', region: 'au-nsw', value: [] });
    const medicines = [{ substance: 'methadone' }, { substance: 'buprenorphine', route: 'sublingual' }];
    const { value } = await added({ rule: 'state_approval', region: 'au-nt', value: medicines });
    assert.deepEqual(value, medicines);
  });

  it('gets a row once for a key, with its audit', async () => {
    const [key, changes] = [randomUUID(), { rule: 'monitoring_hours', value: 12 }];
    const [first, second] = [await add(changes, key), await add(changes, key)];
    assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body]);
    const written = await rows("select id, added_by from law_rules where rule = 'monitoring_hours'");
    assert.equal(written.length, 1);
    const trail = await rows(
      "select entity_id, actor_user_id, details from audit_events where action = 'law_rule.added'",
    );
    const [one, ...more] = trail.filter(({ entity_id: id }) => id === written[0].id);
    assert.deepEqual(more, []);
    assert.equal(one.actor_user_id, written[0].added_by);
    assert.deepEqual(one.details, { rule: 'monitoring_hours', region: 'au', effectiveFrom: '2098-07-01' });
  });

  it('refuses a row that does not take effect later, of another form, or twice from one day', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await added({ rule: 'scheme_items', value: 4 });
    const wrong: readonly (readonly [object, string])[] = [
      [{ effective_from: today }, 'effective_from'],
      [{ effective_from: '2020-01-01' }, 'effective_from'],
      [{ effective_from: '2098-02-30' }, 'effective_from'],
      [{ effective_to: '2098-06-30' }, 'effective_to'],
      [{ rule: 'no_such_rule' }, 'rule'],
      [{ rule: 'to_string' }, 'rule'],
      [{ region: 'all' }, 'region'],
      [{ source: '   ' }, 'source'],
      [{ value: 'three' }, 'value'],
      [{ value: 0 }, 'value'],
      [{ rule: 'handwriting', value: ['S5'] }, 'value'],
      [{ rule: 'state_approval', value: [{ substance: 'no_such_substance' }] }, 'value'],
      [{ rule: 'minors_approval', value: { years: 18, medicines: [{ substance: 'nothing' }] } }, 'value'],
      [{ rule: 'scheme_items', value: 5 }, 'effective_from'],
    ];
    for (const [changes, field] of wrong) {
      const { status, body } = await add(changes);
      assert.equal(status, 400, JSON.stringify([changes, body]));
      assert.match(JSON.stringify(body), new RegExp(field), JSON.stringify(body));
    }
    assert.equal((await admin.post(L, ROW)).status, 403);
  });

  it('lets of two rows from one day one through', async () => {
    const both = await Promise.all([2, 4].map((value) => add({ region: 'ph', value })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 400]);
  });

  it('never changes a row, whoever asks', async () => {
    for (const sql of ["update law_rules set source = 'x'", 'delete from law_rules', 'truncate law_rules']) {
      await assert.rejects(rows(sql), /append-only|refuse|not be changed|permission denied/, sql);
    }
    const insert = `insert into law_rules (id, rule, region, effective_from, source, value, added_by, added_at)
      select gen_random_uuid(), 'handwriting', $1, $2::date, 's', '[]', id, now() from users limit 1`;
    await assert.rejects(rows(insert, ['all', '2098-01-01']), /law_rules_region_check/);
    await assert.rejects(rows(insert, ['au', '2020-01-01']), /law_rules_later/);
  });
});
