import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { NOON, Records, type Row } from '../../support/records.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(NOON + ms);

let database: TestDatabase;
let records: Records;
let clinic: string;
let doctor: string;
let patient: string;
let slot: string;

before(async () => {
  database = await testDatabase();
  records = await Records.open(database.url);
  clinic = await records.clinic();
  doctor = await records.user();
  patient = await records.user();
  slot = await records.slot(clinic, doctor);
});
after(async () => {
  await records.close();
  await database.stop();
});

const DUPLICATE = '23505';
const OVERLAP = '23P01';
const CHECK = '23514';
const MISSING = '23503';
const EMPTY = '23502';

/** This is refused, by this rule. */
async function refused(code: string, constraint: string | undefined, fn: () => Promise<unknown>): Promise<void> {
  const violation = await records.attempt(fn);
  assert.deepEqual([violation?.code, violation?.constraint], [code, constraint], violation?.message ?? 'was accepted');
}

async function accepted(fn: () => Promise<unknown>): Promise<void> {
  assert.equal(await records.attempt(fn), null);
}

const appointment = (more: Row = {}) => records.appointment(slot, clinic, doctor, patient, more);
const change = (id: string, assignments: string) =>
  records.query(`update appointments set ${assignments} where id = $1`, [id]);

describe('slots', () => {
  const of = (more: Row) => records.slot(clinic, doctor, more);

  it('of one doctor never overlap', async () => {
    await refused(OVERLAP, 'availabilities_no_overlap', () =>
      of({ start_time: at(30 * MINUTE), end_time: at(90 * MINUTE) }),
    );
    await refused(OVERLAP, 'availabilities_no_overlap', () =>
      of({ start_time: at(10 * MINUTE), end_time: at(20 * MINUTE) }),
    );
    await refused(OVERLAP, 'availabilities_no_overlap', async () =>
      records.slot(await records.clinic(), doctor, { start_time: at(0), end_time: at(HOUR) }),
    );
  });

  it('may touch, follow a deleted one, or belong to another doctor', async () => {
    await accepted(() => of({ start_time: at(HOUR), end_time: at(2 * HOUR) }));
    await accepted(() => of({ start_time: at(-HOUR), end_time: at(0) }));
    await accepted(async () => records.slot(clinic, await records.user()));
    await accepted(async () => {
      await records.query('update availabilities set deleted_at = now() where id = $1', [slot]);
      await of({});
    });
  });

  it('end after they begin and have a known length', async () => {
    await refused(CHECK, 'availabilities_forward', () => of({ start_time: at(5 * HOUR), end_time: at(5 * HOUR) }));
    await refused(CHECK, 'availabilities_slot_type_check', () =>
      of({ start_time: at(5 * HOUR), end_time: at(6 * HOUR), slot_type: 'odd' }),
    );
  });

  it('belong to a clinic and a doctor that exist', async () => {
    const free = { start_time: at(5 * HOUR), end_time: at(6 * HOUR) };
    await refused(MISSING, 'availabilities_clinic_id_fkey', () => records.slot(randomUUID(), doctor, free));
    await refused(MISSING, 'availabilities_doctor_id_fkey', () => records.slot(clinic, randomUUID(), free));
  });
});

describe('live appointments', () => {
  it('never share a slot', async () => {
    const elsewhere = { starts_at: at(8 * HOUR), ends_at: at(9 * HOUR) };
    await refused(DUPLICATE, 'appointments_live_slot', async () => {
      await appointment();
      const other = await records.user();
      await records.appointment(slot, clinic, other, await records.user(), elsewhere);
    });
  });

  it('of one doctor never overlap', async () => {
    await refused(OVERLAP, 'appointments_slot_not_shared', async () => {
      await appointment();
      const next = await records.slot(clinic, doctor, { start_time: at(2 * HOUR), end_time: at(3 * HOUR) });
      await records.appointment(next, clinic, doctor, await records.user(), {
        starts_at: at(HOUR - 1),
        ends_at: at(2 * HOUR),
      });
    });
  });

  it('of one patient never overlap, whichever doctor or clinic', async () => {
    await refused(OVERLAP, 'appointments_patient_no_overlap', async () => {
      await appointment();
      const [elsewhere, other] = [await records.clinic(), await records.user()];
      await records.appointment(await records.slot(elsewhere, other), elsewhere, other, patient);
    });
  });

  it('may touch', async () => {
    await accepted(async () => {
      await appointment();
      const times = { starts_at: at(HOUR), ends_at: at(2 * HOUR) };
      const next = await records.slot(clinic, doctor, { start_time: times.starts_at, end_time: times.ends_at });
      await records.appointment(next, clinic, doctor, patient, times);
    });
  });

  const ENDED = ['payment_expired', 'cancelled_by_patient', 'cancelled_by_doctor', 'cancelled_by_clinic'] as const;
  const LIVE = ['pending', 'booked', 'in_progress', 'completed', 'no_show'] as const;

  for (const status of ENDED) {
    it(`${status} frees slot, doctor and patient`, async () => {
      await accepted(async () => {
        await records.place(await appointment(), status, 'unpaid');
        await appointment();
      });
    });
  }
  for (const status of LIVE) {
    it(`${status} keeps them`, async () => {
      const violation = await records.attempt(async () => {
        await records.place(await appointment(), status, status === 'pending' ? 'unpaid' : 'paid');
        await appointment();
      });
      assert.match(
        violation?.constraint ?? 'accepted',
        /^appointments_(live_slot|slot_not_shared|patient_no_overlap)$/,
      );
    });
  }

  it('come back from payment_expired only while nobody else took the slot', async () => {
    const violation = await records.attempt(async () => {
      const late = await appointment();
      await records.place(late, 'payment_expired', 'unpaid');
      await records.appointment(slot, clinic, doctor, await records.user());
      await change(late, "status = 'booked', payment_status = 'paid'");
    });
    assert.match(violation?.constraint ?? 'accepted', /^appointments_(live_slot|slot_not_shared)$/);
  });

  it('of eight at once one wins', async () => {
    const rivals = await Promise.all(Array.from({ length: 8 }, () => Records.open(database.url)));
    try {
      const free = await records.slot(clinic, doctor, { start_time: at(50 * HOUR), end_time: at(51 * HOUR) });
      const times = { starts_at: at(50 * HOUR), ends_at: at(51 * HOUR) };
      const patients = await Promise.all(rivals.map((rival) => rival.user()));
      const results = await Promise.allSettled(
        rivals.map((rival, index) => rival.appointment(free, clinic, doctor, patients[index] ?? '', times)),
      );
      assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
    } finally {
      await Promise.all(rivals.map((rival) => rival.close()));
    }
  });
});

describe('an appointment', () => {
  it('begins as pending and unpaid', async () => {
    await refused(CHECK, 'appointments_move', () => appointment({ status: 'booked' }));
    await refused(CHECK, 'appointments_move', () => appointment({ payment_status: 'paid' }));
    await refused(CHECK, 'appointments_move', () => appointment({ status: 'booked', payment_status: 'waived' }));
  });

  it('is not booked or running while it is unpaid', async () => {
    await refused(CHECK, 'appointments_live_paid', async () => change(await appointment(), "status = 'booked'"));
    await refused(CHECK, 'appointments_live_paid', async () =>
      records.place(await appointment(), 'in_progress', 'unpaid'),
    );
    await accepted(async () => change(await appointment(), "status = 'booked', payment_status = 'waived'"));
  });

  for (const [column, value] of [
    ['price', '9000'],
    ['currency', "'usd'"],
    ['booked_at', "booked_at - interval '1 second'"],
    ['patient_id', '(select id from users where id <> patient_id limit 1)'],
    ['clinic_id', "'00000000-0000-4000-8000-000000000000'"],
  ] as const) {
    it(`keeps its ${column} for good`, async () => {
      await refused(CHECK, 'appointments_locked', async () => change(await appointment(), `${column} = ${value}`));
    });
  }

  it('counts every change of its row', async () => {
    await accepted(async () => {
      const id = await appointment();
      await change(id, "run_id = 'other', revision = 40");
      await change(id, 'version = version');
      const [row] = await records.query('select revision from appointments where id = $1', [id]);
      assert.equal(Number(row?.revision), 2);
    });
  });

  for (const [name, constraint, more] of [
    ['ends after it begins', 'appointments_forward', { ends_at: at(0) }],
    ['is not held backwards', 'appointments_hold', { expires_at: at(-49 * HOUR) }],
    ['costs nothing below zero', 'appointments_price_check', { price: -1 }],
    ['knows its currency', 'appointments_currency_check', { currency: 'xxx' }],
    ['has no negative version', 'appointments_version_check', { version: -1 }],
    ['knows its modes', 'appointments_consultation_mode_check', { consultation_mode: 'telepathy' }],
  ] as const) {
    it(name, () => refused(CHECK, constraint, () => appointment(more)));
  }

  it('knows its statuses', async () => {
    await refused(CHECK, 'appointments_status_check', async () => {
      const id = await appointment();
      await records.query('alter table appointments disable trigger appointments_move');
      await change(id, "status = 'odd'");
    });
    await refused(CHECK, 'appointments_payment_status_check', async () => {
      const id = await appointment();
      await records.query('alter table appointments disable trigger appointments_move');
      await change(id, "payment_status = 'odd'");
    });
  });

  for (const [column, constraint] of [
    ['clinic_id', 'appointments_clinic_id_fkey'],
    ['availability_id', 'appointments_availability_id_fkey'],
    ['doctor_id', 'appointments_doctor_id_fkey'],
    ['patient_id', 'appointments_patient_id_fkey'],
    ['booked_by', 'appointments_booked_by_fkey'],
    ['deleted_by', 'appointments_deleted_by_fkey'],
  ] as const) {
    it(`refers to a ${column.replace(/_id$/, '')} that exists`, () =>
      refused(MISSING, constraint, () => appointment({ [column]: randomUUID() })));
  }

  it('cannot lose its slot, clinic or people', async () => {
    for (const [table, id] of [
      ['availabilities', slot],
      ['clinics', clinic],
      ['users', patient],
    ] as const) {
      const violation = await records.attempt(async () => {
        await appointment();
        await records.query(`delete from ${table} where id = $1`, [id]);
      });
      assert.equal(violation?.code, MISSING, table);
    }
  });

  it('names everything it depends on', async () => {
    for (const column of ['price', 'currency', 'expires_at', 'policy', 'run_id', 'patient_id']) {
      await refused(EMPTY, undefined, () => appointment({ [column]: null }));
    }
  });
});

describe('accounts', () => {
  it('have one address, one role, one membership a clinic', async () => {
    await refused(DUPLICATE, 'users_email_hash_key', async () => {
      const id = await records.user();
      await records.query('update users set email_hash = $1 where id = $2', [patient, id]);
    });
    const member = { user_id: patient, clinic_id: clinic, role: 'patient' };
    await refused(DUPLICATE, 'memberships_one_per_clinic', async () => {
      await records.insert('memberships', member);
      await records.insert('memberships', { ...member, role: 'admin' });
    });
    await refused(CHECK, 'memberships_role_check', () => records.insert('memberships', { ...member, role: 'owner' }));
    for (const row of [
      { ...member, clinic_id: null },
      { ...member, role: 'platform_admin' },
    ])
      await refused(CHECK, 'memberships_place', () => records.insert('memberships', row));
    await refused(DUPLICATE, 'memberships_one_per_clinic', async () => {
      const row = { user_id: patient, clinic_id: null, role: 'platform_admin' };
      await records.insert('memberships', row);
      await records.insert('memberships', row);
    });
    await refused(MISSING, 'memberships_clinic_id_fkey', () =>
      records.insert('memberships', { ...member, clinic_id: randomUUID() }),
    );
    const session = {
      id: randomUUID(),
      user_id: patient,
      method: 'password',
      authenticated_at: at(0),
      remembered: false,
      refresh_id: randomUUID(),
      refreshed_at: at(0),
      expires_at: at(0),
    };
    await refused(MISSING, 'sessions_membership_id_fkey', () =>
      records.insert('sessions', { ...session, membership_id: randomUUID() }),
    );
  });

  it('clinics have a name of their own in addresses, and a currency that is known', async () => {
    await refused(DUPLICATE, 'clinics_slug_key', () =>
      records.query('insert into clinics select gen_random_uuid(), name, slug, timezone, currency from clinics'),
    );
    await refused(CHECK, 'clinics_currency_check', () => records.query("update clinics set currency = 'AUD'"));
  });
});
