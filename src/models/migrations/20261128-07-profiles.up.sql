-- What doctors and patients say of themselves. The public entry of a doctor stays readable, identifiers are sealed.
create table doctor_profiles (
  user_id uuid primary key references users,
  first_name text not null,
  last_name text not null,
  specialty text,
  qualifications text,
  identifiers_sealed text,
  updated_at timestamptz not null default now()
);

call grant_access('doctor_profiles', api => 'select, insert, update', worker => 'select');
-- The doctors of the own clinics are shown to everybody there; `appointment` opens its doctor.
call guard('doctor_profiles',
  reads => $$user_id = any ((select scope_doctors())::uuid[]) or user_id = (select scope_user())
    or user_id = any ((select scope_grant('person'))::uuid[]) or user_id = any ((select scope_visit('doctor'))::uuid[])$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

create table patient_profiles (
  user_id uuid primary key references users,
  details_sealed text,
  updated_at timestamptz not null default now()
);

call grant_access('patient_profiles', api => 'select, insert, update', worker => 'select');
call guard('patient_profiles',
  reads => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('person'))::uuid[])
    or exists (select 1 from memberships m where m.user_id = patient_profiles.user_id and m.clinic_id = any ((select scope_clinics())::uuid[]))$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- What is treated at clinics: for whoever looks for one, who may see none of its doctors.
create function clinic_specialties(clinics uuid[]) returns table (clinic_id uuid, specialties text[]) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
    select m.clinic_id, array_agg(distinct d.specialty) from memberships m join doctor_profiles d on d.user_id = m.user_id
     where m.clinic_id = any (clinics) and m.role = 'doctor' and m.status = 'active' and d.specialty is not null group by m.clinic_id $$;
