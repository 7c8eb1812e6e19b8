drop table supplier_product_alerts;
