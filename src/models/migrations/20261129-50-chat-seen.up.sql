-- When a member was first seen in the room around the visit's present time. It tells later whose absence a visit was that nobody started.
alter table chat_members add seen_at timestamptz;
call grant_access('chat_members', api => 'update (seen_at)', worker => null);
