do $$
begin
  if exists (select 1 from pg_roles where rolname = 'keepwell_api') then
    revoke update (lookup_requested_at) on orders from keepwell_api;
  end if;
end $$;
alter table orders drop column lookup_requested_at;
drop index provider_events_unmatched;
alter table provider_events drop column payment_id;
