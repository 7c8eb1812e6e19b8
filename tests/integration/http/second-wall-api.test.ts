import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import document from '../../../src/api/generated/openapi.json' with { type: 'json' };
import { createApp } from '../../../src/api/http/app.js';
import { apiServices, apiSettings } from '../../../src/composition/api.js';
import { compose } from '../../../src/composition/compose.js';
import type { Core } from '../../../src/composition/core.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import type { UserActor } from '../../../src/domain/actor.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { Role } from '../../../src/domain/roles.js';
import { fieldOf } from '../../../src/models/sealed-fields.js';
import { storeScopeKeys } from '../../../src/models/signed-scope.js';
import { ReceiptsTable } from '../../../src/models/tables/payments/receipts.js';
import { plain } from '../../support/access/asking.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { testSettings } from '../../support/settings.js';
import { statementsOf } from '../../support/statements.js';

/**
 * The API with its record rules switched off: whoever asks is told to belong to every clinic, so that each rule of a use
 * case lets both clinics through. Only the scope that is signed names the one clinic that the person works for. What
 * keeps the other clinic's rows away here is the second wall alone.
 */
describe('the API with its record rules switched off', () => {
  let database: TestDatabase;
  let seeding: Core;
  let core: Core;
  let server: Server;
  let url: string;
  let role: Role = 'admin';
  const [own, foreign] = [randomUUID(), randomUUID()];
  interface Furnished {
    readonly people: Readonly<Record<'admin' | 'doctor' | 'patient', string>>;
    readonly slot: string;
    readonly freeSlot: string;
    readonly appointment: string;
    readonly order: string;
    readonly receipt: string;
    readonly entry: string;
  }
  const rows = new Map<string, Furnished>();

  before(async () => {
    database = await testDatabase();
    const settings = testSettings({
      DATABASE_URL: database.url,
      DATABASE_URL_API: database.apiUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      PAYMENTS_ENABLED: 'false',
      RATE_LIMIT_API: 'off',
    });
    const ring = settings.ENCRYPTION_KEYS;
    seeding = compose(settings, 'seed');
    await storeScopeKeys(seeding.pool, ring);
    for (const clinic of [own, foreign]) rows.set(clinic, await furnish(clinic));
    const narrow = Object.assign(Object.create(KeyRing.prototype) as KeyRing, ring, {
      signScope: (payload: string) => ring.signScope(payload.replace(`,${foreign}`, '')),
    });
    core = compose({ ...settings, ENCRYPTION_KEYS: narrow }, 'api');
    const services = apiServices(core);
    const users = { ...services.users, authenticate: async () => everywhere() };
    server = createServer(createApp({ ...services, users }, apiSettings(core)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all([core.close(), seeding.close()]);
    await database.stop();
  });

  /** Somebody of the own clinic, whom no rule of a use case keeps from the other one. */
  function everywhere(): UserActor {
    const userId = rows.get(own)?.people.admin ?? '';
    const permissions = ROLE_PERMISSIONS[role];
    return {
      kind: 'user',
      userId,
      membershipId: null,
      role,
      permissions,
      clinicIds: [own, foreign],
      sessionId: randomUUID(),
    };
  }

  async function furnish(clinicId: string): Promise<Furnished> {
    const ids = { slot: randomUUID(), freeSlot: randomUUID(), appointment: randomUUID(), order: randomUUID() };
    const [payment, receipt, entry] = [randomUUID(), randomUUID(), randomUUID()];
    const people = { admin: randomUUID(), doctor: randomUUID(), patient: randomUUID() };
    const clinic = { id: clinicId, name: `Clinic ${clinicId}`, slug: clinicId, timezone: 'UTC', phone: null };
    await seeding.unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.clinics.create({ ...clinic, currency: 'aud' });
      for (const [name, id] of Object.entries(people)) {
        const email = `${id}@wall.keepwell.invalid`;
        const account = { id, email, passwordHash: 'x', firstName: name, lastName: id };
        const now = new Date();
        await scope.users.create({ ...account, phone: null, timezone: 'UTC', emailVerifiedAt: now, createdAt: now });
        await scope.memberships.add({ userId: id, clinicId, role: name as Role }, now);
      }
      for (const [at, id] of [ids.slot, ids.freeSlot].entries()) {
        const startTime = new Date(Date.now() + (at + 1) * 86_400_000);
        const endTime = new Date(startTime.getTime() + 900_000);
        const slot = { id, clinicId, doctorId: people.doctor, startTime, endTime, timezone: 'UTC', createdBy: null };
        await scope.slots.insert({ ...slot, slotType: 'short' });
      }
    });
    const db = seeding.pool;
    await db.query("insert into subjects (id, kind, clinic_id) values ($1, 'appointment', $2)", [
      ids.appointment,
      clinicId,
    ]);
    await db.query(
      `insert into appointments (id, clinic_id, availability_id, doctor_id, patient_id, status, payment_status,
         payment_required, price, currency, is_initial, starts_at, ends_at, booked_at, expires_at, status_since, policy,
         body_hash, answer, run_id)
       select $1, $2, s.id, $3, $4, 'pending', 'unpaid', true, 8000, 'aud', true, s.start_time, s.end_time, now(),
              now() + interval '1 hour', now(), '{}', 'h', '{}', 'r' from availabilities s where s.id = $5`,
      [ids.appointment, clinicId, people.doctor, people.patient, ids.slot],
    );
    await db.query(
      `insert into orders (id, clinic_id, subject_id, subject_kind, patient_id, provider, status, amount, currency, request, expires_at)
       values ($1, $2, $3, 'appointment', $4, 'waived', 'creating', 8000, 'aud', '{}', now())`,
      [ids.order, clinicId, ids.appointment, people.patient],
    );
    await db.query(
      `insert into payments (id, clinic_id, order_id, provider, provider_payment_id, amount, currency, purpose, captured_at)
       values ($1, $2, $3, 'waived', gen_random_uuid()::text, 8000, 'aud', 'appointment', now())`,
      [payment, clinicId, ids.order],
    );
    await db.query(
      `insert into receipts (id, clinic_id, order_id, payment_id, kind, number, number_text, amount, currency, content_sealed, issued_at)
       values ($1, $2, $3, $4, 'receipt', 1, '1', 8000, 'aud', $5, now())`,
      [
        receipt,
        clinicId,
        ids.order,
        payment,
        seeding.settings.ENCRYPTION_KEYS.sealText('{}', fieldOf(ReceiptsTable, 'contentSealed', receipt)),
      ],
    );
    const invited = `${randomUUID()}@wall.keepwell.invalid`;
    const invitation = randomUUID();
    await seeding.unitOfWork.withScope(SYSTEM, async (scope) => {
      const [createdAt, userId] = [new Date(), randomUUID()];
      await scope.invitations.add({
        ...{ id: invitation, clinicId, email: invited, role: 'nurse', departmentIds: [] },
        ...{ invitedBy: people.admin, createdAt, expiresAt: new Date(Date.now() + 86_400_000) },
      });
      const asking = { id: userId, email: `${userId}@wall.keepwell.invalid`, passwordHash: 'x', firstName: 'asking' };
      const account = { ...asking, lastName: userId, phone: null, timezone: 'UTC', emailVerifiedAt: createdAt };
      await scope.users.create({ ...account, createdAt });
      await scope.joinRequests.add({ id: randomUUID(), clinicId, userId, message: 'Mondays', createdAt });
    });
    await db.query("insert into attention (id, clinic_id, subject_id, code) values ($1, $2, $3, 'refund_failed')", [
      entry,
      clinicId,
      ids.appointment,
    ]);
    await db.query(
      `insert into reconciliations (id, window_from, window_to, started_at, finished_at, totals, findings)
       values ($1, now() - interval '1 day', now(), now(), now(), $2, $3)`,
      [
        randomUUID(),
        JSON.stringify({ sums: [{ provider: 'stripe', currency: 'aud', clinicId, providerSum: 1, ledgerSum: 1 }] }),
        JSON.stringify([
          { code: 'lost_event', action: 'flagged', provider: 'stripe', clinicId, objectId: randomUUID() },
        ]),
      ],
    );
    return { people, receipt, entry, ...ids };
  }

  async function ask(method: string, path: string, body?: unknown, more: Readonly<Record<string, string>> = {}) {
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json', ...more };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: answer.status, text: await answer.text() };
  }

  /** The path of an operation with ids of one clinic. */
  function pathOf(template: string, clinic: string): string {
    const row = rows.get(clinic);
    assert.ok(row);
    const { people, order, freeSlot, entry, appointment } = row;
    const kinds: readonly (readonly [string, string])[] = [
      ['/clinics/', clinic],
      ['/orders/', order],
      ['/availabilities/', freeSlot],
      ['/attention/', entry],
      ['/patients/', people.patient],
      ['/audit/users/', people.patient],
      ['/admin/users/', people.doctor],
      ['/appointments/', appointment],
    ];
    const [, id = appointment] = kinds.find(([part]) => template.includes(part)) ?? [];
    return template.replace('{id}', id).replace('{receiptId}', row.receipt);
  }

  const reads = Object.entries(document.paths)
    .filter(([template, operations]) => 'get' in operations && !/reconciliations\/\{id\}|health/.test(template))
    .map(([template]) => template);

  /** Lists of what hangs on a clinic: theirs are empty where the own ones are not. */
  const EMPTY_ELSEWHERE = ['members', 'invitations', 'join-requests'].map((what) => `/api/v1/clinics/{id}/${what}`);

  for (const asked of ['admin', 'receptionist', 'accountant', 'nurse'] as const) {
    it(`shows ${asked} nothing of another clinic by any read`, async () => {
      role = asked;
      const theirs = rows.get(foreign);
      assert.ok(theirs);
      const marks = [
        foreign,
        ...Object.values(theirs.people),
        theirs.slot,
        theirs.freeSlot,
        theirs.appointment,
        theirs.order,
      ];
      let shown = 0;
      for (const template of reads) {
        for (const clinic of template.includes('{') ? [own, foreign] : [own]) {
          const path = pathOf(template, clinic);
          const { status, text } = await ask('GET', path);
          assert.ok(status < 500 || template.endsWith('/pdf'), `${path}: ${status} ${text}`);
          // What a clinic is called and where it is, everybody may know who is signed in.
          if (/^\/api\/v1\/clinics(\/\{id\}(\/locations|\/departments|\/documents)?)?$/.test(template)) continue;
          if (EMPTY_ELSEWHERE.includes(template) && status !== 403) {
            assert.equal(status, 200, `${path}: ${text}`);
            assert.equal(text === '[]', clinic === foreign, `${path}: ${text}`);
          } else if (clinic === foreign) assert.ok(status === 404 || status === 403, `${path}: ${status} ${text}`);
          for (const mark of marks) assert.ok(!text.includes(mark), `${path} shows ${mark}: ${text}`);
          if (status === 200 && text.includes(own)) shown += 1;
        }
      }
      assert.ok(shown > 0, 'the own clinic is shown');
    });
  }

  it('changes nothing of another clinic, and answers as for what does not exist', async () => {
    role = 'admin';
    const theirs = rows.get(foreign);
    assert.ok(theirs);
    const before = await seeding.pool.query('select * from clinics where id = $1', [foreign]);
    const attempts: readonly (readonly [string, string, string, unknown?])[] = [
      ['PATCH', '/api/v1/clinics/{id}/', 'clinics', { name: 'Taken over' }],
      ['PATCH', '/api/v1/clinics/{id}/policies/', 'clinics', { fee_new: '1.00' }],
      ['PATCH', '/api/v1/clinics/{id}/payment-settings/', 'clinics', { providers: [] }],
      ['DELETE', '/api/v1/appointments/availabilities/{id}/', 'slots'],
      ['PATCH', '/api/v1/appointments/{id}/update/', 'appointments', { status: 'cancelled_by_clinic', reason: 'x' }],
      ['POST', '/api/v1/appointments/{id}/reschedule/', 'appointments', { availability_id: rows.get(own)?.freeSlot }],
      ['DELETE', '/api/v1/appointments/{id}/', 'appointments'],
      ['POST', '/api/v1/admin/attention/{id}/resolve/', 'attention', { reason: 'because' }],
      ['POST', '/api/v1/orders/{id}/refresh/', 'orders'],
    ];
    for (const [method, template, , body] of attempts) {
      const [there, nowhere] = [pathOf(template, foreign), template.replace('{id}', randomUUID())];
      const [met, missed] = [await ask(method, there, body), await ask(method, nowhere, body)];
      assert.equal(met.status, 404, `${method} ${there}: ${met.text}`);
      const unnamed = ({ text }: { readonly text: string }) =>
        text.replaceAll(/"request_id":"[^"]*"|[0-9a-f-]{36}/g, '');
      assert.deepEqual([met.status, unnamed(met)], [missed.status, unnamed(missed)], `${method} ${template}`);
    }
    assert.deepEqual((await seeding.pool.query('select * from clinics where id = $1', [foreign])).rows, before.rows);
    const left = await seeding.pool.query('select deleted_at from availabilities where id = $1', [theirs.freeSlot]);
    assert.deepEqual(left.rows, [{ deleted_at: null }]);
  });

  it('asks the same of the database for a foreign record as for one that does not exist', async () => {
    role = 'admin';
    for (const template of ['/api/v1/appointments/{id}', '/api/v1/orders/{id}', '/api/v1/orders/{id}/receipts']) {
      const foreignOnes = await asked(() => ask('GET', pathOf(template, foreign)));
      const noOnes = await asked(() => ask('GET', template.replace('{id}', randomUUID())));
      assert.deepEqual(foreignOnes, noOnes, template);
      assert.ok(foreignOnes.length > 1, template);
    }
  });

  async function asked(work: () => Promise<unknown>): Promise<readonly string[]> {
    return (await statementsOf(core.pool, work)).map(plain);
  }

  it('counts, conflicts and free times of one clinic tell nothing of another', async () => {
    role = 'receptionist';
    const free = JSON.parse((await ask('GET', '/api/v1/appointments/availabilities/list/')).text) as { id: string }[];
    assert.deepEqual(
      free.map(({ id }) => id),
      [rows.get(own)?.freeSlot],
    );
    const booking = { availability_id: rows.get(foreign)?.freeSlot, patient: rows.get(own)?.people.patient };
    const refused = await ask('POST', '/api/v1/appointments/', booking);
    assert.equal(refused.status, 404, refused.text);
    role = 'admin';
    const reports = JSON.parse((await ask('GET', '/api/v1/admin/reconciliations/')).text) as unknown[];
    assert.equal(reports.length, 2, 'both reports are of the installation');
    assert.ok(!JSON.stringify(reports).includes(foreign));
  });

  it('filters, searches and exports nothing of another clinic, and of the own one what there is', async () => {
    role = 'admin';
    const found = async (path: string, clinic: string) => {
      const row = rows.get(clinic);
      assert.ok(row);
      const named: Readonly<Record<string, string>> = { ...row.people, clinic, appointment: row.appointment };
      const { status, text } = await ask(
        'GET',
        path.replaceAll(/\{(\w+)\}/g, (_, name: string) => named[name] ?? name),
      );
      return { status, text, row };
    };
    const [from, to] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 7 * 86_400_000)].map((at) =>
      at.toISOString().slice(0, 10),
    );
    for (const path of [
      '/api/v1/appointments/availabilities/?clinic={clinic}',
      '/api/v1/appointments/availabilities/?doctor={doctor}',
      '/api/v1/appointments/availabilities/list/?doctor={doctor}',
      '/api/v1/audit/user-actions/?patient={patient}',
      '/api/v1/patients/?search={patient}@wall.keepwell.invalid',
      `/api/v1/takings/?clinic={clinic}&from=${from}&to=${to}`,
      `/api/v1/takings/?clinic={clinic}&from=${from}&to=${to}&format=csv`,
    ]) {
      const mine = await found(path, own);
      assert.equal(mine.status, 200, `${path}: ${mine.text}`);
      const theirs = await found(path, foreign);
      // An export has its head at most.
      const isNothing = theirs.status === 404 || theirs.text === '[]' || /^date,[^\n]+\s*$/.test(theirs.text);
      assert.ok(isNothing, `${path}: ${theirs.status} ${theirs.text}`);
      const marks = [...Object.values(theirs.row.people), theirs.row.freeSlot, theirs.row.appointment];
      for (const mark of marks) assert.ok(!theirs.text.includes(mark), `${path} shows ${mark}`);
    }
  });

  it('an idempotency key and a mail address that another clinic has used tell nothing of it', async () => {
    role = 'admin';
    const theirs = rows.get(foreign);
    assert.ok(theirs);
    const key = randomUUID();
    await seeding.pool.query(
      `insert into idempotency_keys (caller, key, route, body_hash, claim_id, claimed_until)
       values ($1, $2, 'POST /api/v1/clinics/{id}/patients', 'another', gen_random_uuid(), now() + interval '1 hour')`,
      [`user:${theirs.people.admin}`, key],
    );
    const email = `${theirs.people.patient}@wall.keepwell.invalid`;
    const person = { email, first_name: 'Wall', last_name: 'Patient', date_of_birth: '1980-01-01' };
    const { status, text } = await ask('POST', `/api/v1/clinics/${own}/patients/`, person, { 'idempotency-key': key });
    assert.equal(status, 400, text);
    assert.match(text, /"field":"email"/);
    for (const mark of [foreign, ...Object.values(theirs.people), theirs.appointment]) {
      assert.ok(!text.includes(mark), text);
    }
  });
});
