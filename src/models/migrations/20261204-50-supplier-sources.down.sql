drop table supplier_sources;
