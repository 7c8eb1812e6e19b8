-- A text as a search compares it: lower case, without accents. Not `unaccent`, which no index can be built on.
create function folded_text(value text) returns text language sql immutable parallel safe as $$
  select lower(regexp_replace(normalize(value, nfd), '[\u0300-\u036f]', '', 'g'))
$$;
-- `concat_ws` is not immutable, because it prints values of any type.
create function joined_text(variadic parts text[]) returns text language sql immutable parallel safe as $$
  select array_to_string(parts, ' ')
$$;

-- Products of a clinic's catalogue, as the lists of their suppliers describe them. Imports alone write them, in the worker; people say
-- at which stock they want to reorder.
create table supplier_products (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  supplier text not null,
  -- By what the next list of the supplier finds it: its code, else its brand, name, strength and pack.
  key text not null,
  -- `domain/catalogue/product.ts`: everything that lists say of it. The columns that follow from it are for conditions and orders.
  content jsonb not null,
  product_code text generated always as (content ->> 'productCode') stored,
  name text generated always as (coalesce(content ->> 'productName', content ->> 'productCode')) stored,
  category text generated always as (content ->> 'category') stored,
  tga_category integer generated always as ((content ->> 'tgaCategory')::integer) stored,
  poison_schedule text generated always as (content ->> 'poisonSchedule') stored,
  dose_form text generated always as (content ->> 'doseForm') stored,
  thc numeric generated always as ((content ->> 'thc')::numeric) stored,
  cbd numeric generated always as ((content ->> 'cbd')::numeric) stored,
  -- Without GST, in minor units.
  wholesale_price integer generated always as ((content ->> 'wholesalePrice')::integer) stored,
  price_per_mg numeric generated always as ((content ->> 'pricePerMg')::numeric) stored,
  stock_quantity integer generated always as ((content ->> 'stockQuantity')::integer) stored,
  stock_status text generated always as (content ->> 'stockStatus') stored,
  search_text text generated always as (folded_text(joined_text(content ->> 'productName', content ->> 'brandName', content ->> 'genericName',
    content ->> 'productCode', content ->> 'cultivar', content ->> 'activeIngredients'))) stored,
  reorder_level integer check (reorder_level >= 0),
  active boolean not null,
  -- The import that created it was taken back: nobody sees it any more.
  withdrawn boolean not null,
  first_seen_at timestamptz not null,
  -- When a list has last said something else of it.
  last_updated timestamptz not null,
  -- The row of the list that said so.
  import_id uuid not null references supplier_imports,
  sheet text not null,
  row integer not null,
  constraint supplier_products_key unique (clinic_id, supplier, key)
);
create index supplier_products_named on supplier_products (clinic_id, (lower(name) collate "C"), id);
create index supplier_products_priced on supplier_products (clinic_id, price_per_mg);
create index supplier_products_searched on supplier_products using gin (search_text gin_trgm_ops);
create index supplier_products_import on supplier_products (import_id);

call grant_access('supplier_products', api => 'select, update (reorder_level)', worker => 'select, insert, update');
-- For staff alone: these products may not be advertised to patients (Therapeutic Goods Act 1989).
call guard('supplier_products', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
