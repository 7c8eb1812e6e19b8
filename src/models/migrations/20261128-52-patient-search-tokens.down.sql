drop trigger users_closed on users;
drop function forget_search_tokens;
drop table patient_search_tokens;
