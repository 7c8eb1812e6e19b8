-- Messages: who said something when, and what never changes of it. What it says stands in `chat_changes`.
create table chat_messages (
  id uuid primary key,
  room_id uuid not null references chat_rooms,
  -- Its place among the messages of the room, from 1 on.
  seq integer not null check (seq > 0),
  -- Its latest row of `chat_changes`.
  rev integer not null check (rev > 0),
  kind text not null check (kind in ('text', 'system')),
  sender_id uuid references users,
  -- What the sender was then.
  sender_role text check (sender_role in ('doctor', 'patient', 'nurse', 'interpreter', 'support_person')),
  -- By which a sender who got no answer sends the same message again.
  client_message_id text,
  -- Keyed hash of what was sent first: a repeat has the same.
  content_mac text,
  -- What a message of the product tells of; each is told once.
  cause text,
  reply_to uuid references chat_messages,
  sent_at timestamptz not null,
  constraint chat_messages_seq unique (room_id, seq),
  constraint chat_messages_rev unique (room_id, rev),
  constraint chat_messages_once unique (room_id, sender_id, client_message_id),
  constraint chat_messages_told_once unique (room_id, cause),
  constraint chat_messages_author check (case kind
    when 'text' then num_nulls(sender_id, sender_role, content_mac) = 0 and cause is null
    else num_nonnulls(sender_id, sender_role, content_mac, client_message_id, reply_to) = 0 and cause is not null end)
);
create index chat_messages_sender on chat_messages (sender_id, sent_at desc);

-- When this person sent the message that is this many back, if it is not older than that: the limit is reached. Over all rooms.
create function scope_sent(most integer, since timestamptz) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return (select m.sent_at from chat_messages m where m.sender_id = (select scope_user()) and m.sent_at > since
           order by m.sent_at desc offset most - 1 limit 1);

call grant_access('chat_messages', api => 'select, insert, update (rev)', worker => 'select, insert, update (rev)');
call guard('chat_messages',
  reads => $$room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$(sender_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[]))
    or (kind = 'system' and room_id = any ((select scope_rooms())::uuid[]))$$);
