-- Money that came in, each capture once.
create table payments (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  provider text not null,
  provider_payment_id text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- The provider's own figure; null until it is known.
  fee integer check (fee >= 0),
  -- What the money is for: the appointment; to be given back because nothing was left to pay; of an amount or currency
  -- that nobody asked for, and the clinic's all the same until a person gives it back.
  purpose text not null check (purpose in ('appointment', 'surplus', 'mismatch')),
  captured_at timestamptz not null,
  -- In the provider's own word: card, au_becs_debit, cash.
  method text,
  constraint payments_once unique (provider, provider_payment_id)
);
create index payments_order on payments (order_id);
create unique index payments_one_per_order on payments (order_id) where purpose = 'appointment';
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index payments_captured on payments using brin (captured_at);

call grant_access('payments', api => 'select', worker => 'select, insert, update');
call guard('payments', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
