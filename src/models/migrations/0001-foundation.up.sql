-- Clinics, people, slots, appointments, money, messages, audit. Constraints carry the rules: whatever the
-- code does, two live appointments never share a slot, and no status moves except along the table below.
create extension if not exists btree_gist;

create table clinics (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  timezone text not null,
  currency text not null check (currency in ('aud', 'usd', 'gbp', 'eur', 'ngn', 'php')),
  phone text,
  -- What this clinic sets differently from the POLICY_* defaults.
  policy jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  -- Keyed hash of the lower-cased address: found by it, never read from it.
  email_hash text not null unique,
  email_sealed text not null,
  password_hash text not null,
  role text not null check (role in ('admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant')),
  first_name_sealed text not null,
  last_name_sealed text not null,
  phone_sealed text,
  timezone text not null default 'Australia/Sydney',
  is_active boolean not null default true,
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table memberships (
  user_id uuid not null references users,
  clinic_id uuid not null references clinics,
  role text not null check (role in ('admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant')),
  created_at timestamptz not null default now(),
  primary key (user_id, clinic_id)
);
create index memberships_clinic on memberships (clinic_id, role);

-- The public entry of a doctor stays readable, identifiers are sealed.
create table doctor_profiles (
  user_id uuid primary key references users,
  first_name text not null,
  last_name text not null,
  specialty text,
  qualifications text,
  identifiers_sealed text,
  updated_at timestamptz not null default now()
);

create table patient_profiles (
  user_id uuid primary key references users,
  details_sealed text,
  updated_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users,
  refresh_hash text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id) where revoked_at is null;

create table availabilities (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  doctor_id uuid not null references users,
  start_time timestamptz not null,
  end_time timestamptz not null,
  slot_type text not null check (slot_type in ('short', 'long')),
  timezone text not null,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint availabilities_forward check (end_time > start_time),
  constraint availabilities_no_overlap exclude using gist
    (doctor_id with =, tstzrange(start_time, end_time, '[)') with &&) where (deleted_at is null)
);
create index availabilities_upcoming on availabilities (start_time, id)
  include (clinic_id, doctor_id, end_time, slot_type, timezone) where deleted_at is null;
create index availabilities_doctor on availabilities (doctor_id, start_time) where deleted_at is null;

create table appointment_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into appointment_transitions values
  ('pending', 'booked'), ('pending', 'payment_expired'), ('payment_expired', 'booked'),
  ('pending', 'cancelled_by_patient'), ('pending', 'cancelled_by_doctor'), ('pending', 'cancelled_by_clinic'),
  ('booked', 'cancelled_by_patient'), ('booked', 'cancelled_by_doctor'), ('booked', 'cancelled_by_clinic'),
  ('in_progress', 'cancelled_by_doctor'), ('in_progress', 'cancelled_by_clinic'),
  ('booked', 'booked'), ('booked', 'in_progress'), ('booked', 'completed'), ('in_progress', 'completed'),
  ('booked', 'no_show'), ('no_show', 'completed'), ('no_show', 'cancelled_by_doctor');

create table payment_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into payment_transitions values
  ('unpaid', 'paid'), ('unpaid', 'waived'), ('paid', 'refund_pending'),
  ('refund_pending', 'refunded'), ('refund_pending', 'partially_refunded'), ('refund_pending', 'refund_failed'),
  ('refund_failed', 'refund_pending'), ('refunded', 'refund_failed'), ('partially_refunded', 'refund_failed'),
  ('partially_refunded', 'refund_pending'), ('paid', 'disputed'), ('disputed', 'paid');

create table appointments (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  availability_id uuid not null references availabilities,
  doctor_id uuid not null references users,
  patient_id uuid not null references users,
  booked_by uuid references users,
  status text not null check (status in ('pending', 'booked', 'payment_expired', 'cancelled_by_patient',
    'cancelled_by_doctor', 'cancelled_by_clinic', 'in_progress', 'completed', 'no_show')),
  payment_status text not null check (payment_status in ('unpaid', 'paid', 'waived', 'refund_pending', 'refunded',
    'partially_refunded', 'refund_failed', 'disputed')),
  payment_required boolean not null,
  price integer not null check (price >= 0),
  currency text not null check (currency in ('aud', 'usd', 'gbp', 'eur', 'ngn', 'php')),
  is_initial boolean not null,
  consultation_type text,
  symptoms_sealed text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  booked_at timestamptz not null,
  expires_at timestamptz not null,
  status_since timestamptz not null,
  -- Grows with every reschedule; messages and calendar entries of an earlier version are void.
  version integer not null default 0 check (version >= 0),
  calendar_sequence integer not null default 0,
  policy jsonb not null,
  body_hash text not null,
  answer jsonb not null,
  run_id text not null,
  request_id text,
  checked_in_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  consultation_mode text check (consultation_mode in ('video', 'phone', 'in_person', 'chat')),
  consultation_notes_sealed text,
  deleted_at timestamptz,
  deleted_by uuid references users,
  -- Grows with every change of the row: of two answers, the workflow keeps the later one.
  revision bigint not null default 0,
  updated_at timestamptz not null default now(),
  constraint appointments_forward check (ends_at > starts_at),
  constraint appointments_hold check (expires_at >= booked_at),
  constraint appointments_live_paid check
    (status not in ('booked', 'in_progress') or payment_status <> 'unpaid'),
  constraint appointments_slot_not_shared exclude using gist
    (doctor_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
    where (status in ('pending', 'booked', 'in_progress', 'completed', 'no_show')),
  constraint appointments_patient_no_overlap exclude using gist
    (patient_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
    where (status in ('pending', 'booked', 'in_progress', 'completed', 'no_show'))
);
create unique index appointments_live_slot on appointments (availability_id)
  where status in ('pending', 'booked', 'in_progress', 'completed', 'no_show');
create index appointments_patient on appointments (patient_id, starts_at desc, id);
create index appointments_doctor on appointments (doctor_id, starts_at desc, id);
create index appointments_clinic on appointments (clinic_id, starts_at desc, id);
create index appointments_open on appointments (status, expires_at) where status in ('pending', 'booked', 'in_progress');
create index appointments_recent_holds on appointments (patient_id, booked_at);

create function check_appointment_move() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'pending' or new.payment_status <> 'unpaid' then
      raise exception 'an appointment begins as pending and unpaid' using errcode = '23514', constraint = 'appointments_move';
    end if;
    return new;
  end if;
  if new.status <> old.status and not exists
     (select 1 from appointment_transitions t where t.from_status = old.status and t.to_status = new.status) then
    raise exception 'no move from % to %', old.status, new.status using errcode = '23514', constraint = 'appointments_move';
  end if;
  if new.payment_status <> old.payment_status and not exists
     (select 1 from payment_transitions t where t.from_status = old.payment_status and t.to_status = new.payment_status) then
    raise exception 'no move of money from % to %', old.payment_status, new.payment_status
      using errcode = '23514', constraint = 'appointments_money_move';
  end if;
  if new.price <> old.price or new.currency <> old.currency or new.patient_id <> old.patient_id
     or new.clinic_id <> old.clinic_id or new.booked_at <> old.booked_at or new.is_initial <> old.is_initial
     or new.payment_required <> old.payment_required or new.policy <> old.policy then
    raise exception 'what was agreed at booking does not change' using errcode = '23514', constraint = 'appointments_locked';
  end if;
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger appointments_move before insert or update on appointments
  for each row execute function check_appointment_move();

-- A run that could not learn whether its claim was committed rules it out here: a claim of that run can never commit later.
create table released_claims (
  appointment_id uuid not null,
  run_id text not null,
  released_at timestamptz not null default now(),
  primary key (appointment_id, run_id)
);

create table status_history (
  seq bigint generated always as identity primary key,
  appointment_id uuid not null references appointments,
  clinic_id uuid not null references clinics,
  -- Workflow id + update id or step: written with the change it names, so a repeat finds its own answer here.
  operation_id text not null unique,
  move text not null,
  from_status text,
  to_status text not null,
  payment_status text not null,
  actor_kind text not null,
  actor_user_id uuid references users,
  actor_label text not null,
  reason_sealed text,
  context jsonb not null default '{}',
  changed_at timestamptz not null
);
create index status_history_appointment on status_history (appointment_id, seq);

create table orders (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  patient_id uuid not null references users,
  provider text not null check (provider in ('stripe', 'paystack', 'desk', 'waived')),
  status text not null check (status in ('creating', 'pending', 'paid', 'completed', 'expired', 'cancelled',
    'refunded', 'partially_refunded', 'disputed')),
  amount integer not null check (amount >= 0),
  currency text not null check (currency in ('aud', 'usd', 'gbp', 'eur', 'ngn', 'php')),
  -- Everything the provider was told, stored before it is told: resent unchanged.
  request jsonb not null,
  attempt integer not null default 1 check (attempt > 0),
  provider_session_id text,
  provider_payment_id text,
  checkout_url text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  -- Since when a bank has had a payment and not decided about it; null while there is none.
  processing_since timestamptz,
  paid_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint orders_open_has_session check (status <> 'pending' or provider_session_id is not null),
  constraint orders_paid_has_payment check (status <> 'paid' or provider_payment_id is not null)
);
create unique index orders_session on orders (provider, provider_session_id) where provider_session_id is not null;
-- One order at a time can be paid or holds the money; a surplus payment leaves its order expired.
create unique index orders_one_per_appointment on orders (appointment_id)
  where status not in ('expired', 'cancelled', 'refunded', 'partially_refunded');
create index orders_open on orders (appointment_id) where status in ('creating', 'pending');
create index orders_appointment on orders (appointment_id, created_at);
create index orders_patient on orders (patient_id, created_at desc, id);
create index orders_clinic on orders (clinic_id, created_at desc, id);

create table payments (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  provider text not null,
  provider_payment_id text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- The provider's own figure; null until it is known.
  fee integer check (fee >= 0),
  -- What the money is for: the appointment, or to be given back because nothing was left to pay.
  purpose text not null check (purpose in ('appointment', 'surplus')),
  captured_at timestamptz not null,
  constraint payments_once unique (provider, provider_payment_id)
);
create index payments_order on payments (order_id);
create unique index payments_one_per_order on payments (order_id) where purpose = 'appointment';

create table refunds (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  amount integer not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('requested', 'pending', 'succeeded', 'failed', 'settled_by_hand')),
  reason text not null,
  attempt integer not null default 1 check (attempt > 0),
  provider_refund_id text,
  failure_reason text,
  operation_id text not null unique,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
create unique index refunds_provider on refunds (provider_refund_id) where provider_refund_id is not null;
create index refunds_order on refunds (order_id);
create index refunds_unsettled on refunds (appointment_id) where status in ('requested', 'pending', 'failed');
create index refunds_payment on refunds (payment_id);

create function check_refund_total() returns trigger language plpgsql as $$
declare captured integer; given integer;
begin
  select amount into captured from payments where id = new.payment_id for update;
  select coalesce(sum(amount), 0) into given from refunds
    where payment_id = new.payment_id and id <> new.id and status <> 'failed';
  if new.status <> 'failed' and given + new.amount > captured then
    raise exception 'more refunded than captured' using errcode = '23514', constraint = 'refunds_within_payment';
  end if;
  return new;
end $$;
create trigger refunds_within_payment before insert or update on refunds
  for each row execute function check_refund_total();

create table ledger_entries (
  seq bigint generated always as identity primary key,
  posting_id uuid not null,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  order_id uuid not null references orders,
  kind text not null check (kind in ('captured', 'fee', 'refund', 'refund_reversed')),
  account text not null check (account in ('provider', 'patient', 'fees')),
  amount integer not null check (amount <> 0),
  currency text not null,
  reference text not null,
  posted_at timestamptz not null default now(),
  constraint ledger_once unique (kind, reference, account)
);
create index ledger_order on ledger_entries (order_id, seq);

create function check_posting_balance() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount), 0) from ledger_entries where posting_id = new.posting_id) <> 0 then
    raise exception 'posting % does not balance', new.posting_id using errcode = '23514', constraint = 'ledger_balanced';
  end if;
  return null;
end $$;
create constraint trigger ledger_balanced after insert on ledger_entries
  deferrable initially deferred for each row execute function check_posting_balance();

-- The webhook inbox: stored before it is answered, processed by the appointment's workflow.
create table provider_events (
  provider text not null,
  event_id text not null,
  type text not null,
  object_id text not null,
  appointment_id uuid,
  order_id uuid,
  received_at timestamptz not null default now(),
  signalled_at timestamptz,
  processed_at timestamptz,
  outcome text,
  primary key (provider, event_id)
);
create index provider_events_waiting on provider_events (received_at) where processed_at is null;

create table notifications (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null references appointments,
  user_id uuid not null references users,
  version integer not null,
  kind text not null,
  -- Tells messages of one kind apart: which reminder, which refund, which resending.
  occurrence text not null default '',
  channel text not null check (channel in ('email', 'sms')),
  state text not null check (state in ('sending', 'sent', 'refused', 'suppressed')),
  message_id text not null unique,
  attempts integer not null default 1,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  -- Why it was refused or suppressed.
  reason text,
  -- The mail server's last answer, also while sending is still tried; addresses in it are left out.
  smtp_response text,
  -- What the mail carries for the patient's calendar; null once it is certain that no server took it.
  calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  constraint notifications_once unique (appointment_id, version, kind, occurrence, channel)
);
create index notifications_user on notifications (user_id, claimed_at desc);

create table attention (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid references appointments,
  -- Which of several: of an appointment the order, the refund or the refund request; without an appointment the
  -- provider's object, such as `stripe/dp_1`, or the provider.
  subject text,
  code text not null,
  -- Ids and figures only.
  context jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by text,
  resolution_sealed text,
  constraint attention_about check (num_nonnulls(appointment_id, subject) > 0)
);
-- Nulls count as equal: two transactions can never open the same entry.
create unique index attention_open on attention (appointment_id, subject, code) nulls not distinct
  where resolved_at is null;
create index attention_clinic on attention (clinic_id, opened_at) where resolved_at is null;

-- Open entries are part of what an appointment's workflow shows, so they count as a change of its row: the workflow
-- keeps the later one of two pictures, and maintenance compares what has changed with what the workflow shows.
create function note_attention() returns trigger language plpgsql as $$
begin
  update appointments set updated_at = greatest(updated_at, coalesce(new.resolved_at, new.opened_at))
   where id = new.appointment_id;
  return null;
end $$;
create trigger attention_noted after insert or update of resolved_at on attention
  for each row when (new.appointment_id is not null) execute function note_attention();

create table chat_rooms (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  appointment_id uuid not null unique references appointments,
  status text not null check (status in ('active', 'inactive', 'archived')),
  opens_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  archived_at timestamptz
);

create table audit_events (
  id uuid primary key default uuidv7(),
  clinic_id uuid references clinics,
  action text not null,
  actor_kind text not null,
  actor_user_id uuid,
  actor_label text not null,
  entity text not null,
  entity_id text not null,
  patient_id uuid,
  details jsonb not null default '{}',
  request_id text,
  happened_at timestamptz not null,
  content_mac text not null
);
create index audit_events_entity on audit_events (entity, entity_id, id);
create index audit_events_actor on audit_events (actor_user_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501', constraint = tg_table_name || '_append_only';
end $$;
create trigger status_history_append_only before update or delete or truncate on status_history
  for each statement execute function refuse_change();
create trigger ledger_append_only before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();
create trigger audit_append_only before update or delete or truncate on audit_events
  for each statement execute function refuse_change();

create table idempotency_keys (
  caller text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  -- Who is at work on it and until when: a crashed request's key can be taken over afterwards.
  claim_id uuid not null,
  claimed_until timestamptz not null,
  status integer,
  answer_sealed text,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table worker_heartbeats (
  worker_id text primary key,
  task_queue text not null,
  beat_at timestamptz not null
);
