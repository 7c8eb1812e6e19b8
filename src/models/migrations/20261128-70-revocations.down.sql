drop trigger clinics_told on clinics;
drop trigger api_keys_told on api_keys;
drop trigger users_told on users;
drop trigger memberships_told on memberships;
drop trigger sessions_told on sessions;
drop function tell_revocation();
