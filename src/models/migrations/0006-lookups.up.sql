-- Events that overtake their payment, and lookups of orders that many ask for.

alter table provider_events
  -- The provider's name of the payment that a refund or dispute is about: its order may be known only later.
  add column payment_id text;
create index provider_events_unmatched on provider_events (received_at) where processed_at is null and order_id is null;

alter table orders
  -- Somebody asked for a lookup that has not begun: whoever asks meanwhile is answered by the same one.
  add column lookup_requested_at timestamptz;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'keepwell_api') then
    grant update (lookup_requested_at) on orders to keepwell_api;
  end if;
end $$;
