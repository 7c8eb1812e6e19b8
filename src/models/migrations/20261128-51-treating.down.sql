drop index memberships_patients;
call unguard('patient_profiles');
call guard('patient_profiles',
  reads => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('person'))::uuid[])
    or exists (select 1 from memberships m where m.user_id = patient_profiles.user_id and m.clinic_id = any ((select scope_clinics())::uuid[]))$$,
  writes => $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);
drop function scope_treats, scope_treated, treated_patients;
