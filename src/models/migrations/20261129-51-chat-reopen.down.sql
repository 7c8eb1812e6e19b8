create or replace function room_marks(at timestamptz) returns table (room_id uuid, mark text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  begin atomic
    select r.id, md5(concat_ws('|', r.last_rev, r.status, r.opens_at, r.opens_at <= at, a.deleted_at,
        (select string_agg(concat_ws(',', m.user_id, m.joined_at, m.left_at, m.read_up_to), ';' order by m.user_id)
           from chat_members m where m.room_id = r.id),
        (select string_agg(g.id::text, ',' order by g.id) from break_glass_grants g
          where g.patient_id = a.patient_id and g.clinic_id = r.clinic_id and g.expires_at > at)))
      from chat_rooms r join appointments a on a.id = r.appointment_id
     where r.id = any ((select scope_grant('room'))::uuid[]);
  end;
delete from account_mails where kind = 'chat_reopened';
alter table account_mails drop constraint account_mails_kind_check;
alter table account_mails add constraint account_mails_kind_check check (kind in ('email_verification', 'account_exists', 'password_reset',
  'security_notice', 'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request'));
drop trigger chat_rooms_reopening on chat_rooms;
drop function guard_reopening;
alter table chat_rooms drop open_until;
