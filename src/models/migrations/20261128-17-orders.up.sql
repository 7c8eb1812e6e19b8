-- Demands for money: what for, how much, with which provider, and what became of it.
create table orders (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  -- What is paid for.
  subject_id uuid not null,
  subject_kind text not null,
  patient_id uuid not null references users,
  provider text not null check (provider in ('stripe', 'paystack', 'desk', 'waived')),
  status text not null check (status in ('creating', 'pending', 'paid', 'completed', 'expired', 'cancelled',
    'refunded', 'partially_refunded', 'disputed')),
  amount integer not null check (amount >= 0),
  currency text not null check (currency in ('aud', 'usd', 'gbp', 'eur', 'ngn', 'php')),
  -- Everything the provider was told, stored before it is told: resent unchanged.
  request jsonb not null,
  attempt integer not null default 1 check (attempt > 0),
  provider_session_id text,
  provider_payment_id text,
  checkout_url text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  -- Since when a bank has had a payment and not decided about it; null while there is none.
  processing_since timestamptz,
  paid_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  -- Somebody asked for a lookup that has not begun: whoever asks meanwhile is answered by the same one.
  lookup_requested_at timestamptz,
  constraint orders_subject_named foreign key (subject_id, subject_kind) references subjects (id, kind),
  constraint orders_open_has_session check (status <> 'pending' or provider_session_id is not null),
  constraint orders_paid_has_payment check (status <> 'paid' or provider_payment_id is not null)
);
create unique index orders_session on orders (provider, provider_session_id) where provider_session_id is not null;
-- One order at a time can be paid or holds the money; a surplus payment leaves its order expired.
create unique index orders_one_per_subject on orders (subject_id)
  where status not in ('expired', 'cancelled', 'refunded', 'partially_refunded');
create index orders_open on orders (subject_id) where status in ('creating', 'pending');
create index orders_subject on orders (subject_id, created_at);
create index orders_patient on orders (patient_id, created_at desc, id);
create index orders_clinic on orders (clinic_id, created_at desc, id);
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index orders_created on orders using brin (created_at);

call grant_access('orders', api => 'select, update (lookup_requested_at)', worker => 'select, insert, update');
call guard('orders', $$clinic_id = any ((select scope_clinics())::uuid[]) or patient_id = (select scope_patient())
  or subject_id = any ((select scope_grant('appointment'))::uuid[]) or id = any ((select scope_grant('order'))::uuid[])$$);
