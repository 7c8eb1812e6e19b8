drop table limit_counters;
