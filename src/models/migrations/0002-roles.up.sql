-- What each process may touch. The API takes requests and events in and never writes money or a status; the
-- worker writes what its workflows decide and never an account. Neither can change what is append-only.
-- Installations whose migration user may not create roles do without: the application then runs as its own user.
do $$
declare role_name text;
begin
  if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
    raise notice 'roles keepwell_api and keepwell_worker were not created: % may not create roles', current_user;
    return;
  end if;
  foreach role_name in array array['keepwell_api', 'keepwell_worker'] loop
    begin
      if not exists (select 1 from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      -- Roles belong to the whole server: another database's migration was faster.
      null;
    end;
    execute format('grant %I to current_user', role_name);
    execute format('grant usage on schema public to %I', role_name);
    execute format('grant select on all tables in schema public to %I', role_name);
    execute format('grant insert on audit_events to %I', role_name);
  end loop;

  grant insert, update on users, memberships, doctor_profiles, patient_profiles, sessions, availabilities to keepwell_api;
  grant insert, update, delete on idempotency_keys to keepwell_api;
  grant insert, update on provider_events to keepwell_api;
  grant insert on attention to keepwell_api;
  -- To hide a finished appointment from lists, and to lock the row while doing so.
  grant update (deleted_at, deleted_by, updated_at) on appointments to keepwell_api;

  grant insert, update on appointments, orders, payments, refunds, notifications, attention, chat_rooms to keepwell_worker;
  grant insert on status_history, ledger_entries, released_claims to keepwell_worker;
  grant update on provider_events to keepwell_worker;
  -- To lock a slot against deletion while it changes hands.
  grant update (deleted_at) on availabilities to keepwell_worker;
  grant insert, update, delete on worker_heartbeats to keepwell_worker;
  grant delete on idempotency_keys to keepwell_worker;
end $$;
