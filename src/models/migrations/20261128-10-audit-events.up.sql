-- Who did what to which record, and who read it: one row per request, hashed over all of it, in a partition per month.
create table audit_events (
  -- Ordered by time (UUID version 7) and made by the process that writes the row: the hash covers it.
  id uuid not null,
  happened_at timestamptz not null,
  clinic_id uuid references clinics,
  action text not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system', 'temporal_ui')),
  actor_user_id uuid,
  -- A person's role, the name of an API key, or what the product calls itself.
  actor_label text not null,
  -- The membership that the person acted in: one person may be a doctor here and a patient there.
  actor_membership_id uuid,
  -- The session or the API key by which they acted; null for a link from a mail and for the product itself.
  actor_session_id uuid,
  actor_api_key_id uuid,
  entity text not null,
  entity_id text not null,
  -- Whose record it is, when it is one patient's.
  patient_id uuid,
  -- Whom a list, a search or a trail names, when it is not exactly one.
  patient_ids uuid[],
  -- Ids, codes and figures.
  details jsonb not null default '{}',
  -- What the caller gave as reason, where the action asks for one: free text, sealed as in the history.
  reason_sealed text,
  request_id text,
  -- Where it came from; null for what no request asked for.
  address text,
  user_agent text,
  -- `1:` and SHA-256 in hex of the canonical form of everything above, the reason opened: sealed by another key it has the
  -- same hash.
  content_hash text not null check (content_hash ~ '^[0-9]+:[0-9a-f]{64}$'),
  -- The same hash under a key of the installation: whoever changes row and hash cannot make it.
  content_mac text not null,
  -- For a chain that loses no late commit: rows are linked by intervals of the transactions that wrote them, whose order
  -- no id tells. No part of the hash, because it says nothing about what happened.
  written_by xid8 not null default pg_current_xact_id(),
  primary key (id, happened_at)
) partition by range (happened_at);
create index audit_events_entity on audit_events (entity, entity_id, id);
create index audit_events_actor on audit_events (actor_user_id, id);
create index audit_events_clinic on audit_events (clinic_id, id);
create index audit_events_patient on audit_events (patient_id, id);
create trigger audit_append_only before update or delete or truncate on audit_events
  for each statement execute function refuse_change();

call grant_access('audit_events', api => 'select, insert', worker => 'select, insert');
-- Whoever acts leaves a row of their own, also for somebody who is nobody's colleague; the clinic's are read by its staff, and by
-- everybody what they did and what was done with them. `payload` opens the looks at one workflow.
call guard('audit_events',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or actor_user_id = (select scope_user()) or patient_id = (select scope_patient()) or (select scope_patient()) = any (patient_ids)
    or (entity = 'payload' and entity_id = any ((select scope_grant('payload'))::text[]))$$,
  -- The scope of an API key has the key's id where a person's has theirs.
  writes => $$actor_user_id = (select scope_user()) or (actor_user_id is null and (actor_api_key_id = (select scope_user()) or (select scope_kind()) = 'service'))$$);

-- Guards a partition for whoever names it instead of `audit_events`: neither process has any right to it, its policies show
-- the API nothing, and it is as append-only as the whole.
create procedure guard_audit_partition(target text) language plpgsql as $$
begin
  execute format('create trigger audit_append_only before update or delete or truncate on %I for each statement execute function refuse_change()', target);
  call guard(target, 'false');
end $$;
revoke execute on procedure guard_audit_partition from public;

-- What has no partition of its own. An audit row commits together with the booking or the payment that it tells of: a month
-- that nobody has made must not refuse them.
create table audit_events_rest partition of audit_events default;
call guard_audit_partition('audit_events_rest');

-- Makes the partitions of this month and the next ones that are lacking, and returns how many. Called by the worker, which
-- may create nothing itself. A month of which rows are in the rest already stays there: they may not be changed, not even
-- moved. Attaching waits for whoever reads the rest, and others would wait behind it: it gives up soon and is tried again.
create function make_audit_partitions(ahead int) returns int language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  made int := 0;
  since timestamptz;
  until timestamptz;
  name text;
begin
  perform pg_advisory_xact_lock(hashtextextended('keepwell/audit-partitions', 0));
  for month in 0..ahead loop
    since := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => month)) at time zone 'UTC';
    until := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => month + 1)) at time zone 'UTC';
    name := 'audit_events_' || to_char(since at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass('public.' || name) is not null
      or exists (select 1 from audit_events_rest where happened_at >= since and happened_at < until);
    execute format('create table public.%I (like public.audit_events including defaults including constraints)', name);
    execute format('alter table public.audit_events attach partition public.%I for values from (%L) to (%L)', name, since, until);
    call guard_audit_partition(name);
    made := made + 1;
  end loop;
  return made;
end $$;
revoke execute on function make_audit_partitions from public;
grant execute on function make_audit_partitions to keepwell_worker;
select make_audit_partitions(12);
