-- Requests that are answered once, however often they are sent.
create table idempotency_keys (
  caller text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  -- Who is at work on it and until when: a crashed request's key can be taken over afterwards.
  claim_id uuid not null,
  claimed_until timestamptz not null,
  status integer,
  answer_sealed text,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- The worker forgets old keys.
call grant_access('idempotency_keys', api => 'select, insert, update, delete', worker => 'select, delete');
call guard('idempotency_keys', $$caller = any ((select scope_grant('caller'))::text[])$$);
