drop table prescription_events;
