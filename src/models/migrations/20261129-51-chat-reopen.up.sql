-- A room that was closed by the visit's end, and that its doctor has opened again for a follow-up: until when. Its status stays
-- `inactive`, so that nothing has to close it.
alter table chat_rooms add open_until timestamptz,
  add constraint chat_rooms_reopened check (open_until is null or closed_at is not null);
call grant_access('chat_rooms', api => 'update (open_until)', worker => null);

-- Only the visit's doctor opens it again: the policy lets everybody who reads the room raise its counters.
create function guard_reopening() returns trigger language plpgsql as $$
begin
  if scope_user() is not null and new.open_until is distinct from old.open_until and not exists (
    select 1 from chat_members m where m.room_id = new.id and m.user_id = scope_user() and m.role = 'doctor' and m.left_at is null)
  then raise insufficient_privilege using message = 'only the doctor of the visit opens its room again'; end if;
  return new;
end $$;
create trigger chat_rooms_reopening before update of open_until on chat_rooms for each row execute function guard_reopening();

alter table account_mails drop constraint account_mails_kind_check;
alter table account_mails add constraint account_mails_kind_check check (kind in ('email_verification', 'account_exists', 'password_reset',
  'security_notice', 'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request', 'chat_reopened'));

-- What followers of a room are to learn: also that it is open again, and no more.
create or replace function room_marks(at timestamptz) returns table (room_id uuid, mark text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  begin atomic
    select r.id, md5(concat_ws('|', r.last_rev, r.status, r.opens_at, r.opens_at <= at, r.open_until, r.open_until > at, a.deleted_at,
        (select string_agg(concat_ws(',', m.user_id, m.joined_at, m.left_at, m.read_up_to), ';' order by m.user_id)
           from chat_members m where m.room_id = r.id),
        (select string_agg(g.id::text, ',' order by g.id) from break_glass_grants g
          where g.patient_id = a.patient_id and g.clinic_id = r.clinic_id and g.expires_at > at)))
      from chat_rooms r join appointments a on a.id = r.appointment_id
     where r.id = any ((select scope_grant('room'))::uuid[]);
  end;
