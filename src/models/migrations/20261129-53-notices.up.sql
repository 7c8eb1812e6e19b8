-- What a person is shown in the app. At most one unread notice a room: it says that there is something to read, and nothing of it.
create table notices (
  id uuid primary key,
  user_id uuid not null references users,
  clinic_id uuid not null references clinics,
  kind text not null check (kind in ('unread_messages')),
  room_id uuid not null references chat_rooms,
  appointment_id uuid not null references appointments,
  created_at timestamptz not null,
  read_at timestamptz,
  constraint notices_read check (read_at >= created_at)
);
create unique index notices_unread on notices (user_id, room_id) where read_at is null;
create index notices_user on notices (user_id, created_at desc, id desc);
create index notices_clinic on notices (clinic_id);

call grant_access('notices', api => 'select, insert, update (read_at)', worker => 'select, insert, update');
-- Each reads the own ones. Who writes in a room leaves one to its other members, and learns whether they had one.
call guard('notices',
  reads => $$user_id = (select scope_user()) or room_id = any ((select scope_joined_rooms())::uuid[])$$,
  writes => $$user_id = (select scope_user()) or room_id = any ((select scope_joined_rooms())::uuid[])$$);
