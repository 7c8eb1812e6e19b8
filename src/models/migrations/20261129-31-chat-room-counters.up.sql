-- What a room knows of its messages: the key that seals them, and how many there are. Both counters grow under the lock of the
-- room's row, in the transaction of the message, so that they follow the order of the commits and have no gap.
alter table chat_rooms
  -- Random, sealed for this row by the ring of ENCRYPTION_KEYS. Null: of before, made when the first message is written.
  add key_sealed text,
  -- Messages: the `seq` of the latest.
  add last_seq integer not null default 0 check (last_seq >= 0),
  -- Changes of messages: the `rev` of the latest.
  add last_rev integer not null default 0,
  -- The latest message, or the booking.
  add active_at timestamptz not null default now(),
  add constraint chat_rooms_revs check (last_rev >= last_seq);
update chat_rooms set active_at = date_trunc('milliseconds', created_at);

-- Whoever may read a room may also be told of in it: the message about a break-glass reading raises its counters.
call unguard('chat_rooms');
call guard('chat_rooms',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = appointment_id)$$,
  writes => $$id = any ((select scope_rooms())::uuid[])$$);
call grant_access('chat_rooms', api => 'update (key_sealed, last_seq, last_rev, active_at)', worker => null);
