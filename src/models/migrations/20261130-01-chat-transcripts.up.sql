-- What was said in a room, written down when the room is archived: two documents in the store, sealed by the room's key beneath the
-- seal of the store.
create table chat_transcripts (
  room_id uuid primary key references chat_rooms,
  clinic_id uuid not null references clinics,
  -- In the store of documents. They stand here before anything is put there: what an attempt that died has left is known.
  json_document text not null unique,
  pdf_document text not null unique,
  begun_at timestamptz not null,
  -- SHA-256 of each document before it is sealed, in hex. Null until both are in the store, and the room is archived.
  json_sha256 text check (json_sha256 ~ '^[0-9a-f]{64}$'),
  pdf_sha256 text check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  constraint chat_transcripts_made check (num_nulls(json_sha256, pdf_sha256) <> 1)
);
create index chat_transcripts_clinic on chat_transcripts (clinic_id);

call grant_access('chat_transcripts', api => 'select', worker => 'select, insert, update');
call guard('chat_transcripts', reads => $$room_id = any ((select scope_rooms())::uuid[])$$, writes => 'false');

-- What the archive looks for each minute.
create index chat_rooms_inactive on chat_rooms (closed_at) where status = 'inactive';
alter table chat_rooms add constraint chat_rooms_archived check ((status = 'archived') = (archived_at is not null));
