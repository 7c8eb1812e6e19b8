-- What the doctor records about the consultation itself, one row a visit: how it was held, identity, place, consent, notes. Sealed
-- as one document.
create table consultations (
  appointment_id uuid primary key references appointments,
  clinic_id uuid not null references clinics,
  record_sealed text not null,
  -- Grows with every change.
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index consultations_clinic on consultations (clinic_id);

call grant_access('consultations', api => 'select, insert, update (record_sealed, version, updated_at)',
  worker => 'select, insert, update (record_sealed, version, updated_at)');
-- Its doctor and its patient; the doctor writes.
call guard('consultations',
  reads => $$exists (select 1 from appointments a where a.id = appointment_id
    and (a.patient_id = (select scope_patient()) or (a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))))$$,
  writes => $$exists (select 1 from appointments a where a.id = appointment_id
    and a.doctor_id = (select scope_doctor()) and a.clinic_id = any ((select scope_clinics())::uuid[]))$$);
