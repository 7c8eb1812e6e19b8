drop function room_marks(timestamptz);
