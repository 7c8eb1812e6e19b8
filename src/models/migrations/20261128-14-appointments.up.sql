-- One row for each booking, written by its workflow alone. Two live appointments never share a slot, and no status moves
-- except along the table of transitions.
create table appointments (
  id uuid primary key references subjects,
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
-- Maintenance looks at what has just changed.
create index appointments_updated on appointments (updated_at);

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

-- A slot changes when an appointment takes it or leaves it.
create function is_live(status text) returns boolean language sql immutable as
  $$ select status in ('pending', 'booked', 'in_progress', 'completed', 'no_show') $$;

create function touch_slots() returns trigger language plpgsql as $$
begin
  update availabilities s set updated_at = now(), is_taken = exists (
      select 1 from appointments a where a.availability_id = s.id and is_live(a.status))
   where s.id = new.availability_id or s.id = old.availability_id;
  return null;
end $$;
create trigger appointments_take_slot after insert on appointments
  for each row execute function touch_slots();
create trigger appointments_change_slot after update on appointments for each row
  when (old.availability_id <> new.availability_id or is_live(old.status) <> is_live(new.status))
  execute function touch_slots();

-- The API hides a finished appointment from lists, and locks the row while doing so.
call grant_access('appointments', api => 'select, update (deleted_at, deleted_by, updated_at)', worker => 'select, insert, update');
-- The clinic's for its staff, a patient's own of all clinics; `appointment` opens one, such as that of a payment link.
call guard('appointments', $$clinic_id = any ((select scope_clinics())::uuid[]) or patient_id = (select scope_patient()) or id = any ((select scope_grant('appointment'))::uuid[])$$);

-- What belongs to an appointment is seen with it.
call guard('subjects', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = subjects.id)$$);
-- A new clinic is a subject of its own.
create policy api_inserts_clinic on subjects for insert to keepwell_api with check (kind = 'clinic' and (select scope_kind()) = 'platform');
