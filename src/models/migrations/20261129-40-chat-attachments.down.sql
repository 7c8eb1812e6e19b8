alter table chat_messages drop column file_count;
drop function room_of_attachment;
drop table chat_attachments;
