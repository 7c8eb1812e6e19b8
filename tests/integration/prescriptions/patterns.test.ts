import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { addDays } from '../../../src/domain/days.js';
import { flagCertificate } from '../../../src/usecases/prescriptions/flag-certificate.js';
import { flagPatterns } from '../../../src/usecases/prescriptions/flag-patterns.js';
import { storeProduct } from '../../support/catalogue/stored-product.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { storePrescription } from '../../support/prescriptions/stored.js';

/** A Wednesday; the week began on Monday the 9th. */
const TODAY = '2026-11-11';
const NOW = new Date(`${TODAY}T03:00:00Z`);

let clinics: PatientClinics;
let here: string;
before(async () => {
  clinics = await PatientClinics.start();
});
after(() => clinics.stop());
/** Nobody of an earlier test is in it. */
beforeEach(async () => {
  here = await clinics.clinic();
});

interface Entry {
  readonly id: string;
  readonly about: string;
  readonly context: { readonly pattern: string; readonly [name: string]: unknown };
}

const shown: string[] = [];
const look = () => {
  const { unitOfWork } = clinics.core;
  const showEntry = async (id: string) => {
    shown.push(id);
  };
  return flagPatterns({ unitOfWork, showEntry, now: () => NOW })();
};
const entries = (clinicId = here) =>
  clinics.rows<Entry>(
    "select id, about, context from attention where clinic_id = $1 and code = 'prescribing_pattern' order by about",
    [clinicId],
  );
const patterns = async (clinicId?: string) => (await entries(clinicId)).map(({ context }) => context.pattern);
const doctorOf = (clinicId = here) => clinics.person(clinicId, 'doctor');
const patientOf = (clinicId = here) => clinics.person(clinicId, 'patient');

interface Prescribed {
  readonly doctor: Person;
  readonly patient: Person;
  readonly ago?: number;
  readonly drugId?: string;
  /** In the place of an item of the formulary. */
  readonly productId?: string;
  readonly schedule?: 'S4' | 'S8';
  readonly repeats?: number;
  readonly clinicId?: string;
}

async function prescribe({ doctor, patient, ago = 0, clinicId = here, ...of }: Prescribed): Promise<string> {
  const appointmentId = await clinics.visit(clinicId, doctor, patient);
  const whose = { clinicId, doctorId: doctor.id, patientId: patient.id, appointmentId };
  return storePrescription(clinics.core, whose, { schedule: 'S8', issuedOn: addDays(TODAY, -ago), ...of });
}

async function supply(prescriptionId: string, ago: number, isUndone = false): Promise<void> {
  await clinics.rows(
    `insert into dispensings (id, request_id, prescription_id, item_id, issued_on, valid_until, repeats, interval_days, supply_no,
       dispensed_on, pharmacy_name, pharmacist_sealed, patient_identity_checked, recorded_at)
     select gen_random_uuid(), gen_random_uuid(), prescription_id, id, issued_on, valid_until, repeats, interval_days, 1,
       $2, 'P', 'k.x', true, now() from prescription_items where prescription_id = $1`,
    [prescriptionId, addDays(TODAY, -ago)],
  );
  if (!isUndone) return;
  await clinics.rows(
    "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where prescription_id = $1",
    [prescriptionId],
  );
}

const cancel = (id: string, by: Person) =>
  clinics.rows(
    "update prescriptions set status = 'cancelled', version = 2, ended_at = now(), ended_by = $2, end_reason_sealed = 'k.x' where id = $1",
    [id, by.id],
  );
const numberOf = async (id: string) =>
  (await clinics.rows<{ number: string }>('select number from prescriptions where id = $1', [id]))[0]?.number;

describe('a doctor who prescribes the same again', () => {
  const drugId = randomUUID();
  const twice = async (first: Partial<Prescribed> = {}, second: Partial<Prescribed> = {}) => {
    const of = { doctor: await doctorOf(), patient: await patientOf(), drugId };
    return [await prescribe({ ...of, ago: 10, ...first }), await prescribe({ ...of, ago: 1, ...second }), of] as const;
  };

  test('while the earlier prescription allows a supply is shown once, with both numbers and no medicine', async () => {
    const [first, second, { doctor, patient }] = await twice();
    const opened = await look();
    const [entry, ...others] = await entries();
    assert.deepEqual([others, opened >= 1, shown.includes(entry?.id ?? '')], [[], true, true]);
    assert.deepEqual(
      [entry?.about, entry?.context],
      [
        `again_early/${second}`,
        {
          ...{ pattern: 'again_early', doctor: doctor.id },
          prescriptions: [await numberOf(first), await numberOf(second)],
        },
      ],
    );
    const audited = await clinics.rows(
      "select patient_id, details from audit_events where action = 'attention.opened' and entity_id = $1",
      [entry?.id],
    );
    assert.deepEqual(audited, [
      { patient_id: patient.id, details: { code: 'prescribing_pattern', pattern: 'again_early' } },
    ]);
    assert.equal(await look(), 0, 'there is no second entry while one is open');
    await clinics.core.unitOfWork.withScope(SYSTEM, ({ attention }) =>
      attention.resolveOne(entry?.id ?? '', 'test', 'Asked.', NOW),
    );
    assert.equal(await look(), 0, 'what was resolved is not shown again for the same cause');
    assert.equal((await entries()).length, 1);
    await prescribe({ doctor, patient, drugId });
    assert.equal(await look(), 1, 'a third prescription is another cause');
  });

  test('is shown for a product of a supplier, and not for two products', async () => {
    const product = () => storeProduct((text, values) => clinics.rows(text, [...values]), { clinicId: here });
    const productId = await product();
    const [, second] = await twice({ productId }, { productId });
    await twice({ productId: await product() }, { productId: await product() });
    await twice({ productId: await product() });
    await look();
    assert.deepEqual(
      (await entries()).map(({ about }) => about),
      [`again_early/${second}`],
    );
  });

  test('is not shown when the earlier one was supplied, has ended, is older, or is of another item', async () => {
    const [supplied] = await twice();
    await supply(supplied, 9);
    const [cancelled, , { doctor }] = await twice();
    await cancel(cancelled, doctor);
    await twice({ ago: 16 });
    await twice({ drugId: randomUUID() });
    await twice({ schedule: 'S4' }, { schedule: 'S4' });
    await twice({ ago: 50 }, { ago: 40 });
    await look();
    assert.deepEqual(await patterns(), []);
  });

  test('is shown when that supply was undone, came later, or leaves a repeat', async () => {
    const [undone] = await twice();
    await supply(undone, 9, true);
    const [later] = await twice();
    await supply(later, 0);
    const [repeated] = await twice({ repeats: 1 });
    await supply(repeated, 9);
    await look();
    assert.deepEqual(await patterns(), ['again_early', 'again_early', 'again_early']);
  });
});

describe('a patient of two doctors', () => {
  test('is shown once for each two, whatever follows, and in either order', async () => {
    const [one, two, three, patient] = [await doctorOf(), await doctorOf(), await doctorOf(), await patientOf()];
    const first = await prescribe({ doctor: one, patient, ago: 30 });
    const second = await prescribe({ doctor: two, patient });
    await look();
    const pair = [one.id, two.id].sort();
    const [entry, ...others] = await entries();
    assert.deepEqual([others, entry?.about], [[], `two_doctors/${patient.id}/${pair.join('/')}`]);
    assert.deepEqual(entry?.context, {
      ...{ pattern: 'two_doctors', doctors: [one.id, two.id] },
      prescriptions: [await numberOf(first), await numberOf(second)],
    });
    await prescribe({ doctor: one, patient });
    await prescribe({ doctor: two, patient });
    await look();
    assert.equal((await entries()).length, 1);
    await prescribe({ doctor: three, patient });
    await look();
    assert.equal((await entries()).length, 3, 'a third doctor makes two more pairs');
  });

  test('is not shown beyond 30 days, for other schedules, or for what ended before anything was supplied', async () => {
    const [one, two] = [await doctorOf(), await doctorOf()];
    const [a, b, c] = [await patientOf(), await patientOf(), await patientOf()];
    await prescribe({ doctor: one, patient: a, ago: 31 });
    await prescribe({ doctor: two, patient: a });
    await prescribe({ doctor: one, patient: b, ago: 3, schedule: 'S4' });
    await prescribe({ doctor: two, patient: b });
    const ended = await prescribe({ doctor: one, patient: c, ago: 3, repeats: 1 });
    await prescribe({ doctor: two, patient: c });
    await cancel(ended, one);
    await look();
    assert.deepEqual(await patterns(), []);
  });

  test('is shown where the ended one was supplied before', async () => {
    const [one, two, patient] = [await doctorOf(), await doctorOf(), await patientOf()];
    const ended = await prescribe({ doctor: one, patient, ago: 3 });
    await supply(ended, 3);
    await cancel(ended, one);
    await prescribe({ doctor: two, patient });
    await look();
    assert.deepEqual(await patterns(), ['two_doctors']);
  });

  test('is nobody’s matter at two clinics: no clinic learns what another one prescribes', async () => {
    const there = await clinics.clinic();
    const [patient, one, two] = [await patientOf(), await doctorOf(), await doctorOf(there)];
    await prescribe({ doctor: one, patient, ago: 2 });
    await prescribe({ doctor: two, patient, clinicId: there });
    await look();
    assert.deepEqual([await patterns(), await patterns(there)], [[], []]);
  });
});

describe('a doctor who prescribes far more than before', () => {
  const many = async (doctor: Person, count: number, ago: number, schedule: 'S4' | 'S8' = 'S8') => {
    const patient = await patientOf();
    for (let each = 0; each < count; each += 1) await prescribe({ doctor, patient, ago, schedule });
  };

  test('is shown from ten in a week on, and when it is more than three times the mean of four weeks', async () => {
    const [few, calm, rising, other] = [await doctorOf(), await doctorOf(), await doctorOf(), await doctorOf()];
    await many(few, 9, 1);
    for (const [count, ago] of [
      [9, 9],
      [5, 16],
    ] as const)
      await many(calm, count, ago);
    await many(calm, 10, 1);
    for (const ago of [23, 30]) await many(rising, 6, ago);
    await many(rising, 10, 0);
    await many(other, 12, 1, 'S4');
    await look();
    const context = { pattern: 'more_than_before', doctor: rising.id, week: '2026-11-09', count: 10, before: 12 };
    assert.deepEqual(
      (await entries()).map((entry) => [entry.about, entry.context]),
      [[`more_than_before/${rising.id}/2026-11-09`, context]],
    );
    await many(rising, 3, 0);
    await look();
    assert.equal((await entries()).length, 1, 'of a week there is one entry');
  });

  test('is counted in weeks from Monday on', async () => {
    const doctor = await doctorOf();
    await many(doctor, 6, 2);
    await many(doctor, 6, 3);
    await look();
    assert.deepEqual(await patterns(), []);
  });
});

test('two looks at one moment open one entry', async () => {
  const [one, two, patient] = [await doctorOf(), await doctorOf(), await patientOf()];
  await prescribe({ doctor: one, patient, ago: 2 });
  await prescribe({ doctor: two, patient });
  const opened = await Promise.all([look(), look(), look()]);
  assert.deepEqual([...opened].sort(), [0, 0, 1]);
  assert.equal((await entries()).length, 1);
});

test('patterns are for administrators of the clinic alone', async () => {
  const [one, two, patient] = [await doctorOf(), await doctorOf(), await patientOf()];
  await prescribe({ doctor: one, patient, ago: 2 });
  await prescribe({ doctor: two, patient });
  await look();
  const listed = async (person: Person) => {
    const { body } = await (await clinics.as(person)).get('/api/v1/admin/attention/');
    return body.map(({ code }: { code: string }) => code);
  };
  assert.deepEqual(await listed(await clinics.person(here, 'admin')), ['prescribing_pattern']);
  for (const person of [one, await clinics.person(here, 'receptionist'), await clinics.person(here, 'accountant')]) {
    assert.deepEqual(await listed(person), [], person.role);
  }
  const elsewhere = await clinics.person(await clinics.clinic(), 'admin');
  assert.deepEqual(await listed(elsewhere), []);
});

test('the certificate of a file is shown once when it ends within 60 days; without a file nothing is', async () => {
  const { unitOfWork } = clinics.core;
  const day = 86_400_000;
  const file = (fingerprint: string, inDays: number) => ({
    ...{ holder: 'H', issuer: 'I', chain: 'C', pkcs8: new Uint8Array(), notBefore: NOW },
    fingerprint,
    notAfter: new Date(NOW.getTime() + inDays * day),
  });
  const opened: string[] = [];
  const showEntry = async (id: string) => {
    opened.push(id);
  };
  const watch = (key: ReturnType<typeof file> | null) =>
    flagCertificate({ unitOfWork, signing: { fileKey: async () => key }, showEntry, now: () => NOW })();
  const [soon, later] = [randomUUID(), randomUUID()];
  assert.equal(await watch(null), false);
  assert.equal(await watch(file(later, 60)), false);
  assert.deepEqual((await Promise.all([watch(file(soon, 59)), watch(file(soon, 59))])).sort(), [false, true]);
  const rows = await clinics.rows<{ id: string; context: object }>(
    "select id, context from attention where code = 'certificate_expiring'",
  );
  const [entry] = rows;
  assert.deepEqual([rows.length, opened], [1, [entry?.id]]);
  assert.deepEqual(entry?.context, { fingerprint: soon, ends: file(soon, 59).notAfter.toISOString() });
  await unitOfWork.withScope(SYSTEM, ({ attention }) => attention.resolveOne(entry?.id ?? '', 'test', 'Ordered.', NOW));
  assert.equal(await watch(file(soon, -1)), false, 'somebody knows of this one');
  assert.equal(await watch(file(later, 1)), true, 'another certificate is another cause');
});
