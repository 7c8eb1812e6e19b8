import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { storeProduct } from '../../support/catalogue/stored-product.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { storePrescription } from '../../support/prescriptions/stored.js';

const SINCE = new Date('2026-11-01T00:00:00Z');

let clinics: PatientClinics;
let here: string;
let doctor: Person;
before(async () => {
  clinics = await PatientClinics.start();
  here = await clinics.clinic();
  doctor = await clinics.person(here, 'doctor');
});
after(() => clinics?.stop());

const productOf = (clinicId = here) => storeProduct((text, values) => clinics.rows(text, values), { clinicId });

async function prescribe(
  productId: string,
  of: { readonly issuedOn?: string; readonly quantity?: number; readonly repeats?: number } = {},
): Promise<string> {
  const patient = await clinics.person(here, 'patient');
  const appointmentId = await clinics.visit(here, doctor, patient);
  const whose = { clinicId: here, doctorId: doctor.id, patientId: patient.id, appointmentId };
  return storePrescription(clinics.core, whose, { issuedOn: '2026-11-10', quantity: 1, ...of, productId });
}

const supply = (prescriptionId: string, supplyNo: number) =>
  clinics.rows(
    `insert into dispensings (id, request_id, prescription_id, item_id, issued_on, valid_until, repeats, interval_days, supply_no,
       dispensed_on, pharmacy_name, pharmacist_sealed, patient_identity_checked, recorded_at)
     select gen_random_uuid(), gen_random_uuid(), prescription_id, id, issued_on, valid_until, repeats, interval_days, $2::int,
       issued_on + $2::int, 'P', 'k.x', true, (issued_on + $2::int)::timestamptz from prescription_items where prescription_id = $1`,
    [prescriptionId, supplyNo],
  );
const undo = (prescriptionId: string) =>
  clinics.rows(
    "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where prescription_id = $1",
    [prescriptionId],
  );
const cancel = (id: string) =>
  clinics.rows(
    "update prescriptions set status = 'cancelled', version = 2, ended_at = now(), ended_by = $2, end_reason_sealed = 'k.x' where id = $1",
    [id, doctor.id],
  );

/** Of each product, packs and the day of the first of them. */
async function packs(...products: readonly string[]) {
  const found = await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.prescribedProducts.listPacks(here, SINCE),
  );
  const of = new Map(
    found.map((one) => [one.productId, `${one.packs} since ${one.firstAt.toISOString().slice(0, 10)}`]),
  );
  return products.map((id) => of.get(id) ?? 'none');
}

describe('packs that were prescribed', () => {
  it('are counted by product within the window, from the first of them on', async () => {
    const [one, other, none] = [await productOf(), await productOf(), await productOf()];
    await prescribe(one, { quantity: 2, issuedOn: '2026-11-12' });
    await prescribe(one, { quantity: 3, issuedOn: '2026-11-20' });
    await prescribe(one, { quantity: 7, issuedOn: '2026-10-20' });
    await prescribe(other, { quantity: 1 });
    assert.deepEqual(await packs(one, other, none), ['5 since 2026-11-12', '1 since 2026-11-10', 'none']);
  });

  it('count a repeat when a pharmacy has supplied it, and the first supply once', async () => {
    const product = await productOf();
    const id = await prescribe(product, { quantity: 2, repeats: 3 });
    assert.deepEqual(await packs(product), ['2 since 2026-11-10']);
    await supply(id, 1);
    assert.deepEqual(await packs(product), ['2 since 2026-11-10']);
    await supply(id, 2);
    await supply(id, 3);
    assert.deepEqual(await packs(product), ['6 since 2026-11-10']);
    await undo(id);
    assert.deepEqual(await packs(product), ['2 since 2026-11-10']);
  });

  it('count nothing of a prescription that ended before anything was supplied', async () => {
    const [unsupplied, supplied] = [await productOf(), await productOf()];
    await cancel(await prescribe(unsupplied));
    const id = await prescribe(supplied);
    await supply(id, 1);
    await cancel(id);
    assert.deepEqual(await packs(unsupplied, supplied), ['none', '1 since 2026-11-10']);
  });

  it('are what staff of the clinic see who read no prescriptions, and nobody else', async () => {
    const product = await productOf();
    await prescribe(product);
    const elsewhere = await clinics.clinic();
    const seen = async (role: 'nurse' | 'doctor', clinicId: string) => {
      const { id: userId } = await clinics.person(clinicId, role);
      const of = { membershipId: null, sessionId: '', permissions: [], clinicIds: [clinicId] };
      const actor: UserActor = { kind: 'user', role, userId, ...of };
      const found = await clinics.apiCore.unitOfWork.withScope(actor, (scope) =>
        scope.prescribedProducts.listPacks(here, SINCE),
      );
      return found.some(({ productId }) => productId === product);
    };
    // A doctor who treats none of these patients, and sees none of their prescriptions.
    assert.deepEqual(
      [await seen('nurse', here), await seen('doctor', here), await seen('nurse', elsewhere)],
      [true, true, false],
    );
  });
});
