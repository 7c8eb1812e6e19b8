-- What a doctor has not issued yet: nobody else sees it, it has no number, and it is gone once it is issued or thrown away.
create table prescription_drafts (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  doctor_id uuid not null references users,
  patient_id uuid not null references users,
  request_sealed text not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index prescription_drafts_doctor on prescription_drafts (doctor_id, clinic_id, created_at desc);

call grant_access('prescription_drafts', api => 'select, insert, update, delete', worker => 'select, delete');
call guard('prescription_drafts', $$doctor_id = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[])$$);
