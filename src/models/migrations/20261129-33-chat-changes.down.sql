drop table chat_changes;
