drop table reconciliations, receipts, receipt_counters, desk_entries, refund_requests, disputes;
drop index provider_events_untold;
alter table provider_events add column signalled_at timestamptz;
drop index appointments_updated;
drop index ledger_clinic, payments_captured, refunds_created, status_history_changed, ledger_posted, orders_created,
  provider_events_received;
alter table ledger_entries drop constraint ledger_entries_kind_check;
alter table ledger_entries drop constraint ledger_entries_account_check;
alter table ledger_entries
  add constraint ledger_entries_kind_check check (kind in ('captured', 'fee', 'refund', 'refund_reversed')),
  add constraint ledger_entries_account_check check (account in ('provider', 'patient', 'fees'));
alter table refunds drop column fee;
alter table payments drop column method;
alter table payments drop constraint payments_purpose_check;
alter table payments add constraint payments_purpose_check check (purpose in ('appointment', 'surplus'));
alter table clinics drop column addresses, drop column billing, drop column payment_providers;
