alter table supplier_products drop column link_key;
drop function product_link_key, linked_text;
