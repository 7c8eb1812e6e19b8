drop table supplier_pulls;
