/**
 * Whether all that the catalogue says of a product comes from an import that was taken back: the product stays, inactive, where an order or
 * a prescription names it, and no later list may inherit what the wrong file said.
 */
export const TAKEN_BACK = `exists (select 1 from supplier_imports t where t.id = p.import_id and t.undone_at is not null)`;

/** Members of the row of a product that an import changes, as `before` keeps them: for an undo that restores exactly; `taken_back` is not among its columns. */
const BEFORE = `jsonb_build_object('content', p.content, 'active', p.active, 'withdrawn', p.withdrawn, 'first_seen_at', p.first_seen_at,
  'last_updated', p.last_updated, 'import_id', p.import_id, 'sheet', p.sheet, 'row', p.row,
  'taken_back', ${TAKEN_BACK})`;
/** The same as columns. */
const RESTORED = `content = r.before -> 'content', active = (r.before ->> 'active')::boolean, withdrawn = (r.before ->> 'withdrawn')::boolean,
  first_seen_at = (r.before ->> 'first_seen_at')::timestamptz, last_updated = (r.before ->> 'last_updated')::timestamptz,
  import_id = (r.before ->> 'import_id')::uuid, sheet = r.before ->> 'sheet', row = (r.before ->> 'row')::integer`;

/** Rows of an import that change a product. */
const CHANGES = `r.import_id = $1 and r.kind in ('created', 'updated', 'reactivated', 'deactivated')`;
/** The product had a price and a stock before: not those of a wrong file. */
const STOOD = `(r.before is not null and (r.before ->> 'withdrawn')::boolean is not true and (r.before ->> 'taken_back')::boolean is not true)`;
/** Whether an import gives the product another price or stock. One that was taken back before had none. */
const isOther = (...members: readonly string[]) =>
  `(not ${STOOD} or ${members
    .map((member) => `r.content -> '${member}' is distinct from r.before -> 'content' -> '${member}'`)
    .join(' or ')})`;
const OTHER_PRICE = isOther('wholesalePrice', 'retailPrice');
const OTHER_STOCK = isOther('stockQuantity', 'stockStatus');

/** What a list says, between its file and its preview: `said` holds the members of the content that it has columns for. */
const LANDING = `(place integer, sheet text, row integer, kind text, key text, name text, raw jsonb, problems jsonb, said jsonb)`;

/** The statements of staging, in their order. Row-level security refuses a copy, so that the rows land in a table of the session. */
export const STAGE = {
  land: `create temp table landed_price_list ${LANDING} on commit drop`,
  copy: 'copy landed_price_list from stdin',
  /** Without statistics the join that follows takes half a minute at 20,000 rows; of what is joined alone, because JSON takes longest. */
  analyze: 'analyze landed_price_list (place, kind, key)',
  clear: 'delete from supplier_import_rows where import_id = $1',
  /**
   * Rows behind the place $5 up to $6. $2 the clinic, $3 the supplier, $4 what a product is of which a list says nothing. `offset 0`: what a
   * row comes to is computed once, and not wherever it is named.
   */
  rows: `insert into supplier_import_rows (import_id, place, clinic_id, sheet, row, kind, key, raw, problems, product_id, content, before)
    select $1, s.place, $2, s.sheet, s.row, d.kind, s.key, s.raw, s.problems,
           case when s.kind = 'valid' then coalesce(p.id, gen_random_uuid()) end,
           case when s.kind = 'valid' and d.kind <> 'unchanged' then d.content end,
           case when d.kind <> 'unchanged' and p.id is not null then ${BEFORE} end
      from landed_price_list s
      left join supplier_products p on p.clinic_id = $2 and p.supplier = $3 and p.key = s.key and s.kind = 'valid'
      cross join lateral (select case when p.id is null or p.withdrawn or ${TAKEN_BACK} then $4::jsonb else p.content end || s.said as content offset 0) m
      cross join lateral (select m.content, case
        when s.kind <> 'valid' then s.kind
        when p.id is null or p.withdrawn then 'created'
        when not p.active then 'reactivated'
        when p.content = m.content then 'unchanged'
        else 'updated' end as kind offset 0) d
     where s.place > $5 and s.place <= $6`,
  /**
   * What a full list lacks turns inactive; a product in a row in error is in the list. A row whose code cannot be read is about a product of
   * its name; where that cannot be read, it may be about any, and none turns inactive. One that never had either is about none. Behind the
   * last row.
   */
  missing: `with unread as materialized (
      select folded_text(s.name) as name from landed_price_list s
       where s.kind = 'invalid' and s.key is null and not s.problems @> '[{"code": "identity_missing"}]')
    insert into supplier_import_rows (import_id, place, clinic_id, kind, key, problems, product_id, content, before)
    select $1, (select count(*) from landed_price_list) + row_number() over (order by p.key), $2, 'deactivated', p.key, '[]', p.id, p.content, ${BEFORE}
      from supplier_products p
     where p.clinic_id = $2 and p.supplier = $3 and p.active and not p.withdrawn
       and not exists (select 1 from landed_price_list s where s.key = p.key)
       and not exists (select 1 from unread where name is null)
       and coalesce(folded_text(p.content ->> 'productName'), '') not in (select name from unread where name is not null)`,
  counts: `select kind, count(*)::int as rows, (count(*) filter (where kind in ('updated', 'reactivated') and ${STOOD}
        and content -> 'wholesalePrice' is distinct from before -> 'content' -> 'wholesalePrice'))::int as prices
      from supplier_import_rows r where import_id = $1 group by kind`,
  /** Categories that the clinic's catalogue has from no supplier yet. */
  categories: `select count(distinct r.content ->> 'category')::int as categories from supplier_import_rows r
     where ${CHANGES} and r.kind <> 'deactivated' and r.content ->> 'category' is not null
       and not exists (select 1 from supplier_products p
         where p.clinic_id = r.clinic_id and p.category = r.content ->> 'category' and p.active and not p.withdrawn)`,
  /** $2: percent. */
  jumps: `select place, sheet, row, (before -> 'content' ->> 'wholesalePrice')::int as before, (content ->> 'wholesalePrice')::int as after
      from supplier_import_rows r
     where import_id = $1 and kind in ('updated', 'reactivated') and ${STOOD}
       and abs((content ->> 'wholesalePrice')::bigint - (before -> 'content' ->> 'wholesalePrice')::bigint) * 100
           > (before -> 'content' ->> 'wholesalePrice')::bigint * $2
     order by place`,
  warn: `update supplier_import_rows r set problems = r.problems || w.problem
      from jsonb_to_recordset($2::jsonb) as w (place integer, problem jsonb) where r.import_id = $1 and r.place = w.place`,
} as const;

/** Places of an import's changes, $2 changes apart. $1 the import. */
export const CHANGE_STEPS = `select place from (
    select place, row_number() over (order by place) as number from supplier_import_rows r where ${CHANGES}) c
  where number % $2 = 0 order by place`;

/**
 * Applies what is staged behind the place $4 up to $5: products with what their histories say of it, in one statement. $1 the import, $2 the
 * supplier, $3 when.
 */
export const APPLY = `with changes as (select r.* from supplier_import_rows r where ${CHANGES} and r.place > $4 and r.place <= $5),
  merged as (
    insert into supplier_products (id, clinic_id, supplier, key, content, active, withdrawn, first_seen_at, last_updated, import_id, sheet, row)
    select r.product_id, r.clinic_id, $2, r.key, r.content, r.kind <> 'deactivated', false,
           case r.kind when 'created' then $3 else (r.before ->> 'first_seen_at')::timestamptz end, $3,
           case r.kind when 'deactivated' then (r.before ->> 'import_id')::uuid else $1 end,
           coalesce(r.sheet, r.before ->> 'sheet'), coalesce(r.row, (r.before ->> 'row')::integer)
      from changes r
    on conflict (id) do update set content = excluded.content, active = excluded.active, withdrawn = false,
      first_seen_at = excluded.first_seen_at, last_updated = excluded.last_updated, import_id = excluded.import_id,
      sheet = excluded.sheet, row = excluded.row
    returning id),
  prices as (
    insert into supplier_product_prices (product_id, import_id, is_undo, clinic_id, at, wholesale_price, retail_price)
    select r.product_id, $1, false, r.clinic_id, $3, (r.content ->> 'wholesalePrice')::integer, (r.content ->> 'retailPrice')::integer
      from changes r where ${OTHER_PRICE}),
  stocks as (
    insert into supplier_product_stocks (product_id, import_id, is_undo, clinic_id, at, stock_quantity, stock_status)
    select r.product_id, $1, false, r.clinic_id, $3, (r.content ->> 'stockQuantity')::integer, r.content ->> 'stockStatus'
      from changes r where ${OTHER_STOCK})
  select count(*)::int as products from merged`;

/** Whether an order or a prescription names a product: it is never taken out of the catalogue. */
const REFERRED = `(exists (select 1 from purchase_order_lines l where l.product_id = p.id)
  or exists (select 1 from prescription_items i where i.product_id = p.id))`;

/** Takes back what was applied. $1 the import, $2 when. */
export const UNDO = {
  /**
   * Holds what the import has created, before it is asked what refers to it: whoever orders or prescribes one of these products holds it,
   * too, so that the statement behind this one sees every order and prescription.
   */
  hold: `select p.id from supplier_products p join supplier_import_rows r on r.product_id = p.id
     where r.import_id = $1 and r.kind = 'created' order by p.id for update of p`,
  /** What the import has created nobody sees any more, or it stays, inactive, where something refers to it; everything else is as it was. */
  products: `with changes as (select r.* from supplier_import_rows r where ${CHANGES}),
    kept as (update supplier_products p set active = false from changes r
       where p.id = r.product_id and r.kind = 'created' and ${REFERRED} returning p.id),
    gone as (update supplier_products p set withdrawn = true from changes r
       where p.id = r.product_id and r.before is null and not ${REFERRED} returning p.id),
    restored as (update supplier_products p set ${RESTORED} from changes r
       where p.id = r.product_id and r.before is not null and not (r.kind = 'created' and ${REFERRED}) returning p.id),
    prices as (
      insert into supplier_product_prices (product_id, import_id, is_undo, clinic_id, at, wholesale_price, retail_price)
      select r.product_id, $1, true, r.clinic_id, $2, (r.before -> 'content' ->> 'wholesalePrice')::integer,
             (r.before -> 'content' ->> 'retailPrice')::integer
        from changes r where r.kind <> 'created' and ${STOOD} and ${OTHER_PRICE}),
    stocks as (
      insert into supplier_product_stocks (product_id, import_id, is_undo, clinic_id, at, stock_quantity, stock_status)
      select r.product_id, $1, true, r.clinic_id, $2, (r.before -> 'content' ->> 'stockQuantity')::integer, r.before -> 'content' ->> 'stockStatus'
        from changes r where r.kind <> 'created' and ${STOOD} and ${OTHER_STOCK})
    select (select count(*) from kept)::int + (select count(*) from gone)::int + (select count(*) from restored)::int as products`,
} as const;
