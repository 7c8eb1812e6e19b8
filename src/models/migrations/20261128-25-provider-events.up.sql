-- The webhook inbox: stored before it is answered, processed by the appointment's workflow.
create table provider_events (
  provider text not null,
  event_id text not null,
  about text not null check (about in ('checkout', 'refund', 'dispute')),
  change text not null check (change in ('completed', 'paid', 'closed', 'updated')),
  -- What the provider calls it: shown to people, and read by nobody else.
  label text not null,
  object_id text not null,
  order_id uuid,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  outcome text,
  -- The provider's name of the payment that a refund or dispute is about: its order may be known only later.
  payment_id text,
  primary key (provider, event_id)
);
create index provider_events_waiting on provider_events (received_at) where processed_at is null;
-- One lookup answers every event of its object that came before.
create index provider_events_object on provider_events (provider, object_id) where processed_at is null;
create index provider_events_unmatched on provider_events (received_at) where processed_at is null and order_id is null;
-- What a window of days is read by. The rows lie in the order of these times, so that a few pages of index are enough and
-- a write costs nothing.
create index provider_events_received on provider_events using brin (received_at);

call grant_access('provider_events', api => 'select, insert, update', worker => 'select, update');
