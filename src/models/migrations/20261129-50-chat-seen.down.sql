alter table chat_members drop seen_at;
