-- Doctors who ask to work at a clinic, and what its admins decided.
create table join_requests (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  user_id uuid not null references users,
  message_sealed text,
  created_at timestamptz not null,
  decision text check (decision in ('approve', 'decline')),
  decided_at timestamptz,
  decided_by uuid references users,
  -- Why it was decided so.
  reason_sealed text,
  constraint join_requests_decided check (num_nulls(decision, decided_at, decided_by) in (0, 3)),
  constraint join_requests_reason check (reason_sealed is null or decision is not null),
  constraint join_requests_by_another check (decided_by <> user_id)
);
-- One waits at a time.
create unique index join_requests_open on join_requests (clinic_id, user_id) where decision is null;
create index join_requests_clinic on join_requests (clinic_id, created_at desc, id desc);
create index join_requests_user on join_requests (user_id);

-- With its owner's eyes: the account is not one of the clinic's yet.
create function is_account_open(person uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from users u where u.id = person and u.is_active and u.deleted_at is null) $$;

-- Nothing of a request changes but what was decided.
call grant_access('join_requests', api => 'select, insert, update (decision, decided_at, decided_by, reason_sealed)', worker => 'select');
-- Who asks sees the own ones, those who work in a clinic (other doctors do not) what it was asked, while the account is open.
call guard('join_requests',
  reads => $$user_id = (select scope_user())
    or (clinic_id = any ((select scope_clinics())::uuid[]) and (select scope_kind()) = 'staff' and is_account_open(user_id))$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[]) and (select scope_kind()) = 'staff'$$);
-- A doctor asks for themselves, in any clinic; who decides says so in their own name.
create policy api_asks on join_requests for insert to keepwell_api with check (user_id = (select scope_user()));
create policy api_asks_alone on join_requests as restrictive for insert to keepwell_api
  with check (user_id = (select scope_user()) and (select scope_kind()) = 'doctor' and decision is null);
create policy api_decides on join_requests as restrictive for update to keepwell_api
  using (decision is null) with check (decided_by = (select scope_user()));
