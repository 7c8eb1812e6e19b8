drop table record_statements;
