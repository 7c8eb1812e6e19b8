-- Who has opened the record of a patient whom they do not treat, why and until when; and how somebody else judged it.
create table break_glass_grants (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  patient_id uuid not null references users,
  user_id uuid not null references users,
  -- What the person was then.
  role text not null check (role in ('admin', 'doctor', 'nurse')),
  reason_sealed text not null,
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid references users,
  justified boolean,
  note_sealed text,
  constraint break_glass_grants_end check (expires_at > granted_at),
  constraint break_glass_grants_reviewed check (num_nulls(reviewed_at, reviewed_by, justified, note_sealed) in (0, 4)),
  constraint break_glass_grants_by_another check (reviewed_by <> user_id)
);
create index break_glass_grants_clinic on break_glass_grants (clinic_id, granted_at desc, id desc);
create index break_glass_grants_holder on break_glass_grants (user_id, patient_id, expires_at);
create index break_glass_grants_patient on break_glass_grants (patient_id);

-- Nothing of a grant changes but how it was judged.
call grant_access('break_glass_grants', api => 'select, insert, update (reviewed_at, reviewed_by, justified, note_sealed)', worker => 'select');
call guard('break_glass_grants',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or patient_id = (select scope_patient())$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
-- A statement alone opens no record: `glass` is the patient whose record the API opens to the person of the scope.
create policy api_grants on break_glass_grants as restrictive for insert to keepwell_api
  with check (user_id = (select scope_user()) and patient_id = any ((select scope_grant('glass'))::uuid[]));

-- Whether this person may read the record of a patient by break-glass now.
create function has_broken_glass(person uuid, patient uuid, clinics uuid[]) returns boolean language sql stable as $$
  select exists (select 1 from break_glass_grants g
    where g.user_id = $1 and g.patient_id = $2 and g.clinic_id = any ($3) and g.expires_at > now())
$$;
