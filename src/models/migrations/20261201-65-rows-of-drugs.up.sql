-- Whether a row of the formulary is an item, or what a clinic has put in its place: for whoever verifies a prescription, and may read no formulary.
create function is_row_of_drug(wanted uuid, drug uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from drugs d where d.id = wanted and drug in (d.id, d.starter_id))
$$;
