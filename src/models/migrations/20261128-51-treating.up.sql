-- Which patients a doctor treats: those who have had a visit with the doctor in one of these clinics, or will have one. The last
-- counts for as long as the clinic's policy says (`treatingMs`), or else the installation's (`usual`, in ms). The record rule,
-- the search and the policy below ask here and nowhere else.
create function treated_patients(doctor uuid, clinics uuid[], usual bigint) returns setof uuid language sql stable as $$
  select a.patient_id from appointments a join clinics c on c.id = a.clinic_id
   where a.doctor_id = $1 and a.clinic_id = any ($2) and a.status in ('booked', 'in_progress', 'completed', 'no_show')
     and a.ends_at > now() - interval '1 ms' * coalesce(
       case when jsonb_typeof(c.policy->'treatingMs') = 'number' then (c.policy->>'treatingMs')::float8 end, $3)
$$;
revoke execute on function treated_patients from public;

-- The same of the doctor of this transaction, who has to say what is usual: `treating` is a grant of the scope. With its
-- owner's eyes, so that nobody asks it about another doctor.
create function scope_treated() returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare doctor uuid := scope_doctor();
begin
  if doctor is null then return null; end if;
  return array(select distinct treated_patients(doctor, scope_clinics(), (scope_grant('treating'))[1]::bigint));
end $$;
create function scope_treats(patient uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare doctor uuid := scope_doctor();
begin
  if doctor is null then return false; end if;
  return exists (select 1 from treated_patients(doctor, scope_clinics(), (scope_grant('treating'))[1]::bigint) t where t = patient);
end $$;

-- A patient's profile is seen by the patient, by who treats them and by who has broken the glass; whoever else works at a clinic sees those of all its
-- patients. `profile` opens some.
call unguard('patient_profiles');
call guard('patient_profiles',
  reads => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('person'))::uuid[]) or user_id = any ((select scope_grant('profile'))::uuid[])
    or case when (select scope_doctor()) is null
            then exists (select 1 from memberships m where m.user_id = patient_profiles.user_id and m.clinic_id = any ((select scope_clinics())::uuid[]))
            else scope_treats(user_id)
              or has_broken_glass((select scope_doctor()), user_id, (select scope_clinics())) end$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- The patients of a clinic, those who came last first.
create index memberships_patients on memberships (clinic_id, created_at desc, id desc) where role = 'patient';
