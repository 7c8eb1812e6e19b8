drop table password_history;
