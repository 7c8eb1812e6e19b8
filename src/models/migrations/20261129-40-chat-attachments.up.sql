-- Files that members have uploaded in a room. A message uses each at most once; what none uses is removed after a day.
create table chat_attachments (
  id uuid primary key,
  room_id uuid not null references chat_rooms,
  uploader_id uuid not null references users,
  -- In the store of documents: sealed by the room's key, beneath the seal of the store. Null once it is gone from there.
  document text unique,
  -- As its uploader calls it, by the room's key.
  name_sealed text not null,
  content_type text not null check (content_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  -- Bytes of the file that is kept, before it is sealed.
  size integer not null check (size > 0),
  created_at timestamptz not null,
  -- The message that uses it, and its place among the files of that message, from 1 on.
  message_id uuid references chat_messages,
  place integer check (place between 1 and 10),
  -- When somebody else than its uploader first opened it: from then on it is part of what was said.
  opened_at timestamptz,
  -- Nobody reaches it from then on: its message was deleted, or none used it in time.
  removed_at timestamptz,
  constraint chat_attachments_use check (num_nulls(message_id, place) <> 1),
  constraint chat_attachments_kept check (document is not null or removed_at is not null)
);
create unique index chat_attachments_place on chat_attachments (message_id, place);
create index chat_attachments_waiting on chat_attachments (room_id, uploader_id) where message_id is null;
-- What maintenance looks for each minute.
create index chat_attachments_unused on chat_attachments (created_at) where message_id is null;
create index chat_attachments_removed on chat_attachments (removed_at) where opened_at is null and document is not null;

-- How many of them a message has: what is read without files asks for none.
alter table chat_messages add file_count integer not null default 0 check (file_count between 0 and 10);

-- In which room a file is, for a link that names no room. Who may read there, the policies of the room decide.
create function room_of_attachment(attachment uuid) returns uuid language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return (select a.room_id from chat_attachments a where a.id = attachment);

call grant_access('chat_attachments', api => 'select, insert, update (message_id, place, opened_at, removed_at)',
  worker => 'select, update, delete');
-- A member uploads and uses their own; whoever reads what a message has, also by break-glass, is written down as its reader.
call guard('chat_attachments',
  reads => $$room_id = any ((select scope_rooms())::uuid[])$$,
  writes => $$(uploader_id = (select scope_user()) and room_id = any ((select scope_joined_rooms())::uuid[]))
    or (message_id is not null and room_id = any ((select scope_rooms())::uuid[]))$$);
