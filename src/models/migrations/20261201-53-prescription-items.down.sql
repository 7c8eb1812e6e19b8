drop table prescription_items;
