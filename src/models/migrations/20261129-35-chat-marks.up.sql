-- Of the rooms that somebody follows (the grant `room`), what each is known by: another value once anything in it has changed
-- that those who follow it are to learn. It says nothing else, so that whoever asks need not be a member.
create function room_marks(at timestamptz) returns table (room_id uuid, mark text) language sql stable security definer
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
