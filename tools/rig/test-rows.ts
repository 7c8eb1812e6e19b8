import { createHash, randomUUID } from 'node:crypto';
import type { BookingFact } from './facts.js';

/** What keeps damage out of the database; the checker must not lean on any of it. */
export const GUARDS = `
  alter table appointments drop constraint appointments_slot_not_shared, drop constraint appointments_patient_no_overlap,
    drop constraint appointments_live_paid;
  alter table notifications drop constraint notifications_once, drop constraint notifications_message_id_key;
  alter table ledger_entries drop constraint ledger_once;
  alter table chat_messages drop constraint chat_messages_once, drop constraint chat_messages_seq;
  alter table chat_rooms drop constraint chat_rooms_appointment_id_key;
  drop index appointments_live_slot;
  alter table prescriptions drop constraint prescriptions_number_key, drop constraint prescriptions_number,
    drop constraint prescriptions_number_shown;
  alter table prescription_documents drop constraint prescription_documents_pkey;
  alter table dispensings drop constraint dispensings_repeats, drop constraint dispensings_interval;
  drop index dispensings_number;
  drop index attention_open;
  alter table supplier_product_prices drop constraint supplier_product_prices_pkey`;
/** All that a scene fills. */
export const TABLES =
  'clinics, users, availabilities, appointments, status_history, orders, payments, refunds, ledger_entries, provider_events, notifications, attention, chat_rooms, chat_members, chat_messages, prescription_requests, prescriptions, prescription_items, prescription_documents, prescription_counters, dispensings, supplier_lists, supplier_imports, supplier_products, supplier_product_prices, supplier_sources, account_mails, audit_events';

/** What the client of a booking was answered. */
export function bookingOf(id: string, slotId: string): BookingFact {
  return {
    tag: `chaos-${createHash('sha256').update(id).digest('hex').slice(0, 20)}`,
    key: randomUUID(),
    patientId: randomUUID(),
    slotId,
    outcome: 'done',
    statuses: [201],
    askedAt: Date.now(),
    answeredAt: Date.now(),
    id,
    price: '80.00',
    code: null,
  };
}

/** Of the day after tomorrow, in UTC. */
export function atHour(hour: number): Date {
  const day = 24 * 3_600_000;
  return new Date(Math.ceil(Date.now() / day) * day + day + hour * 3_600_000);
}
