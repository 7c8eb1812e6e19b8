-- Money to the end: a provider per clinic, the desk, disputes, second opinions on refunds, receipts, reconciliation.

alter table clinics
  -- Which providers patients of this clinic may pay with, the first by default; empty means the installation's.
  add column payment_providers text[] not null default '{}'
    check (payment_providers <@ array['stripe', 'paystack']),
  -- What stands on receipts: `{legal_name, latin_name, address, tax_id, region, tax_registered}`.
  add column billing jsonb not null default '{}',
  -- Where the clinic is: `[{line1, line2, suburb, state, postcode, country}]`, the main one first.
  add column addresses jsonb not null default '[]';

-- One look-up answers everything that was told of its object before.
create index provider_events_untold on provider_events (provider, object_id) where processed_at is null;
alter table provider_events drop column signalled_at;

-- Maintenance looks at what has just changed.
create index appointments_updated on appointments (updated_at);

-- Money of an amount or currency that nobody asked for is the clinic's all the same, until a person gives it back.
alter table payments drop constraint payments_purpose_check;
alter table payments add constraint payments_purpose_check check (purpose in ('appointment', 'surplus', 'mismatch')),
  -- In the provider's own word: card, au_becs_debit, cash.
  add column method text;

alter table refunds add column fee integer check (fee >= 0);

alter table ledger_entries drop constraint ledger_entries_kind_check;
alter table ledger_entries drop constraint ledger_entries_account_check;
alter table ledger_entries
  add constraint ledger_entries_kind_check check (kind in ('captured', 'fee', 'refund', 'refund_reversed', 'refund_fee',
    'dispute', 'dispute_reversed', 'dispute_fee', 'write_off')),
  add constraint ledger_entries_account_check check (account in ('provider', 'desk', 'patient', 'fees', 'disputes',
    'losses'));
create index ledger_clinic on ledger_entries (clinic_id, posted_at);

-- A payment that the patient disputes at their bank.
create table disputes (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  provider text not null,
  provider_dispute_id text not null,
  state text not null check (state in ('open', 'won', 'lost')),
  amount integer not null check (amount > 0),
  currency text not null,
  reason text,
  respond_by timestamptz,
  -- How many movements of money at the provider are in the ledger, and what is in it as lost for good.
  movements integer not null check (movements >= 0),
  written_off integer not null check (written_off >= 0),
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint disputes_once unique (provider, provider_dispute_id),
  constraint disputes_closed check ((state = 'open') = (closed_at is null))
);
create index disputes_payment on disputes (payment_id);
create index disputes_appointment on disputes (appointment_id);
create index disputes_clinic on disputes (clinic_id, opened_at desc, id);

-- A refund that needs a second person. Whoever asked can never be the one who approves.
create table refund_requests (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  payment_id uuid not null references payments,
  amount integer not null check (amount > 0),
  currency text not null,
  -- The refund's own reason: `issued_by_staff`, or the move of the appointment that owes it to the patient.
  refund_reason text not null,
  reason_sealed text not null,
  operation_id text not null unique,
  requested_by uuid references users,
  requested_label text not null,
  requested_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'approved', 'rejected')),
  decided_by uuid references users,
  decided_at timestamptz,
  constraint refund_requests_decided check ((state = 'open') = (decided_at is null)),
  constraint refund_requests_second_person check (decided_by is null or requested_by is null or decided_by <> requested_by)
);
create unique index refund_requests_open on refund_requests (payment_id) where state = 'open';
create index refund_requests_appointment on refund_requests (appointment_id);

-- The reception's own book: what was taken and paid out by hand. The desk provider reads it as another reads its API.
create table desk_entries (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  kind text not null check (kind in ('taken', 'to_pay_out', 'paid_out')),
  method text not null check (method in ('cash', 'terminal', 'transfer')),
  -- Of a refund: ours, and the entry of the payment that it gives back.
  refund_id uuid references refunds,
  taken_id uuid references desk_entries,
  amount integer not null check (amount > 0),
  currency text not null,
  -- Slip or transfer number, as typed.
  note_sealed text,
  recorded_by uuid references users,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  constraint desk_refund_named check ((kind = 'taken') = (refund_id is null and taken_id is null))
);
create unique index desk_taken_once on desk_entries (order_id) where kind = 'taken';
create unique index desk_refund_once on desk_entries (refund_id) where refund_id is not null;

-- Receipts, tax invoices and credit notes: numbered without gaps per clinic and kind, never changed, never reused.
create table receipt_counters (
  clinic_id uuid not null references clinics,
  kind text not null check (kind in ('receipt', 'tax_invoice', 'invoice', 'credit_note')),
  last integer not null check (last >= 0),
  primary key (clinic_id, kind)
);
create table receipts (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  refund_id uuid references refunds,
  kind text not null check (kind in ('receipt', 'tax_invoice', 'invoice', 'credit_note')),
  number integer not null check (number > 0),
  -- As printed, such as INV-2026-000123.
  number_text text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- Everything that is printed, as it was on the day of issue.
  content_sealed text not null,
  issued_at timestamptz not null,
  constraint receipts_numbered unique (clinic_id, kind, number),
  constraint receipts_credit_note check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index receipts_payment on receipts (payment_id) where refund_id is null;
create unique index receipts_refund on receipts (refund_id) where refund_id is not null;
create index receipts_order on receipts (order_id);
create trigger receipts_append_only before update or delete or truncate on receipts
  for each statement execute function refuse_change();

-- What a reconciliation compared and found.
create table reconciliations (
  id uuid primary key,
  window_from timestamptz not null,
  window_to timestamptz not null check (window_to > window_from),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- `{sums: [{provider, currency, clinic_id, provider_sum, ledger_sum}], checked: {charges, ...}, more}` in minor units.
  totals jsonb not null default '{}',
  -- `[{code, provider, object_id, clinic_id, appointment_id, order_id, expected, found, action}]`
  findings jsonb not null default '[]',
  repaired integer not null default 0 check (repaired >= 0),
  flagged integer not null default 0 check (flagged >= 0)
);
create index reconciliations_latest on reconciliations (started_at desc, id);

-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough
-- and a write costs nothing.
create index payments_captured on payments using brin (captured_at);
create index refunds_created on refunds using brin (created_at);
create index status_history_changed on status_history using brin (changed_at);
create index ledger_posted on ledger_entries using brin (posted_at);
create index orders_created on orders using brin (created_at);
create index provider_events_received on provider_events using brin (received_at);

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'keepwell_api') and
     exists (select 1 from pg_roles where rolname = 'keepwell_worker') then
    grant select on disputes, refund_requests, desk_entries, receipt_counters, receipts, reconciliations
      to keepwell_api, keepwell_worker;
    grant update (name, timezone, phone, addresses, currency, policy, payment_providers, billing) on clinics to keepwell_api;
    -- Entries that belong to no appointment are closed by request.
    grant update (resolved_at, resolved_by, resolution_sealed) on attention to keepwell_api;
    -- Numbers are given out wherever a document is first asked for.
    grant insert, update on receipt_counters to keepwell_api, keepwell_worker;
    grant insert on receipts to keepwell_api, keepwell_worker;
    grant insert, update on disputes, refund_requests, desk_entries, reconciliations to keepwell_worker;
  end if;
end $$;
