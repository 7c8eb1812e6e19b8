-- What a clinic asks of its people's accounts beyond what the installation asks. Null takes the installation's.
create table clinic_security_settings (
  clinic_id uuid primary key references clinics,
  -- Roles that cannot work without a second factor, beside those of REQUIRE_MFA_ROLES.
  require_mfa text[] not null default '{}'
    check (require_mfa <@ array['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant']),
  -- For so many days a trusted device needs no second factor.
  mfa_trust_days integer check (mfa_trust_days >= 0),
  -- A session that is not used for so long ends.
  session_idle_seconds integer check (session_idle_seconds > 0),
  password_min_length integer check (password_min_length > 0),
  -- How many kinds of characters a password needs.
  password_classes integer check (password_classes between 0 and 4),
  password_max_age_days integer check (password_max_age_days > 0),
  password_history integer check (password_history >= 0),
  -- Whose names a patient finds in the record of who looked at their data.
  access_log_names text check (access_log_names in ('all', 'clinicians', 'none')),
  break_glass_minutes integer check (break_glass_minutes > 0),
  updated_at timestamptz not null default now()
);

call grant_access('clinic_security_settings', api => 'select, insert, update', worker => 'select');
-- Whoever belongs to the clinic is bound by them, wherever the person acts: `person` stands for somebody who signs in, `clinics`
-- for somebody who registers.
call guard('clinic_security_settings',
  reads => $$clinic_id = any ((select scope_home())::uuid[]) or clinic_id = any ((select scope_own_clinics())::uuid[])
    or clinic_id = any ((select scope_grant('clinic'))::uuid[]) or (select scope_grant('clinics')) <> '{}'
    or exists (select 1 from memberships m
                where m.clinic_id = clinic_security_settings.clinic_id and m.user_id = any ((select scope_grant('person'))::uuid[]))$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
