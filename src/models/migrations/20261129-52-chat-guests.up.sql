-- Who is in a room beside doctor and patient: a nurse of the clinic, and guests whom a mailed link lets in. A guest is a person of
-- this room alone: an account that nobody can sign in to, with no membership.
alter table chat_members
  -- As the others see it, where the account's own name is not theirs to read: of nurses and guests.
  add name_sealed text,
  -- Messages up to this `seq` were said before they came, and are not shown to them.
  add sees_after integer not null default 0 check (sees_after >= 0),
  -- A guest who has not come yet.
  add is_invited boolean not null default false,
  add constraint chat_members_invited check (not is_invited or left_at is not null);

-- `guest` is a scope of a person, too: of one room, without a clinic.
create or replace function scope_kind() returns text language sql stable
  return scope_claim(4, '{staff,doctor,patient,platform,service,guest}');
create or replace function scope_user() returns uuid language sql stable
  return scope_claim(5, '{staff,doctor,patient,platform,guest}')::uuid;
create or replace function scope_grant(purpose text) returns text[] language sql stable
  return regexp_split_to_array(substring(scope_claim(7, '{staff,doctor,patient,platform,service,guest}') from '(?:^|;)' || purpose || '=([^;]*)'), ',');

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
                  and case m.role when 'patient' then m.user_id = patient
                                  when 'interpreter' then scope_kind() = 'guest' when 'support_person' then scope_kind() = 'guest'
                                  else m.clinic_id = any (clinics) end);
end $$;

-- Of the rooms that this transaction opens, those of visits whose doctor the person is.
create function scope_led_rooms() returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  rooms uuid[] := scope_grant('room')::uuid[];
  person uuid := scope_doctor();
  clinics uuid[] := scope_clinics();
begin
  if rooms is null or person is null then return null; end if;
  return array(select m.room_id from chat_members m where m.room_id = any (rooms) and m.user_id = person and m.role = 'doctor'
                  and m.left_at is null and m.clinic_id = any (clinics));
end $$;

-- In the API each says what they themselves have read, the doctor lets nurses and guests in and out, and a guest comes by their link.
call unguard('chat_members');
call guard('chat_members',
  reads => $$(role = 'patient' and user_id = (select scope_patient()))
    or (role <> 'patient' and user_id = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[]))
    or (user_id = (select scope_user()) and (select scope_kind()) = 'guest')
    or room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$(user_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[]))
    or (role in ('nurse', 'interpreter', 'support_person') and room_id = any ((select scope_led_rooms())::uuid[]))$$);
-- Who is invited comes in: their row is written before they are a member, and read after.
create policy api_comes on chat_members for update to keepwell_api
  using (is_invited and user_id = (select scope_user()) and (select scope_kind()) = 'guest' and room_id = any ((select scope_grant('room'))::uuid[]))
  with check (not is_invited and user_id = (select scope_user()) and (select scope_kind()) = 'guest' and room_id = any ((select scope_grant('room'))::uuid[]));
call grant_access('chat_members', api => 'insert, update (joined_at, left_at, sees_after, name_sealed, is_invited)', worker => null);

alter table one_time_tokens drop constraint one_time_tokens_purpose_check;
alter table one_time_tokens add constraint one_time_tokens_purpose_check
  check (purpose in ('verify', 'reset', 'setup', 'undo', 'invitation', 'guest', 'sign_in'));
alter table account_mails drop constraint account_mails_kind_check;
alter table account_mails add constraint account_mails_kind_check check (kind in ('email_verification', 'account_exists', 'password_reset',
  'security_notice', 'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request', 'chat_reopened', 'guest_invited'));
