drop table worker_heartbeats, idempotency_keys, audit_events, chat_rooms, attention, notifications, provider_events,
  ledger_entries, refunds, payments, orders, status_history, released_claims, appointments, payment_transitions,
  appointment_transitions, availabilities, sessions, patient_profiles, doctor_profiles, memberships, users, clinics;
drop function note_attention, refuse_change, check_posting_balance, check_refund_total, check_appointment_move;
drop extension btree_gist;
