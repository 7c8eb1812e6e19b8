import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

describe('security settings of a clinic', () => {
  let clinic: TestClinic;
  let adminIs: Person;
  let admin: ApiClient;
  let path: string;

  before(async () => {
    clinic = await startClinic({ env: { PASSWORD_MIN_LENGTH: '10', PASSWORD_MAX_AGE: '365d' } });
    adminIs = await clinic.person('admin');
    admin = await ApiClient.signIn(clinic, adminIs);
    path = `/api/v1/clinics/${clinic.clinicId}/security-settings/`;
  });
  after(() => clinic?.stop());

  const rows = async (sql: string, values: unknown[]) => (await clinic.core.pool.query(sql, values)).rows;

  it('begin as those of the installation, take what is stricter and give it back for null', async () => {
    const installation = {
      require_mfa: [],
      mfa_trust_days: 30,
      session_idle_seconds: 43_200,
      password: { min_length: 10, classes: 0, max_age_days: 365, history: 5 },
      access_log_names: 'all',
      break_glass_minutes: 60,
    };
    assert.deepEqual((await admin.get(path)).body, installation);
    const own = {
      require_mfa: ['admin', 'doctor'],
      mfa_trust_days: 7,
      session_idle_seconds: 900,
      password: { min_length: 14, classes: 2, max_age_days: 90, history: 10 },
      access_log_names: 'clinicians',
      break_glass_minutes: 15,
    };
    const changed = await admin.patch(path, own);
    assert.deepEqual([changed.status, changed.body], [200, own]);
    assert.deepEqual((await admin.get(path)).body, own);
    const nothing = Object.fromEntries(Object.keys(own).map((rule) => [rule, null]));
    const password = { min_length: null, classes: null, max_age_days: null, history: null };
    assert.deepEqual((await admin.patch(path, { ...nothing, password })).body, installation);
    const audited = await rows(
      "select details from audit_events where action = 'clinic.security_changed' order by happened_at",
      [],
    );
    assert.equal(audited.length, 2);
    assert.deepEqual(
      [audited[0].details.requireMfa, audited[0].details.passwordMinLength, audited[1].details.passwordMinLength],
      ['admin,doctor', 14, null],
    );
  });

  for (const [field, body] of [
    ['password.min_length', { password: { min_length: 9 } }],
    ['password.history', { password: { history: 4 } }],
    ['password.max_age_days', { password: { max_age_days: 366 } }],
    ['session_idle_seconds', { session_idle_seconds: 43_201 }],
    ['mfa_trust_days', { mfa_trust_days: 31 }],
    ['break_glass_minutes', { break_glass_minutes: 61 }],
    ['require_mfa', { require_mfa: ['platform_admin'] }],
    ['access_log_names', { access_log_names: 'some' }],
    ['session_idle_seconds', { session_idle_seconds: 59 }],
  ] as const) {
    it(`refuse what is laxer than the installation or no rule at all: ${JSON.stringify(body)}`, async () => {
      const before = (await admin.get(path)).body;
      const { status, body: refused } = await admin.patch(path, { access_log_names: 'none', ...body });
      assert.equal(status, 400, JSON.stringify(refused));
      assert.ok(
        refused.fields.some((one: { field: string }) => one.field.startsWith(field)),
        JSON.stringify(refused),
      );
      assert.deepEqual((await admin.get(path)).body, before);
    });
  }

  it('of changes at once keep all', async () => {
    const changes = [{ mfa_trust_days: 3 }, { break_glass_minutes: 9 }, { access_log_names: 'none' }];
    await rows('delete from clinic_security_settings', []);
    const replies = await Promise.all(changes.map((change) => admin.patch(path, change)));
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200]));
    const { body } = await admin.get(path);
    for (const change of changes)
      for (const [rule, value] of Object.entries(change)) assert.equal(body[rule], value, rule);
  });

  it('are changed by an admin of that clinic alone, who has just proved who they are', async () => {
    for (const role of ['patient', 'doctor', 'receptionist', 'nurse', 'accountant', 'platform_admin'] as const) {
      const other = await ApiClient.signIn(clinic, await clinic.person(role));
      assert.equal((await other.get(path)).status, 403, role);
      assert.equal((await other.patch(path, { mfa_trust_days: 1 })).status, 403, role);
    }
    const elsewhere = randomUUID();
    const place = { name: 'Elsewhere', slug: 'elsewhere', timezone: 'UTC', currency: 'aud', phone: null } as const;
    await clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create({ ...place, id: elsewhere }));
    for (const id of [randomUUID(), elsewhere]) {
      const foreign = `/api/v1/clinics/${id}/security-settings/`;
      assert.equal((await admin.get(foreign)).status, 404);
      assert.equal((await admin.patch(foreign, { mfa_trust_days: 1 })).status, 404);
    }
    await rows("update sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1", [adminIs.id]);
    const stale = await admin.patch(path, { mfa_trust_days: 1 });
    assert.deepEqual([stale.status, stale.body.code], [403, 'reauthentication_required']);
    assert.equal((await admin.get(path)).status, 200);
  });
});
