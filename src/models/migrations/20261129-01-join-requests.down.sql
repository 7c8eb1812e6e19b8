drop table join_requests;
drop function is_account_open;
