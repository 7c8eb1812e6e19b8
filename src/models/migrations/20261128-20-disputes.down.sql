drop table disputes;
