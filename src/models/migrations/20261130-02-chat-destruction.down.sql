drop function forget_room;
drop index notices_room;
drop index chat_attachments_room;
drop index chat_messages_reply;
drop index chat_rooms_over;
alter table chat_rooms drop constraint chat_rooms_destroyed, drop constraint chat_rooms_kept, drop destroyed_at, drop keep_until;
