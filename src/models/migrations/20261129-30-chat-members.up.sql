-- Who talks in a room, from when until when, and up to which message each has read. Whoever has left stays: messages name them.
create table chat_members (
  room_id uuid not null references chat_rooms,
  user_id uuid not null references users,
  clinic_id uuid not null references clinics,
  role text not null check (role in ('doctor', 'patient', 'nurse', 'interpreter', 'support_person')),
  joined_at timestamptz not null,
  left_at timestamptz,
  -- The `seq` of the latest message that the person has read; 0: none.
  read_up_to integer not null default 0 check (read_up_to >= 0),
  primary key (room_id, user_id),
  constraint chat_members_end check (left_at >= joined_at)
);
create index chat_members_user on chat_members (user_id, room_id);
create index chat_members_clinic on chat_members (clinic_id);

-- Rooms of before have their doctor and patient from the beginning.
insert into chat_members (room_id, user_id, clinic_id, role, joined_at)
select r.id, who.user_id, r.clinic_id, who.role, r.created_at from chat_rooms r join appointments a on a.id = r.appointment_id
  cross join lateral (values (a.doctor_id, 'doctor'), (a.patient_id, 'patient')) who (user_id, role);

-- Of the rooms that this transaction opens (the grant `room`), those in which the person is a member now, in the membership that
-- they act in: a doctor who acts at another clinic, or is treated somewhere, is no member there. With its owner's eyes, because
-- the policies of `chat_members` ask here.
create function scope_joined_rooms() returns uuid[] language plpgsql stable security definer
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

-- The same, and those of patients whose record the person has opened by break-glass: they read, and write nothing of their own.
create function scope_rooms() returns uuid[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  rooms uuid[] := scope_grant('room')::uuid[];
  person uuid := scope_user();
  joined uuid[] := scope_joined_rooms();
  clinics uuid[] := scope_clinics();
begin
  if rooms is null or person is null then return null; end if;
  -- Nothing is left to look for; each guarded table of a statement asks here.
  if joined @> rooms then return joined; end if;
  return joined || array(
    select r.id from chat_rooms r join appointments a on a.id = r.appointment_id
     where r.id = any (rooms) and r.clinic_id = any (clinics) and has_broken_glass(person, a.patient_id, array[r.clinic_id]));
end $$;

-- Members come and go by the worker; in the API each says what they themselves have read.
call grant_access('chat_members', api => 'select, update (read_up_to)', worker => 'select, insert, update');
call guard('chat_members',
  reads => $$(role = 'patient' and user_id = (select scope_patient()))
    or (role <> 'patient' and user_id = (select scope_user()) and clinic_id = any ((select scope_clinics())::uuid[]))
    or room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$user_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[])$$);
