-- Money that goes back. Of one payment never more than was captured.
create table refunds (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  amount integer not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('requested', 'pending', 'succeeded', 'failed', 'settled_by_hand')),
  reason text not null,
  attempt integer not null default 1 check (attempt > 0),
  provider_refund_id text,
  failure_reason text,
  operation_id text not null unique,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  -- The provider's own figure; null until it is known.
  fee integer check (fee >= 0)
);
create unique index refunds_provider on refunds (provider_refund_id) where provider_refund_id is not null;
create index refunds_order on refunds (order_id);
create index refunds_unsettled on refunds (order_id) where status in ('requested', 'pending', 'failed');
create index refunds_payment on refunds (payment_id);
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index refunds_created on refunds using brin (created_at);

create function check_refund_total() returns trigger language plpgsql as $$
declare captured integer; given integer;
begin
  select amount into captured from payments where id = new.payment_id for update;
  select coalesce(sum(amount), 0) into given from refunds
    where payment_id = new.payment_id and id <> new.id and status <> 'failed';
  if new.status <> 'failed' and given + new.amount > captured then
    raise exception 'more refunded than captured' using errcode = '23514', constraint = 'refunds_within_payment';
  end if;
  return new;
end $$;
create trigger refunds_within_payment before insert or update on refunds
  for each row execute function check_refund_total();

call grant_access('refunds', api => 'select', worker => 'select, insert, update');
call guard('refunds', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
