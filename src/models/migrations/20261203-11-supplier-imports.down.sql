drop table supplier_imports;
