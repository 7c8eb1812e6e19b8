drop table purchase_order_lines;
drop table purchase_orders;
drop table purchase_order_counters;
