-- The times that doctors offer. Two of one doctor never overlap, whatever the code does.
create extension if not exists btree_gist;

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
  -- Which slots changed since a copy was made: a slot changes when an appointment takes it or leaves it.
  updated_at timestamptz not null default now(),
  -- A live appointment has it: what a patient may know of other patients' appointments.
  is_taken boolean not null default false,
  constraint availabilities_forward check (end_time > start_time),
  constraint availabilities_no_overlap exclude using gist
    (doctor_id with =, tstzrange(start_time, end_time, '[)') with &&) where (deleted_at is null)
);
create index availabilities_upcoming on availabilities (start_time, id)
  include (clinic_id, doctor_id, end_time, slot_type, timezone) where deleted_at is null and not is_taken;
create index availabilities_doctor on availabilities (doctor_id, start_time) where deleted_at is null;
create index availabilities_clinic on availabilities (clinic_id, start_time, id) where deleted_at is null;

-- The worker locks a slot against deletion while it changes hands.
call grant_access('availabilities', api => 'select, insert, update', worker => 'select, update (deleted_at, updated_at, is_taken)');
call guard('availabilities', reads => $$clinic_id = any ((select scope_home())::uuid[]) or id = any ((select scope_visit('slot'))::uuid[])$$, writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
