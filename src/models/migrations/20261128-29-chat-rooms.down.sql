drop table chat_rooms;
