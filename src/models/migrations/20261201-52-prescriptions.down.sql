drop table prescriptions;
drop function check_prescription_change;
