drop function make_audit_partitions;
drop table audit_events;
drop procedure guard_audit_partition;
