drop table supplier_lists;
