-- Checks of doctors' registrations. Each is a row that is never changed; a clinic checks its own doctors, so what one clinic
-- found says nothing at another.
create table doctor_verifications (
  id uuid primary key default uuidv7(),
  clinic_id uuid not null references clinics,
  user_id uuid not null references users,
  status text not null check (status in ('pending', 'verified', 'suspended', 'expired', 'rejected')),
  -- Null for what an installation was set up with.
  checked_by uuid references users,
  checked_at timestamptz not null,
  expires_on date,
  next_check_on date,
  specialties text[] not null default '{}',
  -- Registration type, conditions, evidence.
  findings_sealed text not null,
  schedule_8 boolean not null default false,
  restricted_substances boolean not null default false,
  authority_expires_on date,
  recorded_at timestamptz not null default now(),
  constraint doctor_verifications_end check (status <> 'verified' or expires_on is not null)
);
create index doctor_verifications_doctor on doctor_verifications (clinic_id, user_id, recorded_at desc, id desc);
create index doctor_verifications_user on doctor_verifications (user_id);
create trigger doctor_verifications_append_only before update or delete or truncate on doctor_verifications
  for each statement execute function refuse_change();

call grant_access('doctor_verifications', api => 'select, insert', worker => 'select');
-- What was found out about somebody is for the clinic that checked, and for the doctor.
call guard('doctor_verifications',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or user_id = (select scope_user())$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- The latest check of each doctor at each clinic, as far as it decides whether the doctor may be booked there.
create table doctor_standings (
  clinic_id uuid not null references clinics,
  user_id uuid not null references users,
  verification_id uuid not null references doctor_verifications,
  status text not null check (status in ('pending', 'verified', 'suspended', 'expired', 'rejected')),
  -- The end of the last day of a verification, on the clinic's wall.
  verified_until timestamptz,
  -- The reminder that was sent last, in days before the end.
  reminded_days integer,
  primary key (clinic_id, user_id),
  constraint doctor_standings_end check ((status = 'verified') = (verified_until is not null))
);
create index doctor_standings_ending on doctor_standings (verified_until) where status = 'verified';

call grant_access('doctor_standings', api => 'select, insert, update', worker => 'select, update (reminded_days)');
-- Whether a doctor can be booked is for everybody who may book there.
call guard('doctor_standings',
  reads => $$clinic_id = any ((select scope_home())::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
