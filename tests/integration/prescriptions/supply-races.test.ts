import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { cancelPrescription } from '../../../src/usecases/prescriptions/cancel-prescription.js';
import { dispense } from '../../../src/usecases/prescriptions/dispense.js';
import { until } from '../../support/client.js';
import { PHARMACY, Pharmacy, PRESCRIPTIONS } from '../../support/prescriptions/pharmacy.js';

const RACES = 200;
const isDone = <T>(one: PromiseSettledResult<T>): one is PromiseFulfilledResult<T> => one.status === 'fulfilled';

let at: Pharmacy;
before(async () => {
  at = await Pharmacy.open();
});
after(() => at.close());

test(`two pharmacies on the last repeat, ${RACES} times: one supply`, async () => {
  const works = dispense({ ...at.supplyDeps(), dispenseByCode: 'all' });
  const paper = await at.issued();
  const typed = { number: paper.number, code: paper.code };
  const command = { dispensedOn: null, items: null, patientIdentityChecked: false };
  for (let race = 1; race <= RACES; race += 1) {
    const both = await Promise.allSettled(
      ['A', 'B'].map((name) =>
        works({ key: null, typed }, { ...command, pharmacyName: name, pharmacistId: `P${name}` }, null),
      ),
    );
    const [won, lost] = [both.filter(isDone), both.filter((one) => one.status === 'rejected')];
    assert.deepEqual([won.length, lost.length], [1, 1], `race ${race}`);
    const [refused] = lost;
    assert.ok(refused?.reason instanceof DomainError && refused.reason.code === 'supply_refused', `race ${race}`);
    const standing = await at.standing(paper);
    assert.deepEqual(standing.length, 1);
    const text =
      "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where id = $1";
    await at.surgery.stage.sql(text, [standing[0]?.id]);
  }
});

test(`a cancel against a supply, ${RACES} times: never two stories`, async (context) => {
  const { core } = at.surgery.stage.clinic;
  const { unitOfWork } = core;
  const now = () => new Date();
  const [supplies, cancel] = [
    dispense({ ...at.supplyDeps(), dispenseByCode: 'all' }),
    cancelPrescription({ unitOfWork, now }),
  ];
  const paper = await at.issued({ prescribed_drugs: [at.anItem()] });
  const doctor: UserActor = {
    kind: 'user',
    userId: paper.visit.doctor.id,
    membershipId: null,
    role: 'doctor',
    sessionId: '',
    permissions: ['prescriptions:write'],
    clinicIds: [at.surgery.stage.clinic.clinicId],
  };
  let first = 0;
  for (let race = 1; race <= RACES; race += 1) {
    const operationId = `${paper.id}/race/${race}`;
    const [supplied, cancelled] = await Promise.allSettled([
      supplies(
        { key: null, typed: { number: paper.number, code: paper.code } },
        { ...{ pharmacyName: 'P', pharmacistId: 'P', dispensedOn: null, items: null }, patientIdentityChecked: false },
        null,
      ),
      // Up to a few milliseconds later: a supply reads the record before it begins.
      delay(race % 12).then(() =>
        cancel({
          ...{ actor: doctor, requestId: paper.id, operationId },
          command: { prescriptionId: paper.id, reason: 'Race' },
        }),
      ),
    ]);
    assert.equal(cancelled.status, 'fulfilled', `race ${race}`);
    const standing = await at.standing(paper);
    assert.equal(standing.length, supplied.status === 'fulfilled' ? 1 : 0, `race ${race}`);
    if (supplied.status === 'fulfilled') {
      const [{ before } = { before: null }] = await at.surgery.stage.sql<{ before: boolean }>(
        `select bool_and(d.recorded_at <= p.ended_at) as before from dispensings d join prescriptions p on p.id = d.prescription_id
          where p.id = $1 and d.undone_at is null`,
        [paper.id],
      );
      assert.equal(before, true, 'what was supplied was supplied before the cancel');
    } else {
      const { code, details } = supplied.reason as DomainError;
      assert.deepEqual([code, details.supply?.reason], ['supply_refused', 'cancelled'], `race ${race}`);
    }
    if (supplied.status === 'fulfilled') first += 1;
    const undone =
      "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where prescription_id = $1 and undone_at is null";
    await at.surgery.stage.sql(undone, [paper.id]);
    const stands =
      "update prescriptions set status = 'issued', version = 1, ended_at = null, ended_by = null, end_reason_sealed = null where id = $1";
    const untold = "delete from prescription_events where prescription_id = $1 and event = 'cancelled'";
    await at.behindTriggers(['prescriptions', 'prescription_events'], async () => {
      await at.surgery.stage.sql(stands, [paper.id]);
      await at.surgery.stage.sql(untold, [paper.id]);
    });
  }
  context.diagnostic(`the supply came first in ${first} of ${RACES} races`);
});

test('what the lock does not keep apart, the constraints do, as a refusal', async () => {
  const { core } = at.surgery.stage.clinic;
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 1, repeat_interval_days: 7 })] });
  const insert = (dispensedOn: string, supplyNo: number) =>
    core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const found = await scope.prescriptions.find(paper.id);
      const [item] = found?.items ?? [];
      assert.ok(item);
      const of = { requestId: randomUUID(), pharmacyName: 'P', pharmacistId: 'P', apiKeyId: null };
      const supplies = [{ id: randomUUID(), item, supplyNo }];
      await scope.supplies.insert({ ...of, dispensedOn, patientIdentityChecked: false, supplies }, new Date());
    });
  const reason = (work: Promise<void>) =>
    work.then(
      () => 'supplied',
      (error: DomainError) => error.details.supply?.reason,
    );
  const both = await Promise.all([1, 1].map((no) => reason(insert(at.day(), no))));
  assert.equal(both.filter((one) => one === 'supplied').length, 1, both.join());
  assert.ok(
    both.some((one) => one === 'no_repeats_left' || one === 'too_early'),
    both.join(),
  );
  assert.equal(await reason(insert(at.day(), 2)), 'too_early');
  assert.equal(await reason(insert(at.day(-30), 3)), 'no_repeats_left');
  assert.equal(await reason(insert(at.day(-999), 2)), 'expired');
});

test('a pharmacist is served while the engine’s worker is away', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 1 })] });
  await at.surgery.delivered(paper.visit.api, paper.id);
  await at.surgery.stage.clinic.stopWorker();
  try {
    assert.equal((await at.supply(paper)).status, 201);
    const declined = await at.counter.post(`${PRESCRIPTIONS}${paper.number}/decline/`, {
      ...{ code: paper.code, ...PHARMACY, reason_code: 'not_collected' },
    });
    assert.equal(declined.status, 201);
  } finally {
    await at.surgery.stage.clinic.startWorker();
  }
  await until('the entry is there', async () => {
    const entries = (await paper.visit.api.get('/api/v1/admin/attention/')).body;
    return entries.some((one: { code: string }) => one.code === 'supply_declined');
  });
});
