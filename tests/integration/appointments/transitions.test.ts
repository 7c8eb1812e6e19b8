import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import { canTransition, TRANSITIONS } from '../../../src/domain/appointments/transitions.js';
import { PAYMENT_STATUSES, PAYMENT_TRANSITIONS } from '../../../src/domain/payments/payment-status.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { Records } from '../../support/records.js';

let database: TestDatabase;
let records: Records;
let appointment: string;

before(async () => {
  database = await testDatabase();
  records = await Records.open(database.url);
  const [clinic, doctor, patient] = [await records.clinic(), await records.user(), await records.user()];
  appointment = await records.appointment(await records.slot(clinic, doctor), clinic, doctor, patient);
});
after(async () => {
  await records.close();
  await database.stop();
});

async function stored(table: string): Promise<string[]> {
  const rows = await records.query(`select from_status || ' -> ' || to_status as pair from ${table}`);
  return rows.map((row) => String(row.pair)).sort();
}

const pair = ({ from, to }: { readonly from: string | null; readonly to: string }) => `${from} -> ${to}`;

describe('one table of moves', () => {
  it('of appointments is the same in the domain and in the database', async () => {
    const ours = TRANSITIONS.filter((transition) => transition.from !== null).map(pair);
    assert.deepEqual(await stored('appointment_transitions'), [...new Set(ours)].sort());
    assert.equal(new Set(ours).size, ours.length, 'no pair stands twice');
  });

  it('of money is the same in the domain and in the database', async () => {
    assert.deepEqual(await stored('payment_transitions'), PAYMENT_TRANSITIONS.map(pair).sort());
  });
});

describe('the database', () => {
  for (const from of APPOINTMENT_STATUSES) {
    it(`lets ${from} become only what the table allows`, async () => {
      for (const to of APPOINTMENT_STATUSES.filter((status) => status !== from)) {
        const violation = await records.attempt(async () => {
          await records.place(appointment, from, 'paid');
          await records.query('update appointments set status = $2 where id = $1', [appointment, to]);
        });
        assert.equal(
          violation?.constraint,
          canTransition(from, to) ? undefined : 'appointments_move',
          `${from} -> ${to}`,
        );
      }
    });
  }

  for (const from of PAYMENT_STATUSES) {
    it(`lets money that is ${from} become only what the table allows`, async () => {
      for (const to of PAYMENT_STATUSES.filter((status) => status !== from)) {
        const legal = PAYMENT_TRANSITIONS.some((transition) => transition.from === from && transition.to === to);
        const violation = await records.attempt(async () => {
          await records.place(appointment, 'pending', from);
          await records.query('update appointments set payment_status = $2 where id = $1', [appointment, to]);
        });
        assert.equal(violation?.constraint, legal ? undefined : 'appointments_money_move', `${from} -> ${to}`);
      }
    });
  }

  it('judges the two together: a legal move of the one does not carry an illegal one of the other', async () => {
    const violation = await records.attempt(async () => {
      await records.query("update appointments set status = 'booked', payment_status = 'refunded' where id = $1", [
        appointment,
      ]);
    });
    assert.equal(violation?.constraint, 'appointments_money_move');
  });
});
