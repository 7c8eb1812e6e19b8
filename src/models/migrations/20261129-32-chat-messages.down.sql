drop function scope_sent;
drop table chat_messages;
