drop table prescription_counters;
