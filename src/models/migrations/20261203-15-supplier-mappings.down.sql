drop table supplier_mappings;
