-- Payments that the patient disputes at their bank.
create table disputes (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  provider text not null,
  provider_dispute_id text not null,
  state text not null check (state in ('open', 'won', 'lost')),
  amount integer not null check (amount > 0),
  currency text not null,
  reason text,
  respond_by timestamptz,
  -- How many movements of money at the provider are in the ledger, and what is in it as lost for good.
  movements integer not null check (movements >= 0),
  written_off integer not null check (written_off >= 0),
  opened_at timestamptz not null,
  closed_at timestamptz,
  constraint disputes_once unique (provider, provider_dispute_id),
  constraint disputes_closed check ((state = 'open') = (closed_at is null))
);
create index disputes_payment on disputes (payment_id);
create index disputes_order on disputes (order_id);
create index disputes_clinic on disputes (clinic_id, opened_at desc, id);

call grant_access('disputes', api => 'select', worker => 'select, insert, update');
call guard('disputes', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
