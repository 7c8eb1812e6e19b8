alter table audit_events drop column address, drop column user_agent;
alter table sessions drop column address;
drop table professional_identifiers;
drop trigger appointments_change_slot on appointments;
drop trigger appointments_take_slot on appointments;
drop function touch_slots();
drop function is_live(text);
alter table availabilities drop column updated_at;
