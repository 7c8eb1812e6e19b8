drop table record_entries;
drop function check_record_entry;
