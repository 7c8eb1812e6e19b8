drop function clinic_admins;
drop policy api_updates_own on memberships;
drop policy api_also_reads on clinics;
drop function scope_doctors, scope_own_clinics, is_same_membership;
call unguard('users');
drop function scope_actors;
drop table memberships;
