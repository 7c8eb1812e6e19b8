-- The reception's own book: what was taken and paid out by hand. The desk provider reads it as another reads its API.
create table desk_entries (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  kind text not null check (kind in ('taken', 'to_pay_out', 'paid_out')),
  method text not null check (method in ('cash', 'terminal', 'transfer')),
  -- Of a refund: ours, and the entry of the payment that it gives back.
  refund_id uuid references refunds,
  taken_id uuid references desk_entries,
  amount integer not null check (amount > 0),
  currency text not null,
  -- Slip or transfer number, as typed.
  note_sealed text,
  recorded_by uuid references users,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  constraint desk_refund_named check ((kind = 'taken') = (refund_id is null and taken_id is null))
);
create unique index desk_taken_once on desk_entries (order_id) where kind = 'taken';
create index desk_owed on desk_entries (order_id) where kind = 'to_pay_out';
create unique index desk_refund_once on desk_entries (refund_id) where refund_id is not null;

call grant_access('desk_entries', api => 'select', worker => 'select, insert, update');
call guard('desk_entries', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
