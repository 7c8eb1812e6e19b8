-- Every change of a room's messages, one after the other: each row is a message as it was from then on. A change adds a row and
-- overwrites none, so that the originals stay, and whoever reads what came after a `rev` misses nothing.
create table chat_changes (
  room_id uuid not null references chat_rooms,
  -- Its place among the changes of the room, from 1 on.
  rev integer not null check (rev > 0),
  message_id uuid not null references chat_messages,
  -- Of the message: 1 as it was sent.
  version integer not null check (version > 0),
  kind text not null check (kind in ('sent', 'edited', 'deleted')),
  -- What the message says, by the room's key; null once it is deleted.
  body_sealed text,
  -- Of this version of the message.
  edited_at timestamptz,
  deleted_at timestamptz,
  changed_at timestamptz not null,
  primary key (room_id, rev),
  constraint chat_changes_version unique (message_id, version),
  constraint chat_changes_body check ((kind = 'deleted') = (body_sealed is null) and (kind = 'deleted') = (deleted_at is not null)),
  constraint chat_changes_first check ((kind = 'sent') = (version = 1))
);
create trigger chat_changes_append_only before update on chat_changes for each statement execute function refuse_change();

call grant_access('chat_changes', api => 'select, insert', worker => 'select, insert');
call guard('chat_changes', $$room_id = any ((select scope_rooms())::uuid[])$$);
