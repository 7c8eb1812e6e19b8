-- When a member had read up to which message: what each message's readers follow from.
create table chat_receipts (
  room_id uuid not null references chat_rooms,
  user_id uuid not null references users,
  -- A `seq`.
  up_to integer not null check (up_to > 0),
  read_at timestamptz not null,
  primary key (room_id, user_id, up_to)
);
create trigger chat_receipts_append_only before update on chat_receipts for each statement execute function refuse_change();

call grant_access('chat_receipts', api => 'select, insert', worker => 'select');
call guard('chat_receipts',
  reads => $$room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$user_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[])$$);
