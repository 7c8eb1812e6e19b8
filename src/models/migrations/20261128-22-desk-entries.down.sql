drop table desk_entries;
