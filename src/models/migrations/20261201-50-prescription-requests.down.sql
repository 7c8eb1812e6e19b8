drop table prescription_requests;
drop function check_prescription_request;
