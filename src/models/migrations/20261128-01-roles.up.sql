-- What each process may touch: every table says it for itself, beside its columns. The API takes requests and events in
-- and never writes money or a status; the worker writes what its workflows decide and never an account. Neither can
-- change what is append-only. Nobody connects as one of these roles: each process has a login that is a member of one.
do $$
declare role_name text;
begin
  foreach role_name in array array['keepwell_api', 'keepwell_worker'] loop
    begin
      if not exists (select 1 from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      -- Roles belong to the whole server: another database's migration was faster.
      null;
    end;
    execute format('grant usage on schema public to %I', role_name);
    execute format('grant select on schema_migrations to %I', role_name);
  end loop;
end $$;

-- For the migrations that follow: `api` and `worker` are lists of privileges, null for none.
create procedure grant_access(target text, api text, worker text) language plpgsql as $$
begin
  if api is not null then
    execute format('grant %s on %I to keepwell_api', api, target);
  end if;
  if worker is not null then
    execute format('grant %s on %I to keepwell_worker', worker, target);
  end if;
end $$;
