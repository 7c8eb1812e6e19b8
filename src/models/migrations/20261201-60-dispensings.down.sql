drop table dispensings;
drop function check_dispensing;
