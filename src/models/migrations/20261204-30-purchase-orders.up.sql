-- The last number of a clinic and year. Its row stays locked until the transaction ends, and a rollback takes the number back: no gap.
create table purchase_order_counters (
  clinic_id uuid not null references clinics,
  -- On the calendar of the clinic.
  year integer not null,
  last integer not null check (last > 0),
  primary key (clinic_id, year)
);
call grant_access('purchase_order_counters', api => 'select, insert, update', worker => null);
call guard('purchase_order_counters', $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- Orders of a clinic at its suppliers. People make, send, cancel and receive them.
create table purchase_orders (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  year integer not null,
  number integer not null check (number > 0),
  -- As printed: PO-2026-000007.
  number_text text not null,
  -- The key of the supplier's mapping, and what the company was called when it was ordered.
  supplier text not null,
  supplier_name text not null,
  -- `domain/catalogue/purchase-orders/purchase-order.ts`: what the clinic was called then, for a document that stays the same.
  buyer jsonb not null,
  status text not null check (status in ('draft', 'sent', 'partly_received', 'received', 'cancelled')),
  currency text not null,
  note text,
  -- On the calendar of the clinic, as printed.
  ordered_on date not null,
  created_by uuid not null references users,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- The supplier's address, where the order was mailed when it was sent.
  mailed_to text,
  constraint purchase_orders_number unique (clinic_id, year, number),
  constraint purchase_orders_sent check (case status when 'draft' then sent_at is null when 'cancelled' then true else sent_at is not null end),
  constraint purchase_orders_mailed check (mailed_to is null or sent_at is not null)
);
create index purchase_orders_clinic on purchase_orders (clinic_id, created_at desc, id desc);
call grant_access('purchase_orders', api => 'select, insert, update (status, sent_at, mailed_to)', worker => 'select');
call guard('purchase_orders', $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- What was ordered, at the price of that moment, and how much of it has arrived. A product that a line names is never taken out of the
-- catalogue: the undo of its import leaves it there, inactive.
create table purchase_order_lines (
  order_id uuid not null references purchase_orders,
  place integer not null,
  clinic_id uuid not null references clinics,
  product_id uuid not null references supplier_products,
  product_code text,
  product_name text,
  pack jsonb,
  quantity integer not null check (quantity > 0),
  received integer not null,
  -- Without GST, in minor units of the order's currency.
  unit_price integer not null check (unit_price >= 0),
  primary key (order_id, place),
  constraint purchase_order_lines_product unique (order_id, product_id),
  constraint purchase_order_lines_received check (received between 0 and quantity)
);
create index purchase_order_lines_clinic on purchase_order_lines (clinic_id);
create index purchase_order_lines_ordered on purchase_order_lines (product_id);
call grant_access('purchase_order_lines', api => 'select, insert, update (received)', worker => 'select');
call guard('purchase_order_lines', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
