drop procedure guard, unguard;
drop function scope_kind, scope_user, scope_doctor, scope_patient, scope_clinics, scope_home, scope_visit, scope_grant, scope_claim, scope_current_id, scope_current_key;
drop table scope_keys;
drop extension pgcrypto;
