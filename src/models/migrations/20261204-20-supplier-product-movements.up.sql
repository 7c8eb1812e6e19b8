-- What a clinic itself has of a product, as movements: what is on hand is what the last of them left. A planning figure, and not the
-- register of Schedule 8.
create table supplier_product_movements (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  product_id uuid not null references supplier_products,
  -- From 1 on, of each product: of two movements at once one is the next, and the other one is behind it.
  number integer not null check (number > 0),
  kind text not null check (kind in ('count', 'received', 'used', 'lost', 'returned')),
  -- In packs; of a count what was found.
  quantity integer not null check (quantity > 0 or (quantity = 0 and kind = 'count')),
  on_hand integer not null constraint supplier_product_movements_on_hand check (on_hand >= 0),
  note text,
  -- Null of what no person has recorded.
  recorded_by uuid references users,
  at timestamptz not null,
  constraint supplier_product_movements_number unique (product_id, number)
);
create index supplier_product_movements_clinic on supplier_product_movements (clinic_id);
-- What was used within a window.
create index supplier_product_movements_used on supplier_product_movements (clinic_id, at) where kind = 'used';
create trigger supplier_product_movements_append_only before update or delete or truncate on supplier_product_movements
  for each statement execute function refuse_change();

-- Nobody can write a movement that leaves something else on hand than what was there and what came or went.
create function check_supplier_product_movement() returns trigger language plpgsql as $$
declare
  before integer;
begin
  select m.on_hand into before from supplier_product_movements m where m.product_id = new.product_id and m.number = new.number - 1;
  if not found and new.number > 1 then
    raise exception 'the movement follows none' using errcode = '23514', constraint = 'supplier_product_movements_follows';
  end if;
  before := coalesce(before, 0);
  if new.on_hand <> (case new.kind when 'count' then new.quantity when 'received' then before + new.quantity else before - new.quantity end) then
    raise exception 'the movement does not leave what is on hand' using errcode = '23514', constraint = 'supplier_product_movements_adds_up';
  end if;
  return new;
end $$;
create trigger supplier_product_movements_adds_up before insert on supplier_product_movements
  for each row execute function check_supplier_product_movement();

call grant_access('supplier_product_movements', api => 'select, insert', worker => 'select');
call guard('supplier_product_movements', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
