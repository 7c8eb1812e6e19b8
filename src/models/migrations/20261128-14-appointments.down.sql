call unguard('subjects');
drop table appointments;
drop function touch_slots, check_appointment_move;
drop function is_live(text);
