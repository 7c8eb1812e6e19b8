-- Everything that the record says about how the business goes, for a scrape. Money in minor units, ages in seconds. What has a
-- history is counted over the last day; what waits for something is counted whole. With its owner's eyes: the API may read
-- what all rows come to, and none of them.
create view figures as
  select 'bookings' as name, jsonb_build_object('status', status) as labels, count(*)::float8 as value
    from appointments where booked_at > now() - interval '1 day' group by status
  union all
  select 'appointments_open', jsonb_build_object('status', status), count(*)
    from appointments where status in ('pending', 'booked', 'in_progress') group by status
  union all
  select 'holds_overdue', '{}', count(*)
    from appointments where status = 'pending' and expires_at < now() - interval '3 hours'
  union all
  select 'payments', jsonb_build_object('provider', provider, 'purpose', purpose), count(*)
    from payments where captured_at > now() - interval '1 day' group by provider, purpose
  union all
  select 'payments_amount', jsonb_build_object('provider', provider, 'currency', currency), sum(amount)
    from payments where captured_at > now() - interval '1 day' group by provider, currency
  union all
  select 'refunds', jsonb_build_object('status', status), count(*) from refunds
   where status in ('requested', 'pending', 'failed') or settled_at > now() - interval '1 day' group by status
  union all
  select 'attention_open', jsonb_build_object('code', code), count(*)
    from attention where resolved_at is null group by code
  union all
  select 'attention_oldest_seconds', jsonb_build_object('code', code), extract(epoch from now() - min(opened_at))
    from attention where resolved_at is null group by code
  union all
  select 'inbox_waiting', '{}', count(*) from provider_events where processed_at is null
  union all
  select 'inbox_oldest_seconds', '{}', coalesce(extract(epoch from now() - min(received_at)), 0)
    from provider_events where processed_at is null
  union all
  select 'ledger_sum', jsonb_build_object('currency', currency), sum(amount) from ledger_entries group by currency
  union all
  select 'messages', jsonb_build_object('channel', channel, 'state', state), count(*)
    from notifications where claimed_at > now() - interval '1 day' group by channel, state
  union all
  select 'reconciliation_age_seconds', '{}', extract(epoch from now() - max(finished_at))
    from reconciliations having max(finished_at) is not null
  union all
  (select 'reconciliation_flagged', '{}', flagged from reconciliations
    where finished_at is not null order by started_at desc limit 1)
  union all
  select 'worker_heartbeat_age_seconds', jsonb_build_object('task_queue', task_queue), extract(epoch from now() - max(beat_at))
    from worker_heartbeats group by task_queue;

call grant_access('figures', api => 'select', worker => null);
