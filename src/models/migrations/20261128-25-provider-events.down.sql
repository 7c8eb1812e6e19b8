drop function order_of_event, subject_of_order;
drop table provider_events;
