-- That a doctor may prescribe medicinal cannabis of a category in a dose form: for one patient, or for all as an authorised
-- prescriber. The TGA gives such approvals; a clinic keeps them. None is changed or deleted: it is withdrawn once.
create table cannabis_approvals (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  doctor_id uuid not null references users,
  patient_id uuid references users,
  access_path text not null check (access_path in ('sas_b', 'authorised_prescriber', 'sas_a', 'clinical_trial')),
  approval_ref_sealed text not null,
  category integer not null check (category between 1 and 5),
  dose_form text not null check (dose_form in ('oral_liquid', 'capsule', 'tablet', 'dried_herb', 'inhalation_liquid', 'pastille',
    'wafer', 'spray', 'topical', 'suppository', 'other')),
  indication_sealed text not null,
  -- On the clinic's calendar, both days counted.
  approved_on date not null,
  expires_on date not null,
  recorded_by uuid not null references users,
  recorded_at timestamptz not null,
  -- The first day on which it does not count.
  withdrawn_on date,
  withdrawn_by uuid references users,
  withdrawn_at timestamptz,
  reason_sealed text,
  constraint cannabis_approvals_patient check ((access_path = 'authorised_prescriber') = (patient_id is null)),
  constraint cannabis_approvals_days check (expires_on >= approved_on),
  constraint cannabis_approvals_withdrawn check ((withdrawn_on is null) = (withdrawn_by is null)
    and (withdrawn_on is null) = (withdrawn_at is null) and (withdrawn_on is null) = (reason_sealed is null)
    and withdrawn_on between approved_on and expires_on)
);
create index cannabis_approvals_clinic on cannabis_approvals (clinic_id, recorded_at desc, id desc);
create index cannabis_approvals_doctor on cannabis_approvals (doctor_id, clinic_id);
create index cannabis_approvals_patient on cannabis_approvals (patient_id);

create function check_cannabis_approval() returns trigger language plpgsql as $$
begin
  if old.withdrawn_on is not null or new.withdrawn_on is null
     or (to_jsonb(new) - '{withdrawn_on,withdrawn_by,withdrawn_at,reason_sealed}'::text[])
        is distinct from (to_jsonb(old) - '{withdrawn_on,withdrawn_by,withdrawn_at,reason_sealed}'::text[]) then
    raise exception 'an approval is not changed, and withdrawn once' using errcode = '23514', constraint = 'cannabis_approvals_fixed';
  end if;
  return new;
end $$;
create trigger cannabis_approvals_fixed before update on cannabis_approvals for each row execute function check_cannabis_approval();
create trigger cannabis_approvals_kept before delete or truncate on cannabis_approvals for each statement execute function refuse_change();

-- What is issued is judged by them in the worker.
call grant_access('cannabis_approvals',
  api => 'select, insert, update (withdrawn_on, withdrawn_by, withdrawn_at, reason_sealed)', worker => 'select');
-- A doctor sees the own and those of patients that they treat, other staff the clinic's, a patient the own. A doctor writes the own.
call guard('cannabis_approvals',
  reads => $$patient_id = (select scope_patient()) or (clinic_id = any ((select scope_clinics())::uuid[])
    and ((select scope_doctor()) is null or doctor_id = (select scope_doctor()) or scope_treats(patient_id)))$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])
    and ((select scope_doctor()) is null or doctor_id = (select scope_doctor()))$$);
