drop function analyze_supplier_products;
drop table supplier_import_rows;
