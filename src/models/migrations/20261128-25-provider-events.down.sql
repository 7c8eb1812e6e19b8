drop table provider_events;
