drop table status_history;
