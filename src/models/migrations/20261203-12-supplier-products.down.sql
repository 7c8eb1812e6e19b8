drop table supplier_products;
drop function joined_text;
drop function folded_text;
