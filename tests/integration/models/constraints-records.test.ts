import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { EVENT_ABOUT, EVENT_CHANGES } from '../../../src/domain/payments/payment-event.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { NOON, Records, type Row } from '../../support/records.js';

let database: TestDatabase;
let records: Records;
let clinic: string;
let patient: string;
let appointment: string;

before(async () => {
  database = await testDatabase();
  records = await Records.open(database.url);
  clinic = await records.clinic();
  patient = await records.user();
  const doctor = await records.user();
  appointment = await records.appointment(await records.slot(clinic, doctor), clinic, doctor, patient);
});
after(async () => {
  await records.close();
  await database.stop();
});

const DUPLICATE = '23505';
const CHECK = '23514';
const MISSING = '23503';
const FORBIDDEN = '42501';

async function refused(code: string, constraint: string, fn: () => Promise<unknown>): Promise<void> {
  const violation = await records.attempt(fn);
  assert.deepEqual([violation?.code, violation?.constraint], [code, constraint], violation?.message ?? 'was accepted');
}

async function accepted(fn: () => Promise<unknown>): Promise<void> {
  assert.equal(await records.attempt(fn), null);
}

describe('append-only', () => {
  const TABLES = {
    status_history: () =>
      records.insert('status_history', {
        appointment_id: appointment,
        clinic_id: clinic,
        operation_id: randomUUID(),
        move: 'book',
        to_status: 'pending',
        payment_status: 'unpaid',
        actor_kind: 'system',
        actor_label: 'test',
        changed_at: new Date(NOON),
      }),
    audit_events: () =>
      records.insert('audit_events', {
        action: 'user.registered',
        actor_kind: 'system',
        actor_label: 'test',
        entity: 'user',
        entity_id: patient,
        id: randomUUID(),
        happened_at: new Date(NOON),
        content_hash: `1:${'0'.repeat(64)}`,
        content_mac: 'x',
      }),
    ledger_entries: async () => undefined,
  } as const;

  for (const [table, fill] of Object.entries(TABLES)) {
    const writes = {
      update: `update ${table} set clinic_id = clinic_id`,
      delete: `delete from ${table}`,
      truncate: `truncate ${table}`,
    };
    for (const [what, sql] of Object.entries(writes)) {
      it(`${table} refuses ${what}, for the owner too`, () =>
        refused(FORBIDDEN, `${table}_append_only`, async () => {
          await fill();
          await records.query(sql);
        }));
    }
  }

  it('an operation is in the history once', () =>
    refused(DUPLICATE, 'status_history_operation_id_key', async () => {
      await TABLES.status_history();
      await records.query(
        `insert into status_history (appointment_id, clinic_id, operation_id, move, to_status, payment_status, actor_kind, actor_label, changed_at)
         select appointment_id, clinic_id, operation_id, move, to_status, payment_status, actor_kind, actor_label, changed_at from status_history`,
      );
    }));
});

describe('messages, attention, rooms and inboxes', () => {
  const notification = (more: Row = {}) =>
    records.insert('notifications', {
      recipient_sealed: 'x',
      recipient_hash: 'x',
      id: randomUUID(),
      clinic_id: clinic,
      subject_id: appointment,
      user_id: patient,
      version: 0,
      kind: 'reminder',
      channel: 'email',
      state: 'sending',
      message_id: randomUUID(),
      claimed_at: new Date(NOON),
      ...more,
    });
  const event = (more: Row = {}) => {
    const what = { about: 'checkout', change: 'paid', label: 'charge.success', object_id: 'cs_1' };
    return records.insert('provider_events', { provider: 'stripe', event_id: 'evt_1', ...what, ...more });
  };
  const attention = (more: Row = {}) =>
    records.insert('attention', {
      id: randomUUID(),
      clinic_id: clinic,
      subject_id: appointment,
      code: 'overrun',
      ...more,
    });

  it('a message of a kind goes out once per version, occurrence and channel', async () => {
    await refused(DUPLICATE, 'notifications_once', async () => {
      await notification();
      await notification();
    });
    for (const more of [{ version: 1 }, { kind: 'cancelled' }, { occurrence: '1h' }, { channel: 'sms' }]) {
      await accepted(async () => {
        await notification();
        await notification(more);
      });
    }
    await refused(DUPLICATE, 'notifications_message_id_key', async () => {
      await notification({ message_id: '<1>' });
      await notification({ message_id: '<1>', version: 1 });
    });
    await refused(CHECK, 'notifications_channel_check', () => notification({ channel: 'fax' }));
    await refused(CHECK, 'notifications_state_check', () => notification({ state: 'odd' }));
  });

  it('an entry of the attention list is open once, and may come again later', async () => {
    await refused(DUPLICATE, 'attention_open', async () => {
      await attention();
      await attention();
    });
    await accepted(async () => {
      await attention({ resolved_at: new Date(NOON) });
      await attention();
      await attention({ code: 'dispute' });
    });
  });

  for (const subject of ['an appointment', 'a clinic']) {
    it(`${subject} has one open entry of a code for each thing that it is about, also for none`, async () => {
      const subject_id = subject === 'a clinic' ? clinic : appointment;
      const entry = (about: string | null, more: Row = {}) => attention({ subject_id, about, ...more });
      for (const about of ['stripe/dp_1', null]) {
        await refused(DUPLICATE, 'attention_open', async () => {
          await entry(about);
          await entry(about);
        });
      }
      await accepted(async () => {
        await entry('stripe/dp_1', { resolved_at: new Date(NOON) });
        await entry('stripe/dp_1');
        await entry('stripe/dp_2');
        await entry(null);
        await entry(null, { code: 'dispute' });
      });
    });
  }

  it('what an entry or a message belongs to exists, and is always named', async () => {
    await refused(MISSING, 'attention_subject_id_fkey', () => attention({ subject_id: randomUUID() }));
    await refused(MISSING, 'notifications_subject_id_fkey', () => notification({ subject_id: randomUUID() }));
    for (const entry of [attention, notification]) {
      const violation = await records.attempt(() => entry({ subject_id: null }));
      assert.match(violation?.message ?? '', /null value in column "subject_id"/);
    }
  });

  it('a subject is of a known kind, and a clinic is its own', async () => {
    const subject = (more: Row) =>
      records.insert('subjects', { id: randomUUID(), kind: 'appointment', clinic_id: clinic, ...more });
    await accepted(() => subject({}));
    await refused(CHECK, 'subjects_kind_check', () => subject({ kind: 'wish' }));
    await refused(CHECK, 'subjects_clinic_itself', () => subject({ kind: 'clinic' }));
    await refused(MISSING, 'subjects_clinic_id_fkey', () => subject({ clinic_id: randomUUID() }));
  });

  it('an appointment has one room', () => {
    const room = () =>
      records.insert('chat_rooms', {
        id: randomUUID(),
        clinic_id: clinic,
        appointment_id: appointment,
        status: 'active',
        opens_at: new Date(NOON),
      });
    return refused(DUPLICATE, 'chat_rooms_appointment_id_key', async () => {
      await room();
      await room();
    });
  });

  it('an event of a provider is taken once', () => {
    return refused(DUPLICATE, 'provider_events_pkey', async () => {
      await event();
      await event();
    });
  });

  it('an event of a provider is in our words', async () => {
    for (const about of EVENT_ABOUT) await accepted(() => event({ about }));
    for (const change of EVENT_CHANGES) await accepted(() => event({ change }));
    await refused(CHECK, 'provider_events_about_check', () => event({ about: 'charge.dispute' }));
    await refused(CHECK, 'provider_events_change_check', () => event({ change: 'checkout.session.completed' }));
  });

  it('a key of a caller is claimed once, a claim ruled out once', async () => {
    const key = () =>
      records.insert('idempotency_keys', {
        caller: 'c',
        key: 'k',
        route: 'r',
        body_hash: 'h',
        claim_id: randomUUID(),
        claimed_until: new Date(NOON),
      });
    await refused(DUPLICATE, 'idempotency_keys_pkey', async () => {
      await key();
      await key();
    });
    const release = () => records.insert('released_claims', { appointment_id: appointment, run_id: 'r' });
    await refused(DUPLICATE, 'released_claims_pkey', async () => {
      await release();
      await release();
    });
  });
});
