-- What the prices of a product were, and since when: one row for each import that has changed them, and one for the undo of such an import.
create table supplier_product_prices (
  product_id uuid not null references supplier_products,
  import_id uuid not null references supplier_imports,
  is_undo boolean not null,
  clinic_id uuid not null references clinics,
  at timestamptz not null,
  -- In minor units of the currency of the list.
  wholesale_price integer not null,
  retail_price integer,
  primary key (product_id, import_id, is_undo)
);
create index supplier_product_prices_clinic on supplier_product_prices (clinic_id);
create index supplier_product_prices_import on supplier_product_prices (import_id);
create trigger supplier_product_prices_append_only before update or delete or truncate on supplier_product_prices
  for each statement execute function refuse_change();
call grant_access('supplier_product_prices', api => 'select', worker => 'select, insert');
call guard('supplier_product_prices', $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- The same of what its supplier has in stock.
create table supplier_product_stocks (
  product_id uuid not null references supplier_products,
  import_id uuid not null references supplier_imports,
  is_undo boolean not null,
  clinic_id uuid not null references clinics,
  at timestamptz not null,
  stock_quantity integer,
  stock_status text not null check (stock_status in ('in_stock', 'low', 'out_of_stock', 'unknown')),
  primary key (product_id, import_id, is_undo)
);
create index supplier_product_stocks_clinic on supplier_product_stocks (clinic_id);
create index supplier_product_stocks_import on supplier_product_stocks (import_id);
create trigger supplier_product_stocks_append_only before update or delete or truncate on supplier_product_stocks
  for each statement execute function refuse_change();
call grant_access('supplier_product_stocks', api => 'select', worker => 'select, insert');
call guard('supplier_product_stocks', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
