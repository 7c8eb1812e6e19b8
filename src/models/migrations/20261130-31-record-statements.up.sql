-- What somebody has said of a patient's lists as a whole, with author and time: that no allergies are known, that this does not hold
-- any more because one was recorded, that the list of medicines was looked through. The latest of a kind counts.
create table record_statements (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  patient_id uuid not null references users,
  -- In the order in which they were made; of two made at once, one stands.
  number integer not null check (number > 0),
  kind text not null check (kind in ('no_known_allergies', 'no_known_allergies_withdrawn', 'medicines_reviewed')),
  made_by uuid not null references users,
  made_at timestamptz not null,
  constraint record_statements_number unique (patient_id, clinic_id, number)
);
create index record_statements_clinic on record_statements (clinic_id);
create trigger record_statements_append_only before update or delete or truncate on record_statements
  for each statement execute function refuse_change();

call grant_access('record_statements', api => 'select, insert', worker => 'select');
call guard('record_statements',
  reads => $$patient_id = (select scope_patient()) or (clinic_id = any ((select scope_clinics())::uuid[])
    and (scope_treats(patient_id) or has_broken_glass((select scope_user()), patient_id, (select scope_clinics()))))$$,
  writes => $$made_by = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[]) and scope_treats(patient_id)$$);
