-- The books: every movement of money as postings that sum to zero.
create table ledger_entries (
  seq bigint generated always as identity primary key,
  posting_id uuid not null,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  kind text not null check (kind in ('captured', 'fee', 'refund', 'refund_reversed', 'refund_fee', 'dispute',
    'dispute_reversed', 'dispute_fee', 'write_off')),
  account text not null check (account in ('provider', 'desk', 'patient', 'fees', 'disputes', 'losses')),
  amount integer not null check (amount <> 0),
  currency text not null,
  reference text not null,
  posted_at timestamptz not null default now(),
  constraint ledger_once unique (kind, reference, account)
);
create index ledger_order on ledger_entries (order_id, seq);
create index ledger_clinic on ledger_entries (clinic_id, posted_at);
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index ledger_posted on ledger_entries using brin (posted_at);
create trigger ledger_append_only before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();

create function check_posting_balance() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount), 0) from ledger_entries where posting_id = new.posting_id) <> 0 then
    raise exception 'posting % does not balance', new.posting_id using errcode = '23514', constraint = 'ledger_balanced';
  end if;
  return null;
end $$;
create constraint trigger ledger_balanced after insert on ledger_entries
  deferrable initially deferred for each row execute function check_posting_balance();

call grant_access('ledger_entries', api => 'select', worker => 'select, insert');
call guard('ledger_entries', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
