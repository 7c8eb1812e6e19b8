import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { ApiKeyActor } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { dispense } from '../../../src/usecases/prescriptions/dispense.js';
import { type Paper, PHARMACY, Pharmacy, PRESCRIPTIONS } from '../../support/prescriptions/pharmacy.js';

let at: Pharmacy;
before(async () => {
  at = await Pharmacy.open();
});
after(() => at.close());

test('number and code are enough as far as the setting lets them be; a pharmacy’s key always is', async () => {
  const { clinicId } = at.surgery.stage.clinic;
  const controlled = await at.controlled();
  const plain = await at.issued();
  const command = {
    ...{ pharmacistId: 'P1', pharmacyName: 'P', dispensedOn: null, items: null, patientIdentityChecked: true },
  };
  const deps = at.supplyDeps();
  const byCode = ({ number, code }: Paper) => ({ key: null, typed: { number, code } });
  const code = (error: unknown) => error instanceof DomainError && error.code;
  const s4 = dispense({ ...deps, dispenseByCode: 's4' });
  const none = dispense({ ...deps, dispenseByCode: 'none' });
  assert.equal(await none(byCode(plain), command, null).catch(code), 'forbidden');
  assert.equal(await s4(byCode(controlled), command, null).catch(code), 'forbidden');
  assert.equal((await s4(byCode(plain), command, null)).prescription.shownStatus, 'dispensed');
  const key: ApiKeyActor = {
    kind: 'api_key',
    role: 'api_key',
    keyId: randomUUID(),
    permissions: ['prescriptions:dispense'],
    clinicIds: [clinicId],
  };
  const supplied = await none({ ...byCode(controlled), key }, command, null);
  assert.deepEqual([supplied.prescription.shownStatus, supplied.supplies[0]?.apiKeyId], ['dispensed', key.keyId]);
});

test('a key supplies with its scope and in its clinic; the audit names it', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 1 })] });
  const [elsewhere] = await at.surgery.stage.sql<{ id: string }>(
    "insert into clinics (id, name, slug, timezone, currency) select $1, 'Elsewhere', 'elsewhere', timezone, currency from clinics limit 1 returning id",
    [randomUUID()],
  );
  const body = { code: paper.code, ...PHARMACY };
  const path = at.path(paper, 'dispense');
  const foreign = await (await at.withKey(['prescriptions:dispense'], elsewhere?.id))(path, body);
  assert.equal(foreign.status, 404, 'of another clinic');
  assert.equal((await (await at.withKey(['slots:read']))(path, body)).status, 403);
  const [ours, theirs] = [await at.withKey(['prescriptions:dispense']), await at.withKey(['prescriptions:dispense'])];
  assert.equal((await ours(path, { ...body, code: '0000000000' })).status, 404);
  const supplied = await ours(path, body);
  assert.equal(supplied.status, 201, JSON.stringify(supplied.body));
  const [row] = await at.surgery.stage.sql<{ api_key_id: string; audited: string }>(
    `select d.api_key_id, a.actor_api_key_id as audited from dispensings d
       join audit_events a on a.entity_id = d.prescription_id::text and a.action = 'prescription.supplied' where d.prescription_id = $1`,
    [paper.id],
  );
  assert.ok(row?.api_key_id && row.api_key_id === row.audited);
  const undoing = `${PRESCRIPTIONS}${paper.number}/dispensings/${supplied.body.supplies[0].id}/undo/`;
  const why = { code: paper.code, pharmacist_id: PHARMACY.pharmacist_id, reason: 'Wrong patient' };
  assert.equal((await theirs(undoing, why)).status, 403, 'another pharmacy');
  assert.equal((await at.undo(paper, supplied.body.supplies[0].id)).status, 403, 'no key');
  assert.equal((await ours(undoing, why)).status, 200);
});

test('a supply is undone by its pharmacy within a day and by an administrator later, and can be made again', async () => {
  const paper = await at.issued();
  const first = (await at.supply(paper)).body.supplies[0].id;
  assert.equal((await at.undo(paper, first, { pharmacist_id: 'PHA9999999' })).status, 403, 'somebody else');
  assert.equal((await at.undo(paper, randomUUID())).status, 404);
  const undone = await at.undo(paper, first);
  assert.deepEqual([undone.status, undone.body.status], [200, 'active'], JSON.stringify(undone.body));
  assert.equal((await at.undo(paper, first)).status, 200, 'a repeat finds it done');
  assert.equal((await at.undo(paper, first, { reason: 'Something else' })).status, 409);
  const second = await at.supply(paper);
  assert.deepEqual([second.status, second.body.supplies[0].supply_no], [201, 1]);
  const { id } = second.body.supplies[0];
  const text = "update dispensings set recorded_at = recorded_at - interval '25 hours' where id = $1";
  await at.behindTriggers(['dispensings'], () => at.surgery.stage.sql(text, [id]));
  assert.equal((await at.undo(paper, id)).status, 403, 'after a day');
  const path = `${PRESCRIPTIONS}${paper.number}/dispensings/${id}/undo/`;
  const reason = { reason: 'The pharmacy called' };
  for (const role of ['receptionist', 'nurse'] as const) {
    const refused = await (await at.surgery.stage.signIn(role)).post(path, {
      ...reason,
      code: '0',
      pharmacist_id: 'x',
    });
    assert.equal(refused.status, 404, role);
  }
  const admin = await (await at.surgery.stage.signIn('admin')).post(path, reason);
  assert.deepEqual([admin.status, admin.body.status], [200, 'active'], JSON.stringify(admin.body));
  const rows = await at.surgery.stage.sql<{ undone_by: string }>(
    'select undone_by from dispensings where prescription_id = $1 order by recorded_at desc',
    [paper.id],
  );
  assert.equal(rows.length, 2, 'nothing is deleted');
  assert.ok(rows.some(({ undone_by: by }) => by.startsWith('user/')));
  const history = (await paper.visit.api.get(`${PRESCRIPTIONS}${paper.id}/history/`)).body;
  assert.deepEqual(
    history
      .filter((one: { event: string }) => one.event === 'supply_undone')
      .map(({ reason }: { reason: string }) => reason),
    ['Wrong patient', 'The pharmacy called'],
  );
});

test('a decline reaches its doctor, who reads why and closes the entry; nobody else of the doctors does', async () => {
  const paper = await at.issued();
  const key = randomUUID();
  const decline = (body: object) => at.decline(paper, body, key);
  const body = { reason_code: 'out_of_stock', note: 'Back on Tuesday.' };
  const replies = [await decline(body), await decline(body)];
  for (const reply of replies)
    assert.deepEqual([reply.status, reply.body.declined], [201, true], JSON.stringify(reply.body));
  const entries = (await paper.visit.api.get('/api/v1/admin/attention/')).body;
  assert.deepEqual(
    entries.map((one: { code: string; context: { reason: string; prescription: string } }) => [
      one.code,
      one.context.reason,
      one.context.prescription,
    ]),
    [['supply_declined', 'out_of_stock', paper.id]],
  );
  const history = (await paper.visit.api.get(`${PRESCRIPTIONS}${paper.id}/history/`)).body;
  const declined = history.filter((one: { event: string }) => one.event === 'declined');
  assert.equal(declined.length, 1, 'a repeat is the same decline');
  assert.match(declined[0].reason, /Example Pharmacy.*out of stock.*Back on Tuesday/);
  const colleague = await at.surgery.stage.as(await at.surgery.prescriber());
  assert.deepEqual((await colleague.get('/api/v1/admin/attention/')).body, []);
  const resolve = `/api/v1/admin/attention/${entries[0].id}/resolve/`;
  assert.equal((await colleague.post(resolve, { reason: 'Not mine' })).status, 404);
  assert.equal((await paper.visit.api.post(resolve, { reason: 'I have called the pharmacy' })).status, 204);
  assert.deepEqual((await paper.visit.api.get('/api/v1/admin/attention/')).body, []);
});
