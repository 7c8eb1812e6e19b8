alter table chat_rooms drop constraint chat_rooms_archived;
drop index chat_rooms_inactive;
drop table chat_transcripts;
