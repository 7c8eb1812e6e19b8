delete from account_mails where kind = 'guest_invited';
alter table account_mails drop constraint account_mails_kind_check;
alter table account_mails add constraint account_mails_kind_check check (kind in ('email_verification', 'account_exists', 'password_reset',
  'security_notice', 'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request', 'chat_reopened'));
delete from one_time_tokens where purpose = 'guest';
alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check check (purpose in ('verify', 'reset', 'setup', 'undo', 'invitation', 'sign_in'));
revoke insert, update (joined_at, left_at, sees_after, name_sealed, is_invited) on chat_members from keepwell_api;
call unguard('chat_members');
call guard('chat_members',
  reads => $$(role = 'patient' and user_id = (select scope_patient()))
    or (role <> 'patient' and user_id = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[]))
    or room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$user_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[])$$);
drop function scope_led_rooms;
create or replace function scope_joined_rooms() returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  rooms uuid[] := scope_grant('room')::uuid[];
  person uuid := scope_user();
  patient uuid := scope_patient();
  clinics uuid[] := scope_clinics();
begin
  if rooms is null or person is null then return null; end if;
  return array(select m.room_id from chat_members m where m.room_id = any (rooms) and m.user_id = person and m.left_at is null
                  and case m.role when 'patient' then m.user_id = patient else m.clinic_id = any (clinics) end);
end $$;
create or replace function scope_kind() returns text language sql stable
  return scope_claim(4, '{staff,doctor,patient,platform,service}');
create or replace function scope_user() returns uuid language sql stable
  return scope_claim(5, '{staff,doctor,patient,platform}')::uuid;
create or replace function scope_grant(purpose text) returns text[] language sql stable
  return regexp_split_to_array(substring(scope_claim(7, '{staff,doctor,patient,platform,service}') from '(?:^|;)' || purpose || '=([^;]*)'), ',');
alter table chat_members drop constraint chat_members_invited, drop is_invited, drop sees_after, drop name_sealed;
