drop procedure grant_access;
-- Roles belong to the whole server and may serve other databases: only what they may do here is taken back.
do $$
declare role_name text;
begin
  for role_name in select rolname from pg_roles where rolname in ('keepwell_api', 'keepwell_worker') loop
    execute format('revoke all on all tables in schema public from %I', role_name);
    execute format('revoke usage on schema public from %I', role_name);
  end loop;
end $$;
