import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const ADDRESS = {
  line1: '1 Harbour Road',
  line2: null,
  suburb: 'Sydney',
  state: 'NSW',
  postcode: '2000',
  country: null,
};

let stage: Stage;
let admin: ApiClient;
let path: string;
before(async () => {
  stage = await Stage.open();
  admin = await stage.signIn('admin');
  path = `/api/v1/clinics/${stage.clinic.clinicId}/`;
});
after(() => stage.close());

describe('what a clinic is called and where it is', () => {
  it('is read by everybody of the clinic, and by nobody else', async () => {
    for (const role of ['patient', 'doctor', 'receptionist', 'admin'] as const) {
      const { status, body } = await (await stage.signIn(role)).get(path);
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual([body.id, body.name, body.timezone], [stage.clinic.clinicId, 'Test Clinic', 'Australia/Sydney']);
    }
    assert.equal((await admin.get(`/api/v1/clinics/${randomUUID()}/`)).status, 404);
    assert.equal((await admin.patch(`/api/v1/clinics/${randomUUID()}/`, { name: 'X' })).status, 404);
  });

  it('is changed by an admin: name, zone, phone and addresses, in their canonical spelling', async () => {
    const changed = await admin.patch(path, {
      name: ' Klinika Łódź ',
      timezone: 'australia/sydney',
      phone: '(02) 5550 0199',
      addresses: [ADDRESS],
    });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const { name, timezone, phone, addresses } = changed.body;
    assert.deepEqual(
      [name, timezone, phone, addresses],
      ['Klinika Łódź', 'Australia/Sydney', '+61255500199', [ADDRESS]],
    );
    assert.deepEqual((await admin.get(path)).body, changed.body);
    const removed = await admin.patch(path, { phone: null });
    assert.deepEqual([removed.body.phone, removed.body.name], [null, 'Klinika Łódź']);
    const audited = await stage.sql(
      "select details from audit_events where action = 'clinic.details_changed' order by id",
    );
    assert.deepEqual(audited, [
      { details: { changed: 'name,timezone,phone,addresses' } },
      { details: { changed: 'phone' } },
    ]);
    const staff = await stage.signIn('receptionist');
    assert.equal((await staff.patch(path, { name: 'X' })).status, 403);
  });

  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['name', { name: '   ' }],
    ['name', { name: 'Clinic 😀' }],
    ['timezone', { timezone: 'Mars/Base' }],
    ['phone', { phone: '12' }],
    ['addresses', { addresses: [{ line1: 'x' }] }],
    ['addresses', { addresses: [{ ...ADDRESS, line1: '1 😀 Road' }] }],
    ['currency', { currency: 'php' }],
  ];
  for (const [field, body] of wrong) {
    it(`is left as it is by ${JSON.stringify(body)}`, async () => {
      const before = (await admin.get(path)).body;
      const reply = await admin.patch(path, { timezone: 'Europe/Paris', ...body });
      assert.equal(reply.status, 400, JSON.stringify(reply.body));
      assert.ok(
        reply.body.fields.some((one: { field: string }) => one.field.startsWith(field)),
        JSON.stringify(reply.body),
      );
      assert.deepEqual((await admin.get(path)).body, before);
    });
  }

  it('stands on receipts from then on, and moves no appointment', async () => {
    const visit = await stage.booked(30 * HOUR);
    const before = (await visit.api.get(visit.path)).body.availability.start_time;
    assert.equal(
      (await admin.patch(path, { timezone: 'Europe/Paris', name: 'New Name', addresses: [ADDRESS] })).status,
      200,
    );
    assert.equal((await visit.api.get(visit.path)).body.availability.start_time, before);
    const receipts = await visit.api.get(`/api/v1/orders/${visit.order}/receipts/`);
    assert.equal(receipts.body.length, 1, 'issued before the change, and kept');
    const later = await stage.booked(32 * HOUR);
    assert.equal((await later.api.get(`/api/v1/orders/${later.order}/receipts/`)).body.length, 1);
  });
});
