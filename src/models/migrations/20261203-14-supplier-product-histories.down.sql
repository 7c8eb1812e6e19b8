drop table supplier_product_stocks;
drop table supplier_product_prices;
