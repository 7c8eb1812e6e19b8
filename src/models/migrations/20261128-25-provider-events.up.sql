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
-- A signed webhook opens its own event; whoever sees an order sees what was said about it.
call guard('provider_events',
  reads => $$event_id = any ((select scope_grant('event'))::text[]) or exists (select 1 from orders o where o.id = order_id)$$,
  writes => $$event_id = any ((select scope_grant('event'))::text[])$$);

-- The order that an event is about: by our own id, else by what the provider calls the session, the payment or the refund.
-- With its owner's eyes, because a webhook opens no order: the id is all that it learns.
create function order_of_event(provider text, object_id text, payment_id text, about text, order_id uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    (select o.id from orders o where o.id = $5 and o.provider = $1),
    (select o.id from orders o where o.provider = $1 and o.provider_session_id = $2 and $4 = 'checkout'),
    (select p.order_id from payments p where p.provider = $1 and p.provider_payment_id = $3),
    (select r.order_id from refunds r where r.provider_refund_id = $2 and $4 = 'refund')) $$;

create function subject_of_order(id uuid) returns uuid language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select o.subject_id from orders o where o.id = $1 $$;
