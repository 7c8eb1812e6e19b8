import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { mappingsOf } from '../../../src/usecases/catalogue/mappings.js';
import { readStockAlerts } from '../../../src/usecases/catalogue/stock/read-alerts.js';
import { recordMovement } from '../../../src/usecases/catalogue/stock/record-movement.js';
import { suggestReorders } from '../../../src/usecases/catalogue/stock/suggest-reorders.js';
import { aProduct, storeProduct } from '../../support/catalogue/stored-product.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { storePrescription } from '../../support/prescriptions/stored.js';

const NOW = new Date('2026-11-24T02:00:00Z');

describe('usage', () => {
  let clinics: PatientClinics;
  let here: string;
  let doctor: Person;
  let nurse: UserActor;

  before(async () => {
    clinics = await PatientClinics.start();
    here = await clinics.clinic();
    doctor = await clinics.person(here, 'doctor');
    const { id: userId } = await clinics.person(here, 'nurse');
    const of = { membershipId: null, sessionId: '', permissions: [], clinicIds: [here] };
    nurse = { kind: 'user', role: 'nurse', userId, ...of };
  });
  after(() => clinics?.stop());

  const deps = () => ({
    ...clinics.apiCore,
    policy: clinics.core.policy,
    mappings: mappingsOf(BUILT_IN),
    now: () => NOW,
  });
  const product = (stockQuantity: number) =>
    storeProduct((text, values) => clinics.rows(text, values), { clinicId: here }, aProduct({ stockQuantity }));
  const prescribe = async (productId: string, quantity: number, issuedOn: string) => {
    const patient = await clinics.person(here, 'patient');
    const appointmentId = await clinics.visit(here, doctor, patient);
    const whose = { clinicId: here, doctorId: doctor.id, patientId: patient.id, appointmentId };
    await storePrescription(clinics.core, whose, { issuedOn, quantity, repeats: 0, productId });
  };
  const suggestionOf = async (id: string) =>
    (await suggestReorders(deps())(nurse, here)).find((one) => one.product.id === id);

  it('counts what was prescribed, by staff who read no prescriptions, and what was used beside it', async () => {
    const id = await product(2);
    assert.equal(await suggestionOf(id), undefined, 'without a level and never used');
    await prescribe(id, 6, '2026-11-10');
    await prescribe(id, 4, '2026-11-20');
    await prescribe(id, 90, '2026-09-01');
    const prescribed = await suggestionOf(id);
    // 10 packs since two weeks ago. Five days and four weeks of it.
    assert.equal(prescribed?.perWeek, 500);
    assert.deepEqual(
      [prescribed?.reorder.target, prescribed?.reorder.quantity, prescribed?.reorder.urgency],
      [24, 22, 'high'],
    );
    await clinics.apiCore.unitOfWork.withScope(nurse, async (scope) => {
      const of = { clinicId: here, productId: id, note: null } as const;
      await recordMovement(
        scope,
        { ...of, id: '00000000-0000-4000-8000-000000000001', kind: 'count', quantity: 8 },
        NOW,
      );
      await recordMovement(
        scope,
        { ...of, id: '00000000-0000-4000-8000-000000000002', kind: 'used', quantity: 4 },
        NOW,
      );
    });
    const both = await suggestionOf(id);
    // Five days at 7 a week are exactly 5 packs: 4 last less.
    assert.deepEqual([both?.perWeek, both?.stock, both?.basis], [700, 4, 'clinic']);
  });

  it('is what makes a product without a reorder level one that is out', async () => {
    const [used, unused] = [await product(0), await product(0)];
    await prescribe(used, 1, '2026-11-20');
    const { out, low } = await readStockAlerts(deps())(nurse, here);
    const ids = out.map((one) => one.product.id);
    assert.deepEqual([ids.includes(used), ids.includes(unused), low.length], [true, false, 0]);
  });
});
