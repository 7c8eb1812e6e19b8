drop table chat_members;
drop function scope_rooms;
drop function scope_joined_rooms;
