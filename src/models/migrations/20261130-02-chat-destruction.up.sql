-- Until when a room is kept, and that it is destroyed.
alter table chat_rooms
  -- Not before this day has passed, on the clinic's calendar. It is judged anew then: a later visit of the patient keeps it longer.
  add keep_until date,
  -- Its key is gone from then on, and nobody reads it. The row goes once the store has forgotten its documents.
  add destroyed_at timestamptz;
update chat_rooms set keep_until = (archived_at + interval '7 years')::date where status = 'archived';
alter table chat_rooms
  add constraint chat_rooms_kept check ((status = 'archived') = (keep_until is not null)),
  add constraint chat_rooms_destroyed check (destroyed_at is null or (status = 'archived' and key_sealed is null));

-- What is looked for each minute, and what a room is destroyed by.
create index chat_rooms_over on chat_rooms (keep_until) where status = 'archived';
create index chat_messages_reply on chat_messages (reply_to) where reply_to is not null;
create index chat_attachments_room on chat_attachments (room_id);
create index notices_room on notices (room_id);

-- Removes all that is left of a destroyed room, with its guests, who are people of this room alone. Neither process has a right to
-- remove any of it otherwise.
create function forget_room(room uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  destroyed timestamptz;
  guests uuid[];
begin
  select destroyed_at into destroyed from chat_rooms where id = room for update;
  -- Another process was faster.
  if not found then return; end if;
  if destroyed is null then raise insufficient_privilege using message = 'the chat room is not destroyed'; end if;
  guests := array(select user_id from chat_members where room_id = room and role in ('interpreter', 'support_person'));
  delete from chat_attachments where room_id = room;
  delete from chat_receipts where room_id = room;
  delete from notices where room_id = room;
  delete from chat_changes where room_id = room;
  delete from chat_messages where room_id = room;
  delete from chat_members where room_id = room;
  delete from chat_transcripts where room_id = room;
  delete from chat_rooms where id = room;
  delete from one_time_tokens where user_id = any (guests);
  delete from account_mails where user_id = any (guests);
  delete from users where id = any (guests);
end $$;
revoke execute on function forget_room from public;
grant execute on function forget_room to keepwell_worker;
